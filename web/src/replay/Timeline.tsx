import css from "./replay.module.css";
import marked from "../shared/marking.module.css";

import { clsx } from "clsx";
import { type ReactNode, useEffect, useState } from "react";

import type { ReplayView } from "../api/schema";
import { t } from "../i18n/t";
import { clock, timeOfDay } from "../shared/time";

const ICONS: Record<string, string> = {
  call: "✆",
  hold: "❚❚",
  mute: "∅",
  chat: "✎",
  file: "▤",
  write: "✉",
  network: "⚠",
  clock: "◷",
  other: "•",
};

interface TimelineProps {
  view: ReplayView;
  tab: string;
  at: number;
  /** Seconds of the exchange at which the recording begins. */
  zero: number;
  seek: (seconds: number) => void;
}

export function Timeline({ view, tab, at, zero, seek }: TimelineProps): ReactNode {
  if (tab === "chat") return <TypedAgain view={view} at={at} seek={seek} hasSound={view.recordings.length > 0} />;
  if (tab === "written") return <Written view={view} />;
  const rows =
    tab === "marks"
      ? (view.marking?.marks ?? [])
          .filter((mark) => mark.run_id === view.run_id)
          .map((mark) => ({
            key: mark.mark_id,
            at: mark.at_seconds,
            icon: mark.sign === "favourable" ? "+" : mark.sign === "unfavourable" ? "−" : "•",
            text: `${mark.criterion} ${mark.text}`,
            by: mark.by,
          }))
      : [
          ...view.moments.map((moment, index) => ({
            key: `m${index}`,
            at: moment.at_seconds,
            icon: ICONS[moment.icon] ?? "•",
            text: moment.text,
            by: moment.by,
          })),
          ...view.messages.map((message) => ({
            key: message.message_id,
            at: message.at_seconds,
            icon: "✎",
            text: message.text,
            by: message.by === "candidate" ? t("Conseiller") : t("Client"),
          })),
        ];
  const sorted = [...rows].sort((a, b) => a.at - b.at);
  const current = sorted.findLastIndex((row) => row.at <= at + 0.01);
  return (
    <div className={clsx("scroll", css.moments)} tabIndex={0} role="region" aria-label={t("Déroulé")}>
      <ol className="plain-list">
        {sorted.map((row, index) => (
          <li key={row.key}>
            <button className={clsx(css.moment, index === current && css.now)} onClick={() => seek(row.at)}>
              <span className="num soft">{clock(Math.max(0, row.at - zero))}</span>
              <span aria-hidden="true">{row.icon}</span>
              <span>{row.text}</span>
              <span className="tiny soft">{row.by}</span>
            </button>
          </li>
        ))}
        {sorted.length === 0 && (
          <li className="soft" style={{ padding: 14 }}>
            {t("Rien à montrer ici.")}
          </li>
        )}
      </ol>
    </div>
  );
}

/** The conversation as it stood at this second; a slider walks through it when there is no sound. */
function TypedAgain({
  view,
  at,
  seek,
  hasSound,
}: {
  view: ReplayView;
  at: number;
  seek: (seconds: number) => void;
  hasSound: boolean;
}): ReactNode {
  const [whole, setWhole] = useState(true);
  const [isPlaying, setPlaying] = useState(false);
  const isOver = at >= view.seconds;
  const play = (): void => {
    if (isOver) seek(0);
    setPlaying(!isPlaying || isOver);
  };
  useEffect(() => {
    if (!isPlaying || isOver) return;
    const timer = window.setTimeout(() => seek(Math.min(view.seconds, at + 0.25)), 250);
    return () => window.clearTimeout(timer);
  }, [isPlaying, isOver, at, seek, view.seconds]);
  const shown = whole ? view.messages : view.messages.filter((message) => message.at_seconds <= at);
  return (
    <>
      <div className="row small" style={{ padding: "8px 14px" }}>
        <label className="row">
          <input type="checkbox" checked={!whole} onChange={() => setWhole(!whole)} />
          {t("Revoir au fil du temps")}
        </label>
        {!whole && !hasSound && (
          <button className="btn slim primary" onClick={play}>
            {isPlaying && !isOver ? t("Pause") : t("Rejouer")}
          </button>
        )}
        {!whole && !hasSound && (
          <input
            type="range"
            className="grow"
            min={0}
            max={Math.ceil(view.seconds)}
            step={1}
            value={Math.min(at, view.seconds)}
            aria-label={t("Moment de la conversation")}
            aria-valuetext={clock(at)}
            onChange={(event) => seek(Number(event.target.value))}
          />
        )}
        {!whole && <span className="num">{clock(at)}</span>}
      </div>
      <div className="bubbles scroll" role="log" tabIndex={0} aria-label={t("Conversation")}>
        {shown.map((message) => (
          <div key={message.message_id} style={{ display: "contents" }}>
            <button
              className={`bubble ${message.by === "candidate" ? "mine" : "theirs"}`}
              style={{
                font: "inherit",
                textAlign: "left",
                cursor: "pointer",
                borderWidth: message.by === "candidate" ? 0 : 1,
              }}
              onClick={() => seek(message.at_seconds)}
            >
              {message.text}
            </button>
            <div className={`bubble-mark ${message.by === "candidate" ? "" : "theirs"} num`}>
              {clock(message.at_seconds)}
            </div>
          </div>
        ))}
      </div>
    </>
  );
}

function Written({ view }: { view: ReplayView }): ReactNode {
  const { confirmation, measured } = view;
  return (
    <div
      className="scroll col"
      style={{ padding: 16, gap: 12 }}
      tabIndex={0}
      role="region"
      aria-label={t("Confirmation et dossier")}
    >
      {confirmation ? (
        <article className={marked.letter}>
          <div className="tiny soft">{`${confirmation.recipient} ${confirmation.sent_at ? `· ${t("envoyée à {time}", { time: timeOfDay(confirmation.sent_at) })}` : ""}`}</div>
          <b>{confirmation.subject}</b>
          <p style={{ whiteSpace: "pre-wrap" }}>{confirmation.body}</p>
        </article>
      ) : (
        <p className="soft">{t("Aucune confirmation écrite.")}</p>
      )}
      {view.qualification.comment && (
        <p>
          <b>{t("Commentaire du dossier :")}</b> {view.qualification.comment}
        </p>
      )}
      {measured?.qualification_right.map((text) => (
        <p key={text} className="small" style={{ color: "var(--c-live)" }}>{`✓ ${text}`}</p>
      ))}
      {measured?.qualification_wrong.map((text) => (
        <p key={text} className="small" style={{ color: "var(--c-bad)" }}>{`✗ ${text}`}</p>
      ))}
    </div>
  );
}
