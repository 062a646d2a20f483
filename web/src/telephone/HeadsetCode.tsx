/** The headset client's code: asked for here, typed there, good once and for ten minutes. */

import { type ReactNode, useState } from "react";

import { call } from "../api/call";
import type { HeadsetCode as Code } from "../api/schema";
import { t } from "../i18n/t";
import type { Problem } from "../live/socket";
import type { Door } from "./useMyPhone";

export function HeadsetCode({ door }: { door: Door }): ReactNode {
  const [code, setCode] = useState<Code | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const ask = (): void => {
    void call<Code>("POST", `/api/${door}/phone/headset-code`).then((answer) => {
      setCode(answer.ok ? answer.data : null);
      setProblem(answer.ok ? null : answer.problem);
    });
  };
  return (
    <section className="card col" style={{ gap: 10 }} aria-labelledby="headset-title">
      <h2 id="headset-title">{t("Client casque")}</h2>
      <p className="small soft">
        {t(
          "Le téléphone dans un terminal, pour les salles où le navigateur n'a pas droit au micro. Cette page reste ouverte à côté.",
        )}
      </p>
      <div className="row wrap">
        <button className="btn" onClick={ask}>
          {code ? t("Un autre code") : t("Afficher un code")}
        </button>
        {code && (
          <strong className="num account-value" role="status">
            {code.code}
          </strong>
        )}
      </div>
      {code && (
        <p className="small soft">
          {t("Valable {minutes} minutes, une seule fois. À taper dans le client casque, avec l'adresse {address}.", {
            minutes: code.minutes,
            address: code.address,
          })}
        </p>
      )}
      {problem && <p className="small" role="alert">{`${problem.message} ${problem.remedy}`}</p>}
    </section>
  );
}
