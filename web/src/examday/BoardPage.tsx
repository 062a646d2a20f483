/** The responsible person's day: one decision first, then what comes next, incidents, and who is where. */

import styles from "./board.module.css";

import { type ReactNode, useState } from "react";
import { useParams } from "react-router";

import { server, wordsOf } from "../api/client";
import type { Board, BoardPlace } from "../api/schema";
import { t } from "../i18n/t";
import { DayPicker, sameDay, useDayInAddress } from "../shared/DayPicker";
import { StaffBar } from "../shared/StaffBar";
import { useNow } from "../shared/useNow";
import { Decision } from "./Decision";
import { Grid } from "./Grid";
import { fullHour, hour } from "./hours";
import { Incidents } from "./Incidents";
import { PlaceDialog } from "./PlaceDialog";
import { RoomDialog } from "./RoomDialog";
import { Upcoming } from "./Upcoming";
import { type DayActs, useDayActs } from "./useDayActs";
import { useServerClock } from "../shared/useServerClock";

export default function BoardPage(): ReactNode {
  const { sessionId = "" } = useParams();
  const [day, setDay] = useDayInAddress();
  const asked = server.useQuery(
    "get",
    "/api/staff/exam-days/{session_id}/board",
    { params: { path: { session_id: sessionId }, query: day === undefined ? {} : { day } } },
    { refetchInterval: 2500 },
  );
  const acts = useDayActs(sessionId, asked.data?.day, () => void asked.refetch());
  const board = asked.data;
  return (
    <div className="page">
      <StaffBar title={board?.title ?? t("Journée d'épreuves")} />
      <main className={styles.main}>
        {asked.isError && (
          <p role="alert" className={styles.problem}>
            {wordsOf(asked.error)}
          </p>
        )}
        {board && <Day board={board} heardAt={asked.dataUpdatedAt} acts={acts} choose={setDay} chosen={day} />}
      </main>
    </div>
  );
}

type Window = { kind: "place"; seatId: string } | { kind: "room" } | null;

interface DayProps {
  board: Board;
  heardAt: number;
  acts: DayActs;
  choose: (day: string) => void;
  /** In the page's address; undefined: none, so that the board follows the date. */
  chosen: string | undefined;
}

function Day({ board, heardAt, acts, choose: chooseDay, chosen }: DayProps): ReactNode {
  const clock = useServerClock(board.server_now, heardAt);
  const now = useNow(clock, 1000);
  const [open, setOpen] = useState<Window>(null);
  const place = open?.kind === "place" ? board.places.find((one) => one.seat_id === open.seatId) : undefined;
  const choose = (one: BoardPlace): void => setOpen({ kind: "place", seatId: one.seat_id });
  return (
    <>
      <div className={styles.strip}>
        <nav className={styles.tabs} aria-label={t("La journée")}>
          <a
            className={styles.current}
            aria-current="page"
            href={`/jury/session/${board.session_id}/journee${sameDay(chosen)}`}
          >
            {t("Journée")}
          </a>
          <a href={`/sessions/${board.session_id}`}>{t("Candidats")}</a>
          <a href={`/sessions/${board.session_id}/emploi-du-temps${sameDay(chosen)}`}>{t("Emploi du temps")}</a>
          <a href={`/sessions/${board.session_id}/plis`}>{t("Plis et garde")}</a>
          <a href={`/sessions/${board.session_id}/deliberation`}>{t("Délibérations")}</a>
          <a href={`/surveillance/${board.session_id}${sameDay(chosen)}`}>{t("Surveillance")}</a>
        </nav>
        <DayPicker days={board.days} day={board.day} choose={chooseDay} />
        <dl className={`${styles.hours} num`}>
          <div>
            <dt>
              {board.lost_minutes > 0
                ? t("Fin des épreuves · + {n} min", { n: board.lost_minutes })
                : t("Fin des épreuves")}
            </dt>
            <dd>{board.ends_at ? hour(board.ends_at) : "—"}</dd>
          </div>
          <div>
            <dt>{t("Heure du serveur")}</dt>
            <dd>{fullHour(now)}</dd>
          </div>
        </dl>
      </div>
      {acts.problem && (
        <p role="alert" className={styles.problem}>
          {acts.problem}
        </p>
      )}
      <div className={styles.top}>
        <Decision board={board} acts={acts} choose={choose} />
        <Upcoming board={board} now={now} warn={() => setOpen({ kind: "room" })} choose={choose} />
        <Incidents board={board} acts={acts} />
      </div>
      <Grid board={board} now={now} acts={acts} choose={choose} />
      {place && <PlaceDialog place={place} acts={acts} close={() => setOpen(null)} />}
      {open?.kind === "room" && <RoomDialog board={board} acts={acts} close={() => setOpen(null)} />}
    </>
  );
}
