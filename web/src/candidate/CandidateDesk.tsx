/** The candidate's desk: phone and notes on the left, the customer's file in the middle, documents or chat on the right. */

import "./candidate.css";

import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";

import type { CandidateDesk as Desk, Step } from "../api/schema";
import { t } from "../i18n/t";
import { LiveDesk, useLive } from "../live/desk";
import { SoundLine } from "../phone/line";
import { messageSound, ring } from "../phone/ringer";
import { Chat } from "../shared/Chat";
import { ConnectionBanner, Logo, Notices, Tabs, TimeLeft } from "../shared/Desk";
import { CustomerFile } from "./CustomerFile";
import { Documents } from "./Documents";
import { HeadsetCheck } from "./HeadsetCheck";
import { NotesPad } from "./NotesPad";
import { Softphone } from "./Softphone";

export function CandidateDesk({ signedOut }: { signedOut: () => void }): ReactNode {
  const live = useMemo(() => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    return new LiveDesk<Desk>(`${scheme}://${location.host}/api/candidate/live`);
  }, []);
  const line = useMemo(() => new SoundLine((sdp) => live.socket.send({ type: "line.offer", sdp })), [live]);
  const { connection, desk, notices, typingUntil } = useLive(live);
  const now = useMemo(() => () => live.now(), [live]);
  const [tab, setTab] = useState("documents");
  const [checking, setChecking] = useState(false);

  useEffect(() => {
    live.socket.start();
    void line.start();
    return () => {
      live.socket.stop();
      line.stop();
    };
  }, [live, line]);

  useEffect(() => {
    if (connection === "signed_out") signedOut();
  }, [connection, signedOut]);

  useSoundFollowsServer(live, line, desk);
  useAttention(desk);

  const chatOpen = desk?.conversation && !desk.conversation.closed_at;
  useEffect(() => {
    if (desk?.conversation) setTab("chat");
  }, [desk?.conversation?.run_id, desk?.conversation]);

  if (!desk)
    return (
      <main className="page" style={{ display: "grid", placeItems: "center" }} aria-busy="true">
        <p className="soft">{t("Ouverture du poste…")}</p>
      </main>
    );
  const tabs = [
    { id: "documents", label: t("Documents") },
    { id: "chat", label: chatOpen ? t("Chat en cours") : t("Chat") },
  ];
  return (
    <div className="desk">
      <header className="bar">
        <Logo />
        <Steps steps={desk.steps} />
        <div className="small soft" style={{ whiteSpace: "nowrap" }}>
          {desk.company_name} {"·"} {desk.desk_name}
        </div>
        <TimeLeft view={desk.clock} now={now} />
      </header>
      <ConnectionBanner state={connection} />
      <main className="candidate-grid">
        <section className="col candidate-left" aria-label={t("Téléphone")}>
          <Softphone desk={desk} live={live} line={line} now={now} openCheck={() => setChecking(true)} />
          <NotesPad live={live} notes={desk.notes} savedAt={desk.notes_saved_at} />
        </section>
        <CustomerFile desk={desk} live={live} now={now} />
        <section className="card candidate-right" aria-label={t("Documents et chat")}>
          <div style={{ padding: "6px 12px 0" }}>
            <Tabs items={tabs} value={tab} choose={setTab} label={t("Documents et chat")} />
          </div>
          {tab === "documents" ? (
            <Documents first={desk.exchange?.documents ?? []} />
          ) : desk.conversation ? (
            <Chat
              key={desk.conversation.run_id}
              live={live}
              conversation={desk.conversation}
              me="candidate"
              deskKey={desk.seat_id}
              typingUntil={typingUntil}
              pasteLimit={desk.paste_limit}
              spellCheck={desk.spell_check}
              canWrite
            />
          ) : (
            <p className="soft" style={{ padding: 20 }}>
              {t("Aucune conversation pour le moment. Elle s'ouvrira ici toute seule.")}
            </p>
          )}
          {desk.conversation && !desk.conversation.closed_at && desk.conversation.messages.length > 0 && tab === "chat" && (
            <button className="btn slim" style={{ margin: "0 12px 12px" }} onClick={() => void live.send({ type: "chat.close" })}>
              {t("Clore la conversation")}
            </button>
          )}
        </section>
      </main>
      <Notices notices={notices} dismiss={(key) => live.dismiss(key)} />
      {checking && <HeadsetCheck live={live} line={line} close={() => setChecking(false)} />}
    </div>
  );
}

/** The microphone is let through in a call only; a server that has lost the line gets a new one. */
function useSoundFollowsServer(live: LiveDesk<Desk>, line: SoundLine, desk: Desk | null): void {
  const state = desk?.call?.state;
  const muted = desk?.call?.candidate_muted ?? false;
  useEffect(() => {
    line.letThrough(state === "connected" && !muted);
  }, [line, state, muted]);
  const serverLine = desk?.line.state;
  useEffect(() => {
    if (serverLine === "absent" && line.snapshot().state === "connected") void line.reconnect();
  }, [serverLine, line, live]);
}

/** An incoming call rings, shows in the title and as a notification; a message sounds. */
function useAttention(desk: Desk | null): void {
  const rings = desk?.call?.state === "ringing" && desk.call.caller === "customer";
  const name = desk?.call?.name ?? "";
  useEffect(() => {
    if (!rings) return;
    const stop = ring();
    const title = document.title;
    document.title = `☎ ${name}`;
    const notification =
      document.hidden && "Notification" in window && Notification.permission === "granted"
        ? new Notification(t("Appel entrant"), { body: name })
        : null;
    return () => {
      stop();
      document.title = title;
      notification?.close();
    };
  }, [rings, name]);
  const received = desk?.conversation?.messages.filter((message) => message.by === "customer").length ?? 0;
  const before = useRef(received);
  useEffect(() => {
    if (received > before.current) messageSound();
    before.current = received;
  }, [received]);
}

const PHASES: Record<Step["phase"], string> = {
  planned: "à venir",
  queued: "à venir",
  offered: "en cours",
  live: "en cours",
  wrap_up: "à conclure",
  missed: "manqué",
  done: "terminé",
};

function Steps({ steps }: { steps: Step[] }): ReactNode {
  return (
    <ol className="steps plain-list grow" aria-label={t("Les échanges")}>
      {steps.map((step) => {
        const isNow = ["offered", "live", "wrap_up"].includes(step.phase);
        const kind = step.phase === "done" ? "done" : step.phase === "missed" ? "missed" : isNow ? "now" : "";
        return (
          <li key={step.run_id} className={`step ${kind}`} aria-current={isNow ? "step" : undefined}>
            {step.phase === "done" && <span aria-hidden="true">{"✓"}</span>}
            <span className="num">{step.position}</span> {step.label}
            {step.phase === "wrap_up" && ` · ${t("à conclure")}`}
            {step.phase === "missed" && ` · ${t("manqué")}`}
            <span className="sr">{t(PHASES[step.phase])}</span>
          </li>
        );
      })}
    </ol>
  );
}
