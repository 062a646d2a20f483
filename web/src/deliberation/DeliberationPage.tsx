/** One candidate's deliberation: raw differences first, then all criteria, the jury's decisions, the signatures. */

import styles from "./deliberation.module.css";

import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { useParams } from "react-router";

import type { DeliberationView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { number } from "../session/kappaWords";
import { StaffBar } from "../shared/StaffBar";
import { timeOfDay } from "../shared/time";
import { kappaOf, sameWords } from "./agreementWords";
import { Awaited } from "./Awaited";
import { Criteria } from "./Criteria";
import { Decisions } from "./Decisions";
import { Differences } from "./Differences";
import { Signing } from "./Signing";
import { type Send, type SendAside, useDeliberation } from "./useDeliberation";
import { unsettled } from "./words";

export default function DeliberationPage(): ReactNode {
  const { seatId = "" } = useParams();
  const { view, refused, problem, send, sendAside, again } = useDeliberation(seatId);
  const names = view?.jurors.map((one) => one.name).join(", ") ?? "";
  return (
    <div className={`desk ${styles.whole}`}>
      <StaffBar title={t("Délibération")}>
        {view && (
          <>
            <span className="pill">{`${view.seat_label} · ${view.candidate_name}`}</span>
            {view.is_open && <span className="pill live">{t("✓ Toutes les notations rendues")}</span>}
            <span className={`small soft ${styles.jury}`}>{names}</span>
          </>
        )}
      </StaffBar>
      {refused && (
        <div className="banner bad" role="alert">
          <span>{refused}</span>
          <button className="btn slim" onClick={again}>
            {t("Réessayer")}
          </button>
        </div>
      )}
      {view && <Left view={view} />}
      {problem && (
        <div className="banner bad" role="alert">
          {problem}
        </div>
      )}
      {view && (view.is_open ? <Open view={view} send={send} sendAside={sendAside} /> : <Awaited view={view} />)}
    </div>
  );
}

/** Somebody who was absent or left: in words, above everything else. */
function Left({ view }: { view: DeliberationView }): ReactNode {
  if (view.presence !== "abandoned" && view.presence !== "absent") return null;
  const at = view.left_at ? timeOfDay(view.left_at) : "";
  const words =
    view.presence === "absent"
      ? t("Le candidat a été noté absent à {at}.", { at })
      : t("Le candidat est parti avant la fin, à {at}. Ce qui n'a pas été vu reste « non observé » ; le jury décide.", {
          at,
        });
  return (
    <div className="banner" role="status">
      {`${words} ${view.left_remark}`.trim()}
    </div>
  );
}

interface OpenProps {
  view: DeliberationView;
  send: Send;
  sendAside: SendAside;
}

function Open({ view, send, sendAside }: OpenProps): ReactNode {
  const differences = view.criteria.filter((one) => one.differs);
  const left = unsettled(view).length;
  const title =
    differences.length === 0
      ? t("Les avis du jury sont identiques")
      : left === 0
        ? t("Toutes les différences sont tranchées")
        : plural(
            left,
            "Il reste {n} différence à trancher sur {all}",
            "Il reste {n} différences à trancher sur {all}",
            { all: differences.length },
          );
  return (
    <main className={styles.main}>
      <section className={`card ${styles.criteria}`} aria-labelledby="left">
        <Tabs className={styles.tabs}>
          <div className={styles.head}>
            <h2 id="left">{title}</h2>
            <TabList className="tabs" aria-label={t("Critères montrés")}>
              <Tab id="differences" className="tab">{`${t("Différences")} · ${differences.length}`}</Tab>
              <Tab id="all" className="tab">{`${t("Tous les critères")} · ${view.criteria.length}`}</Tab>
            </TabList>
          </div>
          <TabPanel id="differences" className={styles.panel}>
            <Differences view={view} differences={differences} send={send} />
          </TabPanel>
          <TabPanel id="all" className={styles.panel}>
            <Criteria view={view} send={send} />
          </TabPanel>
        </Tabs>
        <Agreement view={view} />
      </section>
      <div className={styles.right}>
        <Decisions view={view} send={send} />
        <Signing view={view} send={sendAside} />
      </div>
    </main>
  );
}

function Agreement({ view }: { view: DeliberationView }): ReactNode {
  const found = view.agreement;
  if (!found || found.compared === 0) return null;
  const share = found.share_percent === null ? "" : t(", soit {n} %", { n: found.share_percent });
  return (
    <div className={styles.agreement}>
      <p>
        <span className="small soft">{t("Accord avant délibération")}</span>
        <b className="num">{sameWords(found) + share}</b>
      </p>
      {found.kappa !== null && (
        <p>
          <span className="small soft">{t("Kappa pondéré")}</span>
          <b className="num">{`${number(found.kappa)} · ${kappaOf(found)}`}</b>
        </p>
      )}
      <p className="small soft grow">{found.caution}</p>
    </div>
  );
}
