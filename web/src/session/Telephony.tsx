/** The telephones' server and the line to the centre's own exchange, in one strip; nothing where telephones are off. */

import type { ReactNode } from "react";

import { server } from "../api/client";
import { t } from "../i18n/t";

const LOOK_MS = 5000;

export function Telephony(): ReactNode {
  const { data: state, refetch } = server.useQuery("get", "/api/staff/telephony", {}, { refetchInterval: LOOK_MS });
  const again = server.useMutation("post", "/api/staff/telephony/trunk/retry", { onSettled: () => refetch() });
  const retry = (): void => again.mutate({});
  const pardon = server.useMutation("post", "/api/staff/telephony/guessers/let-off", { onSettled: () => refetch() });
  const letOff = (one: { account: string; address: string }): void =>
    pardon.mutate({ body: { account: one.account, address: one.address } });
  const sip = state?.sip;
  if (!sip || (!sip.available && !sip.trouble)) return null;
  return (
    <section className="card row wrap small" style={{ padding: "10px 16px" }} aria-label={t("Téléphones")}>
      <b>{t("Téléphones")}</b>
      <span className={`pill ${sip.available ? "live" : "bad"}`}>
        {sip.available ? t("Ouverts") : t("Téléphones indisponibles")}
      </span>
      <span className={sip.available ? "soft num" : ""}>
        {sip.available
          ? t("{host}, port {port}, {transports}", {
              host: sip.host,
              port: sip.port,
              transports: sip.transports.join(t(" ou ")),
            })
          : sip.trouble}
      </span>
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
