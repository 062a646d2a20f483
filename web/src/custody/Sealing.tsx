/** Sealing the day's content beforehand: two sheets for two envelopes, shown once. */

import style from "./custody.module.css";

import { type ReactNode, useEffect, useState } from "react";

import { client, wordsOf } from "../api/client";
import type { OpeningView, SealedSheet } from "../api/schema";
import { plural, t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import { Dialog } from "../shared/Dialog";

export function Sealing({ opening, changed }: { opening: OpeningView; changed: () => void }): ReactNode {
  const [sheet, setSheet] = useState<SealedSheet | null>(null);
  const [isShown, setShown] = useState(false);
  const [words, setWords] = useState("");
  const seal = async (): Promise<void> => {
    const params = { path: { session_id: opening.session_id } };
    const { data, error } = await client.POST("/api/staff/exam-days/{session_id}/sealing", { params });
    setWords(wordsOf(error));
    if (data) setSheet(data);
    setShown(data !== undefined);
    changed();
  };
  return (
    <section className={`card ${style.small}`} aria-labelledby="sealing">
      <h3 id="sealing">{t("Scellés sur ce serveur")}</h3>
      {opening.is_sealed ? (
        <>
          <p>
            <span className="pill live">{t("Sujet chiffré")}</span>
          </p>
          <p className="small">
            {t("Empreinte de la clé de secours : {fingerprint}", { fingerprint: opening.fingerprint })}
          </p>
          {opening.is_pack_installed && (
            <p className={`small ${style.warning}`}>
              {t(
                "Le dossier du scénario est encore en clair sur ce serveur : demandez à l'informatique de le retirer.",
              )}
            </p>
          )}
        </>
      ) : (
        <>
          <p className="small">
            {t(
              "Facultatif : le sujet est chiffré jusqu'à l'ouverture. Vous imprimez un code et une clé de secours, pour deux enveloppes.",
            )}
          </p>
          <AskTwice
            question={t("L'imprimante est-elle prête ? Les deux feuilles ne s'affichent qu'une fois.")}
            yes={t("Sceller")}
            act={() => void seal()}
          >
            {t("Mettre sous scellés")}
          </AskTwice>
        </>
      )}
      {words && <p role="alert">{words}</p>}
      {sheet && !isShown && (
        <button className="btn primary" onClick={() => setShown(true)}>
          {t("Revoir les deux feuilles à imprimer")}
        </button>
      )}
      {sheet && isShown && (
        <Sheet opening={opening} sheet={sheet} hide={() => setShown(false)} erase={() => setSheet(null)} />
      )}
    </section>
  );
}

interface SheetProps {
  opening: OpeningView;
  sheet: SealedSheet;
  hide: () => void;
  erase: () => void;
}

/** Escape only hides them: gone they are once somebody says that they are printed, or leaves the page. */
function Sheet({ opening, sheet, hide, erase }: SheetProps): ReactNode {
  useEffect(() => {
    const stay = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", stay);
    return () => window.removeEventListener("beforeunload", stay);
  }, []);
  return (
    <Dialog title={t("À imprimer maintenant : ceci ne s'affichera plus")} close={hide} width={720}>
      <section className={style.sheet}>
        <h3>{t("Enveloppe 1 · Code d'ouverture")}</h3>
        <p>{opening.session_title}</p>
        <p className={style.secret}>{sheet.opening_code}</p>
        <p>{t("À ouvrir le matin de l'épreuve, par le responsable de session devant un candidat.")}</p>
      </section>
      <section className={`${style.sheet} ${style.second}`}>
        <h3>{t("Enveloppe 2 · Clé de secours")}</h3>
        <p>{opening.session_title}</p>
        <p className={style.key}>{sheet.emergency_key}</p>
        <div
          className={style.qr}
          role="img"
          aria-label={t("Code QR de la clé de secours")}
          dangerouslySetInnerHTML={{ __html: sheet.emergency_qr }}
        />
        <p>{t("Empreinte : {fingerprint}", { fingerprint: sheet.fingerprint })}</p>
        <p>{t("À garder scellée. Elle ne sert que si le code est perdu, et cela s'inscrit au procès-verbal.")}</p>
      </section>
      {sheet.also_played_by > 0 && (
        <p className={style.warning}>
          {plural(
            sheet.also_played_by,
            "Attention : {n} autre séance joue ce scénario sans scellés, il y reste lisible.",
            "Attention : {n} autres séances jouent ce scénario sans scellés, il y reste lisible.",
          )}
        </p>
      )}
      <p className="row wrap">
        <button className="btn primary" onClick={() => window.print()}>
          {t("Imprimer les deux feuilles")}
        </button>
        <button className="btn" onClick={erase}>
          {t("Elles sont imprimées : effacer de l'écran")}
        </button>
      </p>
    </Dialog>
  );
}
