/** Which telephones would ring just now, and a ring to try them. */

import css from "./telephone.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { PhoneState } from "../api/schema";
import { t } from "../i18n/t";
import { phoneName } from "../shared/telephone";
import type { MyPhone } from "./useMyPhone";

export function Registered({
  state,
  phone,
  isStaff,
}: {
  state: PhoneState;
  phone: MyPhone;
  isStaff: boolean;
}): ReactNode {
  return (
    <section className="card col" style={{ gap: 12 }} aria-labelledby="registered-title">
      <h2 id="registered-title">{t("En ce moment")}</h2>
      <div role="status" className="col">
        {!state.available ? (
          <>
            <span className="pill bad">
              <span className="dot" />
              {t("Téléphones indisponibles")}
            </span>
            <p className="small">{state.trouble || t("Le serveur des téléphones ne répond pas.")}</p>
            <p className="small soft">
              {t("Prévenez le responsable informatique. En attendant, le navigateur sonne.")}
            </p>
          </>
        ) : state.phones.length === 0 ? (
          <>
            <span className="pill">
              <span className="dot" />
              {t("Aucun téléphone enregistré")}
            </span>
            <p className="small">
              {t(
                "Réglez-en un avec le code ou les données de cette page : il apparaît ici tout seul, en quelques secondes.",
              )}{" "}
              <span className="soft">{t("En attendant, le navigateur sonne.")}</span>
            </p>
          </>
        ) : (
          <ul className="plain-list col">
            {state.phones.map((one) => (
              <li key={`${one.name} ${one.address} ${one.since}`} className={clsx("row", css.registeredPhone)}>
                <span className="pill live">
                  <span className="dot" />
                  {t("Enregistré")}
                </span>
                <span className="cut">
                  <b title={one.name}>{phoneName(one.name)}</b>
                  <span className="soft small num">{` · ${t("depuis {time}", { time: hourOf(one.since) })} · ${one.address} · ${one.transport}`}</span>
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
      {state.advice.length > 0 && (
        <ul className="plain-list col" aria-label={t("À vérifier")}>
          {state.advice.map((one) => (
            <li key={`${one.code} ${one.text}`} className={clsx("small", css.hint)}>
              <b>{one.text}</b> {one.remedy}
            </li>
          ))}
        </ul>
      )}
      {state.available && <Try state={state} phone={phone} isStaff={isStaff} />}
    </section>
  );
}

function Try({ state, phone, isStaff }: { state: PhoneState; phone: MyPhone; isStaff: boolean }): ReactNode {
  const { check } = state;
  const isRunning = check !== null && check.state !== "over";
  return (
    <div className={clsx("col", css.phoneTry)}>
      <div className="row wrap">
        {isRunning ? (
          <button className="btn stop" onClick={phone.stopTrying}>
            {t("Arrêter l'essai")}
          </button>
        ) : (
          <button className="btn primary" disabled={state.phones.length === 0 || state.on_call} onClick={phone.tryIt}>
            {state.phones.length > 1 ? t("Faire sonner mes téléphones") : t("Faire sonner mon téléphone")}
          </button>
        )}
        {state.on_call && (
          <span className="small soft">{t("Un appel est en cours : essayez une fois raccroché.")}</span>
        )}
      </div>
      <p className={`small ${check ? tone(check) : "soft"}`} role="status">
        {check
          ? t(checkWords(check))
          : state.phones.length > 0
            ? t("Il sonne, vous décrochez, vous parlez : votre voix revient une seconde plus tard.")
            : ""}
      </p>
      {check?.state === "over" && check.found && <p className="small soft num">{check.found}</p>}
      <p className="small soft">
        {t("Ou composez *43 sur le téléphone : il s'entend, et cette page dit son codec, ses pertes et son délai.")}
      </p>
      {phone.refusal && (
        <p className="small warn" role="alert">
          {`${phone.refusal.message} ${phone.refusal.remedy}`}
        </p>
      )}
      {isStaff && check?.state === "over" && check.outcome === "silent" && (
        <p className="small soft">{t("Guide du service informatique, « Les téléphones » : ports UDP du son.")}</p>
      )}
    </div>
  );
}

type Check = NonNullable<PhoneState["check"]>;

const WORDS = {
  ringing: "Ça sonne : décrochez et parlez.",
  picked_up: "Décroché. Parlez : aucun son n'est encore arrivé.",
  heard_now: "Votre voix arrive au serveur : vous devez l'entendre revenir. Raccrochez quand vous voulez.",
  heard: "Essai réussi : votre téléphone sonne et le son passe.",
  silent:
    "Décroché, mais aucun son n'est arrivé : le réseau bloque sans doute le son (UDP). Prévenez le responsable informatique.",
  not_picked_up: "Personne n'a décroché. Vérifiez la sonnerie du téléphone, puis recommencez.",
  stopped: "Essai arrêté.",
};

/** Every sentence of a try. */
export const CHECK_WORDS = Object.values(WORDS);

export function checkWords(check: Check): string {
  if (check.state === "ringing") return WORDS.ringing;
  if (check.state === "echo") return check.outcome === "heard" ? WORDS.heard_now : WORDS.picked_up;
  return WORDS[check.outcome === "" ? "stopped" : check.outcome];
}

function tone(check: Check): string {
  if (check.outcome === "heard") return "good";
  return check.state === "over" && check.outcome !== "" ? "warn" : "strong";
}

function hourOf(iso: string): string {
  return new Date(iso).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
}
