import css from "./account.module.css";

import { clsx } from "clsx";
import { type ReactNode, type SubmitEvent, useState } from "react";

import { server, wordsOf } from "../api/client";
import type { OfferedFactor, OwnAccount } from "../api/schema";
import { plural, t } from "../i18n/t";
import { textIn } from "../shared/formText";

/** Sends an answer; `done` once the server has heard it, whatever it says. */
type Act = (answer: string, done: () => void) => void;

interface SecondFactorProps {
  account: OwnAccount;
  changed: () => void;
}

/** Setting a second factor up (password, QR code, six figures, recovery codes), or taking it away. */
export function SecondFactor({ account, changed }: SecondFactorProps): ReactNode {
  const [offered, setOffered] = useState<OfferedFactor | null>(null);
  const [codes, setCodes] = useState<string[]>([]);
  const [problem, setProblem] = useState("");
  const told = { onMutate: () => setProblem(""), onError: (error: unknown) => setProblem(wordsOf(error)) };
  const offering = server.useMutation("post", "/api/staff/me/second-factor", { ...told, onSuccess: setOffered });
  const confirming = server.useMutation("post", "/api/staff/me/second-factor/confirm", {
    ...told,
    onSuccess: (made) => {
      setOffered(null);
      setCodes(made.codes);
      changed();
    },
  });
  const removing = server.useMutation("post", "/api/staff/me/second-factor/remove", {
    ...told,
    onSuccess: () => {
      setCodes([]);
      changed();
    },
  });
  const offer: Act = (current, done) => offering.mutate({ body: { current } }, { onSettled: done });
  const confirm: Act = (code, done) => confirming.mutate({ body: { code } }, { onSettled: done });
  const remove: Act = (current, done) => removing.mutate({ body: { current } }, { onSettled: done });
  return (
    <section className="card col" aria-labelledby="second-factor">
      <h2 id="second-factor">{t("Second facteur")}</h2>
      {account.second_factor ? (
        <>
          <p>
            <span className="pill live">{t("Activé")}</span>{" "}
            <span className="small soft">
              {plural(account.recovery_codes_left, "{n} code de secours restant", "{n} codes de secours restants")}
            </span>
          </p>
          {codes.length > 0 && <Recovery codes={codes} />}
          <Asked label={t("Mot de passe actuel")} type="password" yes={t("Retirer le second facteur")} act={remove} />
        </>
      ) : offered === null ? (
        <>
          <p className="small soft">
            {t(
              "Facultatif. À chaque connexion, en plus du mot de passe, les six chiffres qu'affiche une application d'authentification sur votre téléphone.",
            )}
          </p>
          <Asked label={t("Mot de passe actuel")} type="password" yes={t("Activer un second facteur")} act={offer} />
        </>
      ) : (
        <>
          <p className="small">
            {t(
              "Scannez ce code avec votre application d'authentification, puis entrez les six chiffres qu'elle affiche.",
            )}
          </p>
          <div className={css.qr}>
            <div
              role="img"
              aria-label={t("Code QR du second facteur")}
              dangerouslySetInnerHTML={{ __html: offered.qr_svg }}
            />
            <p className="small soft" style={{ flex: 1, minWidth: 180 }}>
              {t("Sans appareil photo, tapez cette clé dans l'application :")}{" "}
              <b className={css.secret}>{offered.secret}</b>
            </p>
          </div>
          <Asked label={t("Les six chiffres")} type="text" yes={t("Confirmer")} act={confirm} />
        </>
      )}
      {problem && (
        <p role="alert" className={css.problem}>
          {problem}
        </p>
      )}
    </section>
  );
}

function Recovery({ codes }: { codes: string[] }): ReactNode {
  return (
    <div role="status" className="col" style={{ gap: 8 }}>
      <p className="strong">
        {t(
          "Notez ces codes de secours, chacun sert une fois si vous n'avez pas votre téléphone. Ils ne seront plus affichés.",
        )}
      </p>
      <ul className={clsx("plain-list", css.codes)}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </div>
  );
}

/** One answer and the button that sends it. */
function Asked({
  label,
  type,
  yes,
  act,
}: {
  label: string;
  type: "password" | "text";
  yes: string;
  act: Act;
}): ReactNode {
  const [isBusy, setBusy] = useState(false);
  const send = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    act(textIn(new FormData(form), "answer").trim(), () => {
      setBusy(false);
      form.reset();
    });
  };
  const isFigures = type === "text";
  return (
    <form className="col" style={{ gap: 10 }} onSubmit={send}>
      <label>
        {label}
        <input
          className={isFigures ? "field num" : "field"}
          name="answer"
          type={type}
          required
          inputMode={isFigures ? "numeric" : undefined}
          autoComplete={isFigures ? "one-time-code" : "current-password"}
          maxLength={isFigures ? 24 : 200}
        />
      </label>
      <div>
        <button className="btn" disabled={isBusy}>
          {yes}
        </button>
      </div>
    </form>
  );
}
