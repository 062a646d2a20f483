/** One's own telephone on one screen: what is registered, what rings, how to set one up. */

import css from "./telephone.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import { t } from "../i18n/t";
import { Account } from "./Account";
import { Extension } from "./Extension";
import { HeadsetCode } from "./HeadsetCode";
import { ListeningCode } from "./ListeningCode";
import { Registered } from "./Registered";
import { Rings } from "./Rings";
import { type Door, useMyPhone } from "./useMyPhone";

export function MyPhone({ door }: { door: Door }): ReactNode {
  const phone = useMyPhone(door);
  const { account, state, problem } = phone;
  if (problem?.code === "no_telephones") return <Off />;
  if (problem && !account)
    return (
      <div className="card row between" role="alert">
        <span>{`${problem.message} ${problem.remedy}`}</span>
        <button className="btn" onClick={phone.reload}>
          {t("Réessayer")}
        </button>
      </div>
    );
  if (!account || !state)
    return (
      <p className="soft" aria-busy="true">
        {t("Ouverture…")}
      </p>
    );
  return (
    <div className={css.myPhone}>
      <div className="col" style={{ gap: 14 }}>
        <Registered state={state} phone={phone} isStaff={door === "staff"} />
        <Rings account={account} state={state} phone={phone} />
        <Extension account={account} phone={phone} door={door} />
      </div>
      <div className="col" style={{ gap: 14 }}>
        <Account account={account} state={state} onRenew={phone.renewPassword} />
        {state.available && account.listening_code && <ListeningCode code={account.listening_code} />}
        {state.available && <HeadsetCode door={door} />}
      </div>
    </div>
  );
}

/** Telephones are switched off here: who can change it, and that nothing is missing without them. */
function Off(): ReactNode {
  return (
    <section className={clsx("card col", css.phoneOff)} aria-label={t("Téléphones")}>
      <h2>{t("Les téléphones ne sont pas activés sur cette installation.")}</h2>
      <p>{t("Tout se fait dans le navigateur, avec un casque : rien ne manque.")}</p>
      <p className="soft small">
        {t(
          "Pour employer Linphone, MicroSIP ou un téléphone de bureau, demandez au responsable informatique : il les active avec COMBINE_SIP=true (guide du service informatique, « Les téléphones »).",
        )}
      </p>
    </section>
  );
}
