import { type ReactNode, useEffect } from "react";

import { client, problemOf, server } from "../api/client";
import { t } from "../i18n/t";
import { Logo } from "./Desk";

/** The bar of staff pages; sends to the sign-in whoever is not signed in. */
export function StaffBar({ title, children }: { title: string; children?: ReactNode }): ReactNode {
  const { data: me, error } = server.useQuery("get", "/api/staff/me");
  const isSignedOut = problemOf(error)?.code === "not_signed_in";
  useEffect(() => {
    document.title = `${title} – Combiné`;
  }, [title]);
  useEffect(() => {
    if (isSignedOut) location.assign(`/connexion?vers=${encodeURIComponent(location.pathname + location.search)}`);
  }, [isSignedOut]);
  const mayTeach = me?.roles.some((role) => role === "session_lead" || role === "trainer");
  return (
    <header className="bar">
      <Logo />
      <h1 className="bar-title">{title}</h1>
      {children}
      <span className="grow" />
      <nav className="row" aria-label={t("Pages")}>
        <a className="btn slim plain" href="/jury">
          {t("Mes postes")}
        </a>
        {mayTeach && (
          <a className="btn slim plain" href="/sessions">
            {t("Séances")}
          </a>
        )}
        {me && me.roles.length > 0 && (
          <a className="btn slim plain" href="/telephone">
            {t("Mon téléphone")}
          </a>
        )}
        {me && !me.is_partner ? (
          <a className="btn slim plain" href="/compte" aria-label={t("Mon compte : {name}", { name: me.name })}>
            {me.name}
          </a>
        ) : (
          <span className="soft small">{me?.name}</span>
        )}
        <button
          className="btn slim"
          onClick={() => void client.POST("/api/staff/sign-out").then(() => location.assign("/"))}
        >
          {t("Se déconnecter")}
        </button>
      </nav>
    </header>
  );
}
