/** The first page: two doors; in the demo, both desks in one browser and a card that leads through a call and a chat. */

import { type ReactNode, useEffect, useState } from "react";

import { call } from "../api/call";
import type { PublicInfo } from "../api/schema";
import { t } from "../i18n/t";
import { Logo } from "../shared/Desk";
import { Demo } from "./Demo";

export default function HomePage(): ReactNode {
  const [info, setInfo] = useState<PublicInfo | null>(null);
  useEffect(() => {
    document.title = "Combiné";
    void call<PublicInfo>("GET", "/api/public/info").then((answer) => {
      if (answer.ok) setInfo(answer.data);
    });
  }, []);
  return (
    <main className="page">
      <div className="column">
        <Logo />
        <div>
          <h1 style={{ fontSize: 32, lineHeight: 1.15 }}>{t("Le téléphone et le chat d'un centre de relation client, pour apprendre et pour l'examen.")}</h1>
          <p className="soft" style={{ marginTop: 10, fontSize: 17 }}>
            {t("Le candidat traite six échanges ; le jury joue les clients, écoute et note ; tout se réécoute.")}
          </p>
        </div>
        {info?.demo ? <Demo /> : <Doors />}
        <p className="tiny soft">{info ? `${info.product} ${info.version}` : ""}</p>
      </div>
    </main>
  );
}

function Doors(): ReactNode {
  return (
    <div className="two">
      <a className="btn door" href="/candidat">
        {t("Je suis candidat")}
        <span className="small soft">{t("J'ai un code de poste")}</span>
      </a>
      <a className="btn door" href="/connexion">
        {t("Je fais partie de l'équipe")}
        <span className="small soft">{t("Jury, formateur, responsable de session")}</span>
      </a>
    </div>
  );
}
