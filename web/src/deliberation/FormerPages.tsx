import styles from "./deliberation.module.css";

import { type ReactNode, useState } from "react";

import type { DeliberationView, SignedVersionView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";
import { day, timeOfDay } from "../shared/time";
import { Change } from "./Change";
import { labelOf, nameOf, saidWords } from "./said";

/** What was signed before a correction, one click away: who signed what when, and what differs since. */
export function FormerPages({ view }: { view: DeliberationView }): ReactNode {
  const [shown, setShown] = useState(false);
  const former = view.versions.filter((one) => !one.stands);
  if (former.length === 0) return null;
  return (
    <>
      <button className="btn slim" onClick={() => setShown(true)}>
        {plural(former.length, "Voir {n} page signée avant…", "Voir {n} pages signées avant…")}
      </button>
      {shown && (
        <Dialog title={t("Ce qui a été signé avant")} close={() => setShown(false)} width={640}>
          {former.map((one) => (
            <Former key={one.digest} view={view} version={one} />
          ))}
          <div className="row">
            <button className="btn" onClick={() => setShown(false)}>
              {t("Fermer")}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function Former({ view, version }: { view: DeliberationView; version: SignedVersionView }): ReactNode {
  const heading = `page-${version.number}`;
  const changed = version.changes.map((one) => one.what);
  return (
    <section aria-labelledby={heading} className={styles.former}>
      <h3 id={heading}>{t("Page signée n° {n}", { n: version.number })}</h3>
      <ul className="plain-list small">
        {version.signatures.map((one) => (
          <li key={one.name}>
            {t("Signée par {name} le {day} à {time}", { name: one.name, day: day(one.at), time: timeOfDay(one.at) })}
          </li>
        ))}
      </ul>
      {!version.is_whole && <p>{t("Tout le jury ne l'a pas signée : elle n'a jamais valu délibération.")}</p>}
      {version.changes.length === 0 ? (
        <p>{t("Aucun verdict ni aucune décision n'a changé depuis.")}</p>
      ) : (
        <>
          <h4>{t("Ce qui a changé ensuite")}</h4>
          <ul className="plain-list">
            {version.changes.map((one) => (
              <li key={one.what} className={styles.change}>
                <Change view={view} change={one} />
              </li>
            ))}
          </ul>
        </>
      )}
      <details>
        <summary>{t("Toute la page, telle qu'elle a été signée")}</summary>
        <ul className={`plain-list ${styles.page}`}>
          {[...version.verdicts, ...version.decisions].map((one) => (
            <li key={one.what}>
              <span>
                {`${nameOf(one.what)} · ${labelOf(view, one.what)}`}
                {one.said.reason && <span className="soft">{` · ${one.said.reason}`}</span>}
                {changed.includes(one.what) && <span className="pill ring">{t("changé depuis")}</span>}
              </span>
              <b>{saidWords(view, one.what, one.said)}</b>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
