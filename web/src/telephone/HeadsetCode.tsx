/** The headset client's code: asked for here, typed there, good once and for ten minutes. */

import css from "./telephone.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import { server, wordsOf } from "../api/client";
import { plural, t } from "../i18n/t";
import type { Door } from "./useMyPhone";

export function HeadsetCode({ door }: { door: Door }): ReactNode {
  const { data: code, error, isError, mutate } = server.useMutation("post", `/api/${door}/phone/headset-code`);
  return (
    <section className="card col" style={{ gap: 10 }} aria-labelledby="headset-title">
      <h2 id="headset-title">{t("Client casque")}</h2>
      <p className="small soft">
        {t(
          "Le téléphone dans un terminal, pour les salles où le navigateur n'a pas droit au micro. Cette page reste ouverte à côté.",
        )}
      </p>
      <div className="row wrap">
        <button className="btn" onClick={() => mutate({})}>
          {code ? t("Un autre code") : t("Afficher un code")}
        </button>
        {code && (
          <strong className={clsx("num", css.accountValue)} role="status">
            {code.code}
          </strong>
        )}
      </div>
      {code && (
        <p className="small soft">
          {plural(
            code.minutes,
            "Valable {n} minute, une seule fois. À taper dans le client casque, avec l'adresse {address}.",
            "Valable {n} minutes, une seule fois. À taper dans le client casque, avec l'adresse {address}.",
            { address: code.address },
          )}
        </p>
      )}
      {isError && (
        <p className="small" role="alert">
          {wordsOf(error)}
        </p>
      )}
    </section>
  );
}
