import styles from "./board.module.css";

import type { ReactNode } from "react";

import type { Board, BoardPlace } from "../api/schema";
import { t } from "../i18n/t";
import { clock } from "../shared/time";
import { breakWords } from "./Breaks";
import { hour } from "./hours";
import { OpenPhase } from "./OpenPhase";
import { FEW } from "./plan";
import { PlanOfDay, Planned } from "./Planned";
import { type Bar, barsOf, spanOf, ticksOf } from "./projection";
import { isContradicted, presenceWords } from "./presence";
import { TypedWhileClosed } from "./TypedWhileClosed";
import type { DayActs } from "./useDayActs";
import { PHASE_NAMES, PHASE_WITH_ARTICLE } from "./words";

interface GridProps {
  board: Board;
  now: number;
  acts: DayActs;
  choose: (place: BoardPlace) => void;
}

/** Who is where: a row of words and a bar for each candidate, grouped by jury pair. */
export function Grid({ board, now, acts, choose }: GridProps): ReactNode {
  const bars = new Map(board.places.map((place) => [place.seat_id, barsOf(place)]));
  const span = spanOf([...bars.values()].flat(), now);
  const at = (ms: number): string => `${((ms - span.from) / (span.to - span.from)) * 100}%`;
  return (
    <section className={styles.grid} aria-labelledby="places">
      <div className={styles.head}>
        <div className="row wrap">
          <h2 id="places">{t("Qui est où")}</h2>
          {board.envelopes === "opened" && board.envelopes_opened_at && (
            <span className="pill live">{t("✓ Plis ouverts à {at}", { at: hour(board.envelopes_opened_at) })}</span>
          )}
          {board.envelopes === "sealed" && <span className="pill ring">{t("Plis scellés")}</span>}
        </div>
        <div className={styles.axis} aria-hidden="true">
          {ticksOf(span, now).map((tick) => (
            <span key={tick} className="num" style={{ left: at(tick) }}>
              {hour(tick)}
            </span>
          ))}
          <b className="num" style={{ left: at(now) }}>
            {hour(now)}
          </b>
        </div>
      </div>
      <div
        className={`${styles.rows} ${board.places.length <= FEW ? styles.few : ""}`}
        tabIndex={0}
        role="region"
        aria-label={t("Candidats")}
      >
        {pairsOf(board.places).map(([jurors, places]) => (
          <div key={jurors} role="group" aria-label={jurors || t("Sans jury")}>
            <div className={styles.pair}>{jurors || t("Sans jury")}</div>
            {places.map((place) => (
              <div key={place.seat_id} className={styles.row}>
                <button className={styles.name} onClick={() => choose(place)}>
                  <span className="num soft">{place.label}</span> {place.candidate_name}
                </button>
                <span className={styles.moment}>
                  {board.closed ? (
                    <span className={styles.state}>{t("Séance close")}</span>
                  ) : (
                    <PlaceNow place={place} now={now} />
                  )}
                  <Planned place={place} />
                </span>
                {board.closed ? (
                  <span className={styles.act} />
                ) : (
                  <PlaceAct place={place} board={board} acts={acts} choose={choose} />
                )}
                <div className={styles.track} aria-hidden="true">
                  {(bars.get(place.seat_id) ?? []).map((bar) => (
                    <BarShown
                      key={bar.phase}
                      bar={bar}
                      isIdle={board.closed || (place.presence === "absent" && !isContradicted(place))}
                      now={now}
                      at={at}
                      share={(bar.to - bar.from) / (span.to - span.from)}
                    />
                  ))}
                  <i className={styles.now} style={{ left: at(now) }} />
                </div>
                <TypedWhileClosed place={place} />
              </div>
            ))}
          </div>
        ))}
      </div>
      {board.places.length <= FEW && <PlanOfDay board={board} />}
    </section>
  );
}

interface BarProps {
  bar: Bar;
  /** Nobody works in it: the session is closed, the candidate absent. */
  isIdle: boolean;
  now: number;
  at: (ms: number) => string;
  /** Of the whole width. */
  share: number;
}

