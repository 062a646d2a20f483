/** My seats at a glance: each candidate's state, refreshed every few seconds. */

import { type ReactNode, useEffect, useState } from "react";

import { call } from "../api/call";
import type { MySeat } from "../api/schema";
import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { SeatState } from "./SeatState";

export default function MySeatsPage(): ReactNode {
  const [seats, setSeats] = useState<MySeat[] | null>(null);
  useEffect(() => {
    const load = (): void =>
      void call<MySeat[]>("GET", "/api/staff/my-seats").then((answer) => {
        if (answer.ok) setSeats(answer.data);
      });
    load();
    const timer = window.setInterval(load, 3000);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <div className="page">
      <StaffBar title={t("Mes postes")} />
      <main className="column">
        {seats?.length === 0 && <p className="soft">{t("Aucun poste ne vous est attribué pour le moment. Le responsable de session vous y associera.")}</p>}
        {seats?.map((seat) => (
          <a key={seat.seat_id} className="card row between" href={`/jury/candidat/${seat.seat_id}`} style={{ color: "inherit", textDecoration: "none" }}>
            <div>
              <b style={{ fontSize: 18 }}>{`${seat.label} · ${seat.candidate_name}`}</b>
              <div className="soft">{`${seat.session_title} · ${seat.desk}`}</div>
            </div>
            <SeatState seat={seat} />
          </a>
        ))}
      </main>
    </div>
  );
}
