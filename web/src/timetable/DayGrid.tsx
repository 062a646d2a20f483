/** Who is where at which minute. Bars are moved by mouse, by keyboard, or by the form that a bar opens. */

import styles from "./timetable.module.css";

import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";

import type { BookingView, TimetableView } from "../api/schema";
import { t } from "../i18n/t";
import { dragged, hour, place, type Span, spanOf } from "./hours";
import { type Line, linesOf } from "./rows";

interface DayGridProps {
  day: TimetableView;
  chosen: string | null;
  /** The bar whose form is open. */
  choose: (booking: string) => void;
  move: (booking: string, start: number) => void;
}

const STEP = 5;
/** Minutes of one press of Shift and an arrow. */

const LEAST_DRAG = 4;
/** Pixels: less is a click. */

export function DayGrid({ day, chosen, choose, move }: DayGridProps): ReactNode {
  const grid = useRef<HTMLDivElement>(null);
  const lines = linesOf(day);
  const span = spanOf(day.bookings, day.rules.start);
  const inConflict = new Set(day.conflicts.flatMap((one) => one.bookings));
  const [at, setAt] = useState("");
  const keys = lines.flatMap((line) => line.bookings.map((one) => `${line.id}/${one.id}`));
  const current = keys.includes(at) ? at : keys[0];

  const go = (key: string): void => {
    setAt(key);
    grid.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
  };
  const onKey = (event: KeyboardEvent, line: number, index: number): void => {
    const booking = lines[line]?.bookings[index];
    if (!booking) return;
    const side = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const down = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (!side && !down) return;
    event.preventDefault();
    if (side && event.shiftKey) {
      move(booking.id, Math.max(0, booking.start + side * STEP));
      return;
    }
    const target = side ? besides(lines, line, index + side) : nearest(lines, line, down, booking.start);
    if (target) go(target);
  };
  return (
    <div className={styles.grid} ref={grid} role="group" aria-label={t("Emploi du temps")}>
      <Hours span={span} />
      {lines.map((line, row) => (
        <div key={line.id} className={line.isJury ? `${styles.line} ${styles.jury}` : styles.line}>
          <div className={styles.name}>
            <b>{line.name}</b> <span className="small soft">{line.detail}</span>
          </div>
          <ul className={styles.track} aria-label={line.name}>
            {line.bookings.map((one, index) => (
              <Bar
                key={one.id}
                booking={one}
                who={line.isJury ? nameOf(day, one) : ""}
                room={day.rooms.find((room) => room.id === one.room)?.name ?? ""}
                span={span}
                dataKey={`${line.id}/${one.id}`}
                isCurrent={current === `${line.id}/${one.id}`}
                isChosen={chosen === one.id}
                isInConflict={inConflict.has(one.id)}
                focused={() => setAt(`${line.id}/${one.id}`)}
                onKey={(event) => onKey(event, row, index)}
                choose={() => choose(one.id)}
                move={(start) => move(one.id, start)}
              />
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function besides(lines: Line[], line: number, index: number): string | null {
  const one = lines[line]?.bookings[index];
  return one ? `${lines[line]?.id ?? ""}/${one.id}` : null;
}

/** On the next line that has something, what is nearest in time. */
function nearest(lines: Line[], line: number, down: number, start: number): string | null {
  for (let row = line + down; row >= 0 && row < lines.length; row += down) {
    const found = [...(lines[row]?.bookings ?? [])].sort(
      (one, other) => Math.abs(one.start - start) - Math.abs(other.start - start),
    )[0];
    if (found) return `${lines[row]?.id ?? ""}/${found.id}`;
  }
  return null;
}

function nameOf(day: TimetableView, booking: BookingView): string {
  return day.candidates.find((one) => one.seat_id === booking.candidate)?.label ?? "";
}

function Hours({ span }: { span: Span }): ReactNode {
  const hours = Array.from({ length: (span.until - span.from) / 60 }, (_, index) => span.from + index * 60);
  return (
    <div className={`${styles.line} ${styles.hours}`} aria-hidden="true">
      <div className={styles.name} />
      <div className={styles.track}>
        {hours.map((one) => (
          <span key={one} className="num" style={place(span, one, 60)}>
            {hour(one)}
          </span>
        ))}
      </div>
    </div>
  );
}

interface BarProps {
  booking: BookingView;
  who: string;
  room: string;
  span: Span;
  dataKey: string;
  isCurrent: boolean;
  isChosen: boolean;
  isInConflict: boolean;
  focused: () => void;
  onKey: (event: KeyboardEvent) => void;
  choose: () => void;
  move: (start: number) => void;
}

function Bar(props: BarProps): ReactNode {
  const { booking, who, room, span } = props;
  const [draft, setDraft] = useState<number | null>(null);
  const from = useRef<number | null>(null);
  const hasMoved = useRef(false);
  const start = draft ?? booking.start;
  const width = (event: PointerEvent): number => event.currentTarget.parentElement?.parentElement?.clientWidth ?? 1;
  const stop = (event: PointerEvent, isKept: boolean): void => {
    if (from.current === null) return;
    const target = dragged(booking.start, event.clientX - from.current, width(event), span);
    const isDrag = hasMoved.current;
    from.current = null;
    setDraft(null);
    if (isKept && isDrag && target !== booking.start) props.move(target);
  };
  const words = [
    who ? `${booking.words} ${who}` : booking.words,
    t("de {start} à {end}", { start: hour(start), end: hour(start + booking.minutes) }),
    room,
    props.isInConflict ? t("en conflit") : "",
  ];
  return (
    <li style={place(span, start, booking.minutes)}>
      <button
        type="button"
        data-key={props.dataKey}
        className={[
          styles.bar,
          styles[booking.activity] ?? "",
          props.isChosen ? styles.chosen : "",
          props.isInConflict ? styles.conflict : "",
        ].join(" ")}
        tabIndex={props.isCurrent ? 0 : -1}
        aria-label={words.filter(Boolean).join(", ")}
        aria-pressed={props.isChosen}
        title={words.filter(Boolean).join(", ")}
        onFocus={props.focused}
        onKeyDown={props.onKey}
        onClick={() => {
          if (!hasMoved.current) props.choose();
          hasMoved.current = false;
        }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          from.current = event.clientX;
          hasMoved.current = false;
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (from.current === null) return;
          if (Math.abs(event.clientX - from.current) >= LEAST_DRAG) hasMoved.current = true;
          if (hasMoved.current) setDraft(dragged(booking.start, event.clientX - from.current, width(event), span));
        }}
        onPointerUp={(event) => stop(event, true)}
        onPointerCancel={(event) => stop(event, false)}
      >
        <span aria-hidden="true">{draft === null ? who || booking.words : hour(draft)}</span>
      </button>
    </li>
  );
}
