/** The telephones' server and the line to the centre's own exchange, in one strip; nothing where telephones are off. */

import { type ReactNode, useEffect, useState } from "react";

import { call } from "../api/call";
import { t } from "../i18n/t";

/** As `GET /api/staff/telephony` says it. */
interface State {
  sip: { available: boolean; trouble: string; host: string; port: number; transports: string[] } | null;
  trunk: { state: string; sentence: string } | null;
  guessers: { account: string; address: string; sentence: string }[];
}

const LOOK_MS = 5000;

export function Telephony(): ReactNode {
  const [state, setState] = useState<State | null>(null);
  useEffect(() => {
    const load = (): void => void call<State>("GET", "/api/staff/telephony").then((answer) => answer.ok && setState(answer.data));
    load();
    const timer = window.setInterval(load, LOOK_MS);
    return () => window.clearInterval(timer);
  }, []);
  const retry = (): void => void call<State>("POST", "/api/staff/telephony/trunk/retry").then((answer) => answer.ok && setState(answer.data));
  const letOff = (one: { account: string; address: string }): void =>
    void call<State>("POST", "/api/staff/telephony/guessers/let-off", { account: one.account, address: one.address }).then((answer) => answer.ok && setState(answer.data));
  const sip = state?.sip;
  if (!sip || (!sip.available && !sip.trouble)) return null;
  return (
    <section className="card row wrap small" style={{ padding: "10px 16px" }} aria-label={t("Téléphones")}>
      <b>{t("Téléphones")}</b>
      <span className={`pill ${sip.available ? "live" : "bad"}`}>{sip.available ? t("Ouverts") : t("Téléphones indisponibles")}</span>
      <span className={sip.available ? "soft num" : ""}>{sip.available ? t("{host}, port {port}, {transports}", { host: sip.host, port: sip.port, transports: sip.transports.join(t(" ou ")) }) : sip.trouble}</span>
      {state.trunk && (
        <>
          <span className={`pill ${state.trunk.state === "registered" ? "live" : "ring"}`}>{t("Standard")}</span>
          <span className="soft">{state.trunk.sentence}</span>
          {(state.trunk.state === "refused" || state.trunk.state === "unreachable") && (
            <button className="btn slim" onClick={retry}>
              {t("Réessayer")}
            </button>
          )}
        </>
      )}
      {state.guessers.map((one) => (
        <span key={`${one.account} ${one.address}`} className="row">
          <span className="pill ring">{t("Mots de passe essayés")}</span>
          <span>{one.sentence}</span>
          <button className="btn slim" onClick={() => letOff(one)}>
            {t("Rouvrir")}
          </button>
        </span>
      ))}
      <span className="grow" />
      <a className="btn slim plain" href="/telephone">
        {t("Mon téléphone")}
      </a>
    </section>
  );
}
