/** The frame that every desk shares: top bar, connection banner, notices, clock. */

import "./desk.css";
import "./reflow.css";

import { type ReactNode, useEffect, useRef, useState } from "react";

import type { ClockView } from "../api/schema";
import { t } from "../i18n/t";
import type { Notice } from "../live/desk";
import type { ConnectionState } from "../live/socket";
import { clock, spoken } from "./time";
import { limitWords, passedLimit, wasGiven } from "./timeLeft";
import { useNow } from "./useNow";

export function Logo(): ReactNode {
  return (
    <a className="logo" href="/">
      <svg
        width="22"
        height="22"
        viewBox="0 0 24 24"
        fill="none"
        strokeWidth="2.4"
        strokeLinecap="round"
        aria-hidden="true"
      >
        <path d="M5 14v-2a7 7 0 0 1 14 0v2" />
        <rect x="3" y="13.5" width="4.5" height="6.5" rx="2" />
        <rect x="16.5" y="13.5" width="4.5" height="6.5" rx="2" />
      </svg>
      {"Combiné"}
    </a>
  );
}

export function Key({ children }: { children: ReactNode }): ReactNode {
  return <kbd className="key">{children}</kbd>;
}

/** The time left on the server's clock. `asked` is counted up when somebody asks for it aloud. */
export function TimeLeft({ view, now, asked = 0 }: { view: ClockView; now: () => number; asked?: number }): ReactNode {
  const current = useNow(now);
  const left = view.ends_at ? Math.max(0, (Date.parse(view.ends_at) - current) / 1000) : view.remaining_seconds;
  const [said, setSaid] = useState("");
  const before = useRef(left);
  const askedBefore = useRef(asked);
  const clockBefore = useRef(view);
  const words = {
    not_started: t("Temps prévu"),
    running: t("Temps restant"),
    paused: t("En pause"),
    ended: view.closed_early ? t("Épreuve close") : t("Temps écoulé"),
  };
  const state = words[view.state];
  useEffect(() => {
    const former = clockBefore.current;
    const limit = view.state === "running" || view.state === "ended" ? passedLimit(before.current, left) : null;
    // Another phase's clock, or one that begins, has no more and no less than the one before it.
    const isSame = former.phase === view.phase && (former.state === "not_started") === (view.state === "not_started");
    if (!isSame) setSaid("");
    else if (view.closed_early) setSaid(former.closed_early ? "" : t("L'épreuve a été close."));
    else if (limit !== null) setSaid(limitWords(limit));
    else if (wasGiven(before.current, left)) setSaid(t("Temps ajouté : il reste {time}.", { time: spoken(left) }));
    before.current = left;
    clockBefore.current = view;
  }, [left, view]);
  useEffect(() => {
    if (asked === askedBefore.current) return;
    askedBefore.current = asked;
    // Emptied first: the same words twice are said twice.
    setSaid("");
    const timer = window.setTimeout(() => setSaid(`${state}${t(" : ")}${spoken(left)}.`), 60);
    return () => window.clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- said once, when asked
  }, [asked]);
  const urgency = view.state !== "running" ? "" : left < 60 ? "late" : left < 300 ? "soon" : "";
  return (
    <div className={`clock num ${urgency}`} title={view.pause_reason ?? undefined}>
      <div className="label">{state}</div>
      <b role="timer">{clock(Math.ceil(left))}</b>
      <span className="sr" aria-live="polite">
        {said}
      </span>
    </div>
  );
}

/** `isStuck`: the connection is there, but the server keeps nothing of what it is sent. */
export function ConnectionBanner({ state, isStuck = false }: { state: ConnectionState; isStuck?: boolean }): ReactNode {
  if (state === "open" && isStuck)
    return (
      <div className="banner bad" role="alert">
        {t(
          "Le serveur n'enregistre plus pour le moment. Continuez : ce que vous saisissez est gardé sur cet ordinateur et renvoyé tout seul. Si cela dure, prévenez le surveillant.",
        )}
      </div>
    );
  if (state === "lost")
    return (
      <div className="banner" role="status">
        {t("Connexion perdue : la page se reconnecte toute seule. Ce que vous écrivez est gardé.")}
      </div>
    );
  if (state === "restarting")
    return (
      <div className="banner" role="status">
        {t("Le serveur redémarre : la page se reconnecte toute seule. Tout ce qui est enregistré est conservé.")}
      </div>
    );
  if (state === "slowed")
    return (
      <div className="banner" role="status">
        {t(
          "Cette page envoyait trop de messages à la fois : elle se reconnecte dans quelques secondes. Ce que vous écrivez est gardé.",
        )}
      </div>
    );
  if (state === "closed")
    return (
      <div className="banner" role="status">
        {t("La séance est close : plus rien ne s'enregistre à ce poste.")}
      </div>
    );
  if (state === "superseded")
    return (
      <div className="banner bad" role="alert">
        {t("Ce poste est ouvert dans un autre onglet.")}{" "}
        <button className="btn slim" onClick={() => location.reload()}>
          {t("Le reprendre ici")}
        </button>
      </div>
    );
  return null;
}

export function Notices({ notices, dismiss }: { notices: Notice[]; dismiss: (key: string) => void }): ReactNode {
  return (
    <div className="notices" role="status" aria-live="polite">
      {notices.map((notice) => (
        <NoticeCard key={notice.key} notice={notice} dismiss={dismiss} />
      ))}
    </div>
  );
}

function NoticeCard({ notice, dismiss }: { notice: Notice; dismiss: (key: string) => void }): ReactNode {
  useEffect(() => {
    if (notice.level === "error") return;
    const timer = window.setTimeout(() => dismiss(notice.key), 9000);
    return () => window.clearTimeout(timer);
  }, [notice, dismiss]);
  return (
    <div className={`notice ${notice.level}`}>
      <div className="grow">
        <div className="strong">{notice.message}</div>
        {notice.remedy && <div className="soft">{notice.remedy}</div>}
      </div>
      <button className="btn slim plain" onClick={() => dismiss(notice.key)}>
        {t("Fermer")}
      </button>
    </div>
  );
}

export interface TabItem {
  id: string;
  label: string;
}

export function Tabs({
  items,
  value,
  choose,
  label,
}: {
  items: TabItem[];
  value: string;
  choose: (id: string) => void;
  label: string;
}): ReactNode {
  const to = (item: TabItem | undefined): void => {
    if (!item) return;
    choose(item.id);
    document.getElementById(`tab-${item.id}`)?.focus();
  };
  const move = (step: number): void => {
    const index = items.findIndex((item) => item.id === value);
    to(items[(index + step + items.length) % items.length]);
  };
  return (
    <div className="tabs" role="tablist" aria-label={label}>
      {items.map((item) => (
        <button
          key={item.id}
          id={`tab-${item.id}`}
          role="tab"
          className="tab"
          aria-selected={item.id === value}
          tabIndex={item.id === value ? 0 : -1}
          onClick={() => choose(item.id)}
          onKeyDown={(event) => {
            if (event.key === "ArrowRight") move(1);
            if (event.key === "ArrowLeft") move(-1);
            if (event.key === "Home" || event.key === "End") to(event.key === "Home" ? items[0] : items.at(-1));
          }}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
}
