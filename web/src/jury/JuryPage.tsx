/** The jury's desk of one seat: exchanges on the left, the customer to play in the middle, marking on the right. */

import css from "./jury.module.css";

import { clsx } from "clsx";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useParams } from "react-router";

import { client } from "../api/client";
import type { JuryDesk } from "../api/schema";
import { t } from "../i18n/t";
import { LiveDesk, liveUrl, useLive } from "../live/desk";
import { iceServersFrom } from "../phone/iceServers";
import { SoundLine } from "../phone/line";
import { messageSound, ring, ringBack } from "../phone/ringer";
import { Captions } from "../shared/Captions";
import { ConnectionBanner, Logo, Notices, TimeLeft } from "../shared/Desk";
import { Jump } from "../shared/Jump";
import { ClockMenu } from "./ClockMenu";
import { CustomerCard } from "./CustomerCard";
import { Exchanges } from "./Exchanges";
import { Folder } from "./Folder";
import { Listening } from "./Listening";
import { Marking } from "./Marking";
import { withPending } from "./pendingMarking";
import { speaksAsSupervisor, Supervisor } from "./Supervisor";
import { NetworkState } from "./NetworkState";
import { WaitingMarks } from "./WaitingMarks";

export default function JuryPage(): ReactNode {
  const { seatId = "" } = useParams();
  const live = useMemo(
    () =>
      new LiveDesk<JuryDesk>(
        liveUrl(`/api/staff/live?seat=${seatId}`),
        (desk) => `jury.${desk.seat_id}.${desk.my_name}`,
      ),
    [seatId],
  );
  const line = useMemo(
    () =>
      new SoundLine(
        live.offer,
        iceServersFrom(() =>
          client.GET("/api/staff/seats/{seat_id}/ice-servers", { params: { path: { seat_id: seatId } } }),
        ),
      ),
    [live, seatId],
  );
  const { connection, desk, notices, typingUntil, isStuck, pending } = useLive(live);
  const now = useMemo(() => () => live.now(), [live]);
  const [leaving, setLeaving] = useState(false);

  useEffect(() => {
    document.title = t("Poste du jury – Combiné");
    const end = live.run();
    void line.start();
    return () => {
      end();
      line.stop();
    };
  }, [live, line]);
  useEffect(() => {
    if (connection === "signed_out" && !leaving) {
      setLeaving(true);
      location.assign(`/connexion?vers=${encodeURIComponent(location.pathname)}`);
    }
  }, [connection, leaving]);
  useJurySound(line, desk);

  if (!desk)
    return (
      <main className="page center" aria-busy="true">
        <p className="soft">{t("Ouverture du poste…")}</p>
      </main>
    );
  return (
    <div className="desk">
      <header className="bar">
        <Logo />
        <div className={clsx("row grow", css.juryTitle)}>
          <span className="strong">{t("Candidat {label}", { label: desk.seat_label })}</span>
          {desk.jurors.length > 0 && (
            <span className="soft small">{t("avec {names}", { names: desk.jurors.join(", ") })}</span>
          )}
        </div>
        <nav className="row" style={{ gap: 0 }} aria-label={t("Ce candidat")}>
          <a
            className="btn slim plain"
            href={`/jury/candidat/${desk.seat_id}/reecoutes`}
            target="_blank"
            rel="noreferrer"
          >
            {t("Réécoutes")}
          </a>
          {/* An exam's draw is a step of its interview. */}
          <a
            className="btn slim plain"
            href={`/jury/candidat/${desk.seat_id}/${desk.session_kind === "exam" ? "entretien" : "tirage"}`}
            target="_blank"
            rel="noreferrer"
          >
            {desk.session_kind === "exam" ? t("Entretien") : t("Tirage")}
          </a>
          {desk.session_kind === "exam" && <Folder desk={desk} />}
        </nav>
        <NetworkState desk={desk} />
        <Listening desk={desk} live={live} line={line} />
        <ClockMenu clock={desk.clock} live={live} />
        <TimeLeft view={desk.clock} now={now} />
      </header>
      <Jump
        parts={[
          ["echanges", t("Échanges")],
          ["client", t("Client")],
          ["notation", t("Notation")],
        ]}
      />
      <ConnectionBanner state={connection} isStuck={isStuck} />
      <Supervisor desk={desk} live={live} now={now} />
      <main className={css.juryGrid}>
        <Exchanges desk={desk} live={live} />
        <CustomerCard desk={desk} live={live} line={line} now={now} typingUntil={typingUntil} />
        <Marking
          desk={{ ...desk, marking: withPending(desk.marking, pending) }}
          live={live}
          pending={pending}
          waiting={<WaitingMarks connection={connection} isStuck={isStuck} pending={pending} />}
          now={now}
        />
      </main>
      <Captions
        captions={desk.captions}
        call={desk.call}
        names={{ candidate: t("Candidat"), customer: t("Client"), supervisor: t("Superviseur") }}
        live="off"
      />
      <Notices notices={notices} dismiss={(key) => live.dismiss(key)} />
    </div>
  );
}

function useJurySound(line: SoundLine, desk: JuryDesk | null): void {
  const call = desk?.call;
  const iPlay = !!desk && !desk.listening;
  const state = call?.state;
  const isOnPhone = !!desk?.line.call_on_phone;
  const isSupervisor = speaksAsSupervisor(desk);
  const speaks = !isOnPhone && (isSupervisor || (iPlay && state === "connected" && !call?.customer_muted));
  useEffect(() => line.letThrough(speaks), [line, speaks]);
  const soundsEarly = !!desk?.line.sounds_early;
  // A telephone rings, and plays its ring-back, by itself.
  const isPageQuiet = isOnPhone || (desk?.line.rings === "phone" && desk.line.phones.length > 0);
  useEffect(() => {
    if (state !== "ringing" || !iPlay || isPageQuiet) return;
    if (call?.caller === "candidate") return ring();
    // A telephone that sounds before it answers is heard itself: never both.
    return soundsEarly ? undefined : ringBack();
  }, [state, iPlay, soundsEarly, call?.caller, call?.call_id, isPageQuiet]);
  const serverLine = desk?.line.state;
  useEffect(() => {
    if (serverLine === "absent" && line.snapshot().state === "connected") void line.reconnect();
  }, [serverLine, line]);
  const received = desk?.conversation?.messages.filter((message) => message.by === "candidate").length ?? 0;
  const [before, setBefore] = useState(received);
  useEffect(() => {
    if (received > before) messageSound();
    setBefore(received);
  }, [received, before]);
}
