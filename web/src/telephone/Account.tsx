/** What a telephone must be told: a code to scan, or the same to type; and the guides. */

import css from "./telephone.module.css";

import { clsx } from "clsx";
import { type ReactNode, useState } from "react";

import type { PhoneAccount, PhoneState } from "../api/schema";
import { t } from "../i18n/t";
import { GUIDES } from "./guides";

export function Account({
  account,
  state,
  onRenew,
}: {
  account: PhoneAccount;
  state: PhoneState;
  onRenew: () => void;
}): ReactNode {
  const [asksToRenew, setAsking] = useState(false);
  const isHere = /^(127\.|::1|localhost)/.test(account.registrar);
  return (
    <section className="card col" style={{ gap: 14 }} aria-labelledby="account-title">
      <h2 id="account-title">{t("Régler un téléphone")}</h2>
      {!state.available && (
        <p className="small soft">{t("Ces données serviront dès que les téléphones seront de nouveau disponibles.")}</p>
      )}
      <div className={css.accountGrid}>
        <figure className={css.qr}>
          {/* Drawn by our own server: a picture, so that nothing in it can act. */}
          <img
            src={`data:image/svg+xml;utf8,${encodeURIComponent(account.qr_svg)}`}
            alt={t("Code QR de réglage pour Linphone")}
          />
          <figcaption className="small soft">
            {t("Linphone : « Scanner un code QR ». Valable une heure, pour vous seul.")}
          </figcaption>
        </figure>
        <dl className={css.accountFacts}>
          <Fact name={t("Adresse SIP")} value={account.uri.replace(/^sip:/, "")} />
          <Fact name={t("Identifiant")} value={account.auth_user} />
          <Fact name={t("Mot de passe")} value={account.password} isSecret />
          <Fact name={t("Serveur (domaine)")} value={account.registrar} />
          <Fact name={t("Port")} value={String(account.port)} />
          <Fact name={t("Transport")} value={account.transports.join(t(" ou "))} mayCopy={false} />
        </dl>
      </div>
      <div className="row wrap">
        <button
          className="btn slim"
          onClick={() => {
            if (asksToRenew) onRenew();
            setAsking(!asksToRenew);
          }}
        >
          {asksToRenew ? t("Déconnecter tous mes téléphones") : t("Nouveau mot de passe")}
        </button>
        {asksToRenew && (
          <span className="small soft">
            {t("L'ancien mot de passe ne sert plus : chaque téléphone est à régler de nouveau.")}
          </span>
        )}
      </div>
      {isHere && (
        <p className={clsx("small", css.hint)}>
          {t(
            "Cette installation n'accepte que les téléphones de cette machine (127.0.0.1). Pour un téléphone du réseau, le responsable informatique règle COMBINE_SIP_HOST.",
          )}
        </p>
      )}
      <nav className="col" aria-label={t("Guides")}>
        <span className="label">{t("Une page pour chaque téléphone")}</span>
        <div className="row wrap">
          {GUIDES.map((guide) => (
            <a key={guide.id} className="btn slim" href={`/guide/${guide.id}`} target="_blank" rel="noreferrer">
              {t(guide.name)}
            </a>
          ))}
        </div>
      </nav>
    </section>
  );
}

function Fact({
  name,
  value,
  isSecret = false,
  mayCopy = true,
}: {
  name: string;
  value: string;
  isSecret?: boolean;
  mayCopy?: boolean;
}): ReactNode {
  const [isShown, setShown] = useState(!isSecret);
  const [isCopied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(value).then(
      () => {
        setCopied(true);
        window.setTimeout(() => setCopied(false), 2500);
      },
      // No clipboard here: it is shown, to be copied by hand.
      () => setShown(true),
    );
  };
  return (
    <div>
      <dt className="small soft">{name}</dt>
      <dd className="row">
        <span className={clsx("num", css.accountValue)}>{isShown ? value : "•".repeat(12)}</span>
        {isSecret && (
          <button
            className="btn slim plain"
            aria-pressed={isShown}
            aria-label={isShown ? t("Cacher le mot de passe") : t("Afficher le mot de passe")}
            onClick={() => setShown(!isShown)}
          >
            {isShown ? t("Cacher") : t("Afficher")}
          </button>
        )}
        {mayCopy && (
          <button className="btn slim plain" aria-label={t("Copier : {what}", { what: name })} onClick={copy}>
            {isCopied ? t("Copié ✓") : t("Copier")}
          </button>
        )}
      </dd>
    </div>
  );
}