/** Below this share of the width a word does not fit. */
const WIDE_ENOUGH = 0.08;

function BarShown({ bar, isIdle, now, at, share }: BarProps): ReactNode {
  const width = `calc(${at(bar.to)} - ${at(bar.from)} - 2px)`;
  const state = isIdle && bar.state === "running" ? "not_started" : bar.state;
  const spent = state === "running" ? Math.min(1, Math.max(0, (now - bar.from) / (bar.to - bar.from))) : 0;
  return (
    <span className={`${styles.bar} ${styles[state] ?? ""}`} style={{ left: at(bar.from), width }}>
      {spent > 0 && <i style={{ width: `${spent * 100}%` }} />}
      {share > WIDE_ENOUGH && (
        <b>{`${t(PHASE_NAMES[bar.phase])}${bar.extraMinutes > 0 ? ` +${bar.extraMinutes}` : ""}`}</b>
      )}
    </span>
  );
}

/** One sentence of where this candidate is; every deadline is the server's. */
function PlaceNow({ place, now }: { place: BoardPlace; now: number }): ReactNode {
  const onBreak = breakWords(place.phases);
  if (onBreak) return <span className={`${styles.state} num`}>{onBreak}</span>;
  const paused = place.phases.find((phase) => phase.state === "paused");
  if (paused)
    return (
      <span className={`${styles.state} ${styles.hold}`}>
        {t("En pause depuis {at}", { at: paused.paused_at ? hour(paused.paused_at) : "" })}
      </span>
    );
  const running = place.phases.find((phase) => phase.state === "running");
  if (running?.ends_at) {
    const left = clock(Math.max(0, Math.ceil((Date.parse(running.ends_at) - now) / 1000)));
    if (place.presence !== "present")
      return <span className={`${styles.state} ${styles.ring}`}>{presenceWords(place)}</span>;
    return (
      <span className={`${styles.state} ${styles.live} num`}>
        {t("{phase}, reste {left}", { phase: t(PHASE_NAMES[running.phase]), left })}
      </span>
    );
  }
  if (place.next.kind === "finished") return <span className={styles.state}>{t("Terminé")}</span>;
  return <span className={`${styles.state} ${isContradicted(place) ? styles.ring : ""}`}>{presenceWords(place)}</span>;
}

/** The one next action of this candidate, where there is one. */
function PlaceAct({ place, board, acts, choose }: Omit<GridProps, "now"> & { place: BoardPlace }): ReactNode {
  const { kind, phase, seat_ids } = place.next;
  const words = phase ? t(PHASE_WITH_ARTICLE[phase]) : "";
  const who = place.candidate_name;
  if (kind === "open_phase")
    return (
      <OpenPhase
        className={`btn slim ${styles.act}`}
        label={t("Ouvrir {phase} de {who}", { phase: words, who })}
        board={board}
        action={place.next}
        acts={acts}
      >
        {t("Ouvrir")}
      </OpenPhase>
    );
  if (kind === "resume")
    return (
      <button
        className={`btn slim ${styles.act}`}
        disabled={acts.isBusy}
        aria-label={t("Reprendre {phase} de {who}", { phase: words, who })}
        onClick={() => void acts.act("phases/resume", { phase, seat_ids })}
      >
        {t("Reprendre")}
      </button>
    );
  if (kind === "note_arrival" || kind === "correct_presence")
    return (
      <button
        className={`btn slim ${styles.act}`}
        aria-label={kind === "note_arrival" ? t("Pointer {who}", { who }) : t("Corriger la présence de {who}", { who })}
        onClick={() => choose(place)}
      >
        {kind === "note_arrival" ? t("Pointer") : t("Corriger")}
      </button>
    );
  return <span className={styles.act} />;
}

/** Candidates of each jury pair, in the order of the labels. */
function pairsOf(places: BoardPlace[]): [string, BoardPlace[]][] {
  const pairs = new Map<string, BoardPlace[]>();
  for (const place of places) {
    const jurors = place.jurors.join(", ");
    pairs.set(jurors, [...(pairs.get(jurors) ?? []), place]);
  }
  return [...pairs];
}
