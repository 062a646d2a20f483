/** The draws of a seat: of its subject, of the recorded sequence. An exam draws in two steps, practice in one. */

import style from "./draws.module.css";

import { type ReactNode, useState } from "react";
import { useParams, useSearchParams } from "react-router";

import { server, wordsOf } from "../api/client";
import type { Drawing, SeatDraws } from "../api/schema";
import { t } from "../i18n/t";
import { OneStepDraw } from "../replay/OneStepDraw";
import { StaffBar } from "../shared/StaffBar";
import { Ceremony } from "./Ceremony";

type What = Drawing["what"];

export default function DrawPage(): ReactNode {
  const { seatId = "" } = useParams();
  const [query] = useSearchParams();
  const { data, error, refetch } = server.useQuery(
    "get",
    "/api/staff/seats/{seat_id}/draws",
    { params: { path: { seat_id: seatId } } },
    // The candidate may say their word on their own screen.
    { refetchInterval: 2500 },
  );
  // Chosen once: what was just drawn stays on the screen, whatever is to be drawn next.
  const [shown, setShown] = useState<What | null>(null);
  if (data && data.drawings.length > 0 && shown === null) setShown(chosen(data, query.get("quoi"))?.what ?? null);
  const wanted = data?.drawings.find((one) => one.what === shown);
  if (data && !data.is_in_two_steps) return <OneStepDraw seatId={seatId} />;
  return (
    <div className={`page ${style.page}`}>
      <StaffBar title={wanted ? titleOf(wanted.what) : t("Tirage au sort")}>
        {data && (
          <span className="pill">
            {data.label} {data.candidate_name}
          </span>
        )}
        {data && data.jurors.length > 0 && <span className="pill">{data.jurors.join(", ")}</span>}
      </StaffBar>
      {error && (
        <div className="banner bad" role="alert">
          {wordsOf(error)}
        </div>
      )}
      {data && data.drawings.length > 1 && (
        <nav className={style.which} aria-label={t("Tirages de ce candidat")}>
          {data.drawings.map((one) => (
            <a
              key={one.what}
              className={`btn slim plain ${one === wanted ? style.current : ""}`}
              aria-current={one === wanted ? "page" : undefined}
              href={`?quoi=${one.what === "subject" ? "sujet" : "sequence"}`}
            >
              {titleOf(one.what)}
              {one.draw?.revealed ? ` · ${t("tiré")}` : ""}
            </a>
          ))}
        </nav>
      )}
      {data && wanted && <Ceremony key={wanted.what} seat={data} drawing={wanted} changed={() => void refetch()} />}
      {data && !wanted && <main className={style.alone}>{t("Rien ne se tire au sort dans cette session.")}</main>}
    </div>
  );
}

function titleOf(what: What): string {
  return what === "subject" ? t("Tirage du sujet") : t("Tirage de la séquence enregistrée");
}

/** The one that is asked for; else the first that is not done yet. */
function chosen(seat: SeatDraws, asked: string | null): Drawing | undefined {
  const what = asked === "sujet" ? "subject" : asked === "sequence" ? "recording" : null;
  return (
    seat.drawings.find((one) => one.what === what) ??
    seat.drawings.find((one) => !one.draw?.revealed) ??
    seat.drawings.at(-1)
  );
}
