import styles from "./board.module.css";

import type { ReactNode } from "react";

import type { Board, BoardPlace } from "../api/schema";
import { t } from "../i18n/t";
import { hour } from "./hours";
import { FEW, comingSteps } from "./plan";
import { isContradicted } from "./presence";
import { PHASE_NAMES, PHASE_OF } from "./words";

interface UpcomingProps {
  board: Board;
  now: number;
  /** Opens the window for rooms. */
  warn: () => void;
  choose: (place: BoardPlace) => void;
}

interface Line {
  at: string;
  place: BoardPlace;
  words: string;
  isLate: boolean;
}

/** What comes next, in the order of the hours: who is missing, which phases end. */
export function Upcoming({ board, now, warn, choose }: UpcomingProps): ReactNode {
  const lines = board.closed ? [] : linesOf(board, now).slice(0, 4);
  // Where few sit, the plan stands whole below them.
  const planned =
    !board.closed && lines.length === 0 && board.places.length > FEW ? comingSteps(board.places).slice(0, 4) : [];
  return (
    <section className={styles.panel} aria-labelledby="upcoming">
      <div className="row between">
        <h2 id="upcoming">{t("Ensuite")}</h2>
        {!board.closed && (
          <button className="link small" onClick={warn}>
            {t("Prévenir ou suspendre une salle…")}
          </button>
        )}
      </div>
      {lines.length === 0 && planned.length === 0 && <p className="soft small">{t("Rien n'est en cours.")}</p>}
      <ol className={`plain-list ${styles.lines}`}>
        {planned.map(({ place, step }) => (
          <li key={`${place.seat_id} ${step.phase}`}>
            <span className="num">{hour(step.at)}</span>
            <span className="grow">
              {[place.candidate_name, t(PHASE_NAMES[step.phase]), step.room].filter(Boolean).join(" · ")}
            </span>
          </li>
        ))}
        {lines.map((line) => (
          <li key={line.place.seat_id} className={line.isLate ? styles.late : ""}>
            <span className="num">{line.at}</span>
            <span className="grow">{line.words}</span>
            {line.isLate && (
              <button className="btn slim" onClick={() => choose(line.place)}>
                {t("Noter l'arrivée…")}
              </button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function linesOf(board: Board, now: number): Line[] {
  const late: Line[] = [];
  const ends: Line[] = [];
  for (const place of board.places) {
    const running = place.phases.find((phase) => phase.state === "running");
    if (!running?.ends_at || !running.started_at) continue;
    const phase = t(PHASE_OF[running.phase]);
    if (place.presence === "expected" || place.presence === "absent") {
      const values = { who: place.candidate_name, until: hour(running.ends_at) };
      const words =
        place.presence === "absent" && !isContradicted(place)
          ? t("{who} est absent ; la fin reste à {until}", values)
          : place.connected || isContradicted(place)
            ? t("{who} travaille sans être pointé ; sa fin reste à {until}", values)
            : t("{who} n'est pas là ; sa fin reste à {until}", values);
      late.push({
        at: hour(running.started_at),
        place,
        isLate: place.presence === "expected" || isContradicted(place),
        words,
      });
    } else {
      const following = place.phases.find((one) => one.state === "not_started");
      const words = following
        ? t("{who} : fin {phase}, puis {next}", {
            who: place.candidate_name,
            phase,
            next: t(PHASE_NAMES[following.phase]).toLowerCase(),
          })
        : t("{who} : fin {phase}", { who: place.candidate_name, phase });
      ends.push({ at: hour(running.ends_at), place, isLate: false, words });
    }
  }
  const end = (line: Line): number =>
    Date.parse(line.place.phases.find((phase) => phase.state === "running")?.ends_at ?? "") || now;
  return [...late, ...ends.sort((a, b) => end(a) - end(b))];
}
