/** My seats at a glance: each candidate's state, refreshed every few seconds. */

import type { ReactNode } from "react";

import { server } from "../api/client";
import { DayLinks } from "../examday/DayLinks";
import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { DeliberationLinks } from "../results/DeliberationLinks";
import { SeatState } from "./SeatState";

export default function MySeatsPage(): ReactNode {
  const { data: seats } = server.useQuery("get", "/api/staff/my-seats", {}, { refetchInterval: 3000 });
  return (
    <div className="page">
      <StaffBar title={t("Mes postes")} />
      <main className="column">
        <DayLinks />
        {seats?.length === 0 && (
          <p className="soft">
            {t("Aucun poste ne vous est attribué pour le moment. Le responsable de session vous y associera.")}
          </p>
        )}
        <DeliberationLinks seats={[...(seats ?? [])]} />
        {seats?.map((seat) => (
          <a
            key={seat.seat_id}
            className="card row between"
            href={`/jury/candidat/${seat.seat_id}`}
            style={{ color: "inherit", textDecoration: "none" }}
          >
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
