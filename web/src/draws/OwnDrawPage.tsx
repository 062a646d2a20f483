/** « Mon tirage »: the candidate's page of their draws, with the clock of the phase under way. */

import style from "./draws.module.css";

import { type ReactNode, useEffect, useState } from "react";

import { problemOf, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { PhaseClock } from "../interview/PhaseClock";
import { Logo } from "../shared/Desk";
import { OwnDraw, useOwnDraws } from "./OwnDraw";

export default function OwnDrawPage(): ReactNode {
  const { data, error, isError, refetch, dataUpdatedAt } = useOwnDraws();
  const [chosen, setChosen] = useState("");
  const isSignedOut = problemOf(error)?.code === "not_signed_in";
  useEffect(() => {
    document.title = `${t("Mon tirage au sort")} – Combiné`;
  }, []);
  useEffect(() => {
    if (isSignedOut) location.assign("/candidat");
  }, [isSignedOut]);
  const drawings = data?.drawings ?? [];
  const drawing =
    drawings.find((one) => one.what === chosen) ?? drawings.find((one) => !one.draw?.revealed) ?? drawings.at(-1);
  return (
    <div className={`page ${style.page}`}>
      <header className="bar">
        <Logo />
        <h1 className="bar-title">{t("Mon tirage au sort")}</h1>
        {data && <span className="pill">{`${data.label} ${data.candidate_name}`}</span>}
        <span className="grow" />
        <a className="btn slim" href="/candidat">
          {t("Mon poste")}
        </a>
        <PhaseClock view={data?.clock} serverNow={data?.clock?.server_now} heardAt={dataUpdatedAt} />
      </header>
      {isError && !data && !isSignedOut && (
        <div className="banner bad" role="alert">
          {wordsOf(error)}
        </div>
      )}
      <main className={drawing ? undefined : style.alone}>
        {drawings.length > 1 && (
          <div className={style.which} role="group" aria-label={t("Mes tirages")}>
            {drawings.map((one) => (
              <button
                key={one.what}
                className={`btn slim plain ${one === drawing ? style.current : ""}`}
                aria-pressed={one === drawing}
                onClick={() => setChosen(one.what)}
              >
                {one.what === "subject" ? t("Tirage du sujet") : t("Tirage de la séquence enregistrée")}
              </button>
            ))}
          </div>
        )}
        {drawing && <OwnDraw key={drawing.what} drawing={drawing} changed={() => void refetch()} />}
        {data && !drawing && <p>{t("Aucun tirage n'est préparé. Il apparaît ici dès que l'engagement est publié.")}</p>}
      </main>
    </div>
  );
}
