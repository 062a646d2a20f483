/** The candidate's part in a draw, then the draw redone with a pen: on their own screen. */

import style from "./draws.module.css";

import { type ReactNode, useState } from "react";

import { client, server, wordsOf } from "../api/client";
import type { Drawing } from "../api/schema";
import { t } from "../i18n/t";
import { Result, Say, Steps } from "./Ceremony";
import { MicrophoneCheck } from "./MicrophoneCheck";
import { Verifying } from "./Verifying";

const EVERY_MS = 2500;

export function useOwnDraws() {
  return server.useQuery("get", "/api/candidate/draws", {}, { refetchInterval: EVERY_MS });
}

/** `changed`: once the word is said. */
export function OwnDraw({ drawing, changed }: { drawing: Drawing; changed: () => void }): ReactNode {
  const [problem, setProblem] = useState("");
  const reveal = async (word: string): Promise<boolean> => {
    const params = { path: { what: drawing.what } };
    const { error } = await client.POST("/api/candidate/draws/{what}/reveal", { params, body: { word } });
    setProblem(wordsOf(error));
    changed();
    return error === undefined;
  };
  const isRevealed = !!drawing.draw?.revealed;
  return (
    <div className={style.main}>
      <div className={style.left}>
        {problem && (
          <p className="banner bad" role="alert">
            {problem}
          </p>
        )}
        <Result drawing={drawing} />
        <Steps draw={drawing.draw} />
        {!isRevealed && <Say reveal={reveal} />}
        {isRevealed && (
          <section className={`card ${style.act}`}>
            <h2>{t("Le tirage est fait")}</h2>
            <p>{t("Votre poste passe de lui-même à la suite.")}</p>
            <p>
              <a className={`btn primary ${style.big}`} href="/candidat">
                {t("Revenir à mon poste")}
              </a>
            </p>
          </section>
        )}
        <MicrophoneCheck />
      </div>
      <Verifying what={drawing.what} draw={drawing.draw} proof={`/api/candidate/draws/${drawing.what}/proof.json`} />
    </div>
  );
}
