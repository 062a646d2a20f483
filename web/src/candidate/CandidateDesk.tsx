/** The candidate's desk: phone and notes on the left, the customer's file in the middle, documents or chat on the right. */

import css from "./candidate.module.css";

import { clsx } from "clsx";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";

import { client } from "../api/client";
import type { CandidateDesk as Desk } from "../api/schema";
import { CandidateScreen, CaseStudyPage, hasCaseStudy } from "../examday/CandidateScreens";
import { DayBand, DayInBar, DaySteps } from "../examday/DayBar";
import { PreparationNotes } from "../examday/PreparationDesk";
import { clockShown, isShut, screenOf } from "../examday/screen";
import { useCandidateDay } from "../examday/useCandidateDay";
import { t } from "../i18n/t";
import { LiveDesk, liveUrl, useLive } from "../live/desk";
import { iceServersFrom } from "../phone/iceServers";
import { SoundLine } from "../phone/line";
import { Captions } from "../shared/Captions";
import { Jump } from "../shared/Jump";
import { ConnectionBanner, Logo, Notices, TimeLeft } from "../shared/Desk";
import { Popover } from "../shared/Popover";
import { useActions } from "../shared/useShortcuts";
import { useAttention } from "./attention";
import { useDemoSteps } from "../shared/demoSteps";
import { CustomerFile } from "./CustomerFile";
import { HeadsetCheck } from "./HeadsetCheck";
import { MyPhoneDialog } from "./MyPhoneDialog";
import { NotesPad } from "./NotesPad";
import { RightColumn } from "./RightColumn";
import { Settings } from "./Settings";
import { shortcutStore } from "./shortcuts";
import { ShortcutsDialog } from "./ShortcutsDialog";
import { Softphone } from "./Softphone";
import { Steps } from "./Steps";

type Window = "check" | "phone" | "shortcuts" | null;

export function CandidateDesk({ signedOut }: { signedOut: () => void }): ReactNode {
  const live = useMemo(
    () => new LiveDesk<Desk>(liveUrl("/api/candidate/live"), (desk) => `candidate.${desk.seat_id}`),
    [],
  );
  const line = useMemo(
    () =>
      new SoundLine(
        live.offer,
        iceServersFrom(() => client.GET("/api/candidate/ice-servers")),
      ),
    [live],
  );
  const { connection, desk, notices, typingUntil, isStuck, pending } = useLive(live);
  const now = useMemo(() => () => live.now(), [live]);
  const [open, setOpen] = useState<Window>(null);
  const [asked, setAsked] = useState(0);
  const notes = useRef<HTMLTextAreaElement>(null);
  const { day, again } = useCandidateDay(desk?.session_kind === "exam");

  useEffect(() => {
    const end = live.run();
    void line.start();
    return () => {
      end();
      line.stop();
    };
  }, [live, line]);
  // Where texts may wait in this browser, the page stays and says so: asking for a code would hide them.
  const holdsTexts = !!day && desk !== null && hasCaseStudy(screenOf(desk.phases, desk.exchange !== null));
  useEffect(() => {
    if (connection === "signed_out" && !holdsTexts) signedOut();
    // Another tab has this desk now, and its sound with it.
    if (connection === "superseded" || connection === "closed") line.stop();
    if (connection === "open") line.hurry();
  }, [connection, signedOut, line, holdsTexts]);
  useSoundFollowsServer(line, desk);
  useAttention(desk);
  useDemoSteps(desk);
  useActions(shortcutStore, {
    notes: () => notes.current?.focus(),
    message: () => document.querySelector<HTMLTextAreaElement>(".composer textarea")?.focus(),
    time: () => setAsked((before) => before + 1),
  });
  useHelpKey(() => setOpen("shortcuts"));
  // Nothing stands before a call that rings.
  const isRinging = desk?.call?.state === "ringing";
  useEffect(() => {
    if (isRinging) setOpen(null);
  }, [isRinging]);

  if (!desk) return <Opening connection={connection} />;
  const screen = screenOf(desk.phases, desk.exchange !== null);
  const clock = day ? clockShown(desk.phases, screen) : desk.clock;
  // A paused exchange may still conclude: its desk stays.
  const isPlaying =
    !day ||
    (screen.kind !== "waiting" && screen.kind !== "finished" && screen.phase === "exchanges" && !isShut(screen));
  const isHeld = connection === "superseded" || connection === "closed";
  if (day && hasCaseStudy(screen))
    return (
      <CaseStudyPage desk={desk} isSessionClosed={connection === "closed"} isSignedOut={connection === "signed_out"}>
        <DayInBar day={day} again={again} />
      </CaseStudyPage>
    );
  const hasChat = desk.conversation !== null && desk.conversation.closed_at === null;
  return (
    <div className="desk with-captions-large">
      <header className="bar">
        <Logo />
        {day && !isPlaying ? <DaySteps phases={desk.phases} /> : <Steps steps={desk.steps} />}
        <div className={clsx("small soft", css.deskPlace)}>
          {[desk.company_name, desk.desk_name || desk.seat_label].filter(Boolean).join(" · ")}
        </div>
        <Settings
          session={desk.session_title}
          name={desk.candidate_name}
          openCheck={() => setOpen("check")}
          openPhone={() => setOpen("phone")}
          openShortcuts={() => setOpen("shortcuts")}
          isBusy={desk.exchange !== null}
        />
        <TimeLeft view={clock ?? desk.clock} now={now} asked={asked} />
      </header>
      {isPlaying && (
        <Jump
          parts={[
            ["telephone", t("Téléphone")],
            ["fiche", t("Fiche client")],
            ["documents", hasChat ? t("Chat") : t("Documents")],
          ]}
        />
      )}
      <ConnectionBanner state={connection} isStuck={isStuck} />
      {day && (
        <DayBand day={day} clock={clock} again={again}>
          {isPlaying && (
            <Popover button={t("Mes notes de préparation")} label={t("Mes notes de préparation")}>
              <PreparationNotes />
            </Popover>
          )}
        </DayBand>
      )}
      {day && !isPlaying && (
        <main className={css.candidateMain} inert={isHeld}>
          <h1 className="sr">{t("Poste du candidat")}</h1>
          <CandidateScreen
            screen={screen}
            clock={clock}
            day={day}
            desk={desk}
            now={now}
            openCheck={() => setOpen("check")}
          />
        </main>
      )}
      {isPlaying && (
        <main className={css.candidateMain}>
          <h1 className="sr">{t("Poste du candidat")}</h1>
          <div className={css.candidateGrid} data-chat={hasChat || undefined} inert={isHeld}>
            <div className={css.candidateLeft} id="telephone">
              <Softphone
                desk={desk}
                live={live}
                line={line}
                connection={connection}
                now={now}
                openCheck={() => setOpen("check")}
              />
              <NotesPad
                live={live}
                seatId={desk.seat_id}
                notes={desk.notes}
                savedAt={desk.notes_saved_at}
                field={notes}
              />
            </div>
            <CustomerFile desk={desk} live={live} pending={pending} now={now} openCheck={() => setOpen("check")} />
            <RightColumn desk={desk} live={live} typingUntil={typingUntil} />
          </div>
        </main>
      )}
      <Captions
        captions={desk.captions}
        call={desk.call}
        names={{ candidate: t("Vous"), customer: t("Client"), supervisor: t("Superviseur") }}
        live="polite"
      />
      <Notices notices={notices} dismiss={(key) => live.dismiss(key)} />
      {open === "check" && (
        <HeadsetCheck live={live} line={line} close={() => setOpen(null)} openPhone={() => setOpen("phone")} />
      )}
      {open === "phone" && <MyPhoneDialog close={() => setOpen(null)} />}
      {open === "shortcuts" && <ShortcutsDialog close={() => setOpen(null)} />}
    </div>
  );
}

/** Before the first words of the server. */
function Opening({ connection }: { connection: string }): ReactNode {
  const isLost = connection === "lost" || connection === "restarting";
  return (
    <main className="page center" aria-busy="true">
      <div className="col" style={{ textAlign: "center" }} role="status">
        <h1 className={css.opening}>{isLost ? t("Le serveur ne répond pas encore") : t("Ouverture du poste…")}</h1>
        <p className="soft">
          {isLost ? t("La page réessaie toute seule. Si cela dure, prévenez le surveillant.") : ""}
        </p>
      </div>
    </main>
  );
}

/** The microphone is let through in a call only; a server that has lost the line gets a new one. */
function useSoundFollowsServer(line: SoundLine, desk: Desk | null): void {
  const state = desk?.call?.state;
  const isMuted = desk?.call?.candidate_muted ?? false;
  const isConsulting = desk?.call?.consultation?.state === "talking";
  const isOnPhone = !!desk?.line.call_on_phone;
  const speaks = (state === "connected" || isConsulting) && !isMuted && !isOnPhone;
  useEffect(() => line.letThrough(speaks), [line, speaks]);
  const serverLine = desk?.line.state;
  useEffect(() => {
    const isGone = serverLine === "absent" || serverLine === "lost";
    if (isGone && line.snapshot().state === "connected") void line.reconnect();
  }, [serverLine, line]);
}

/** Alt + ?: the list of shortcuts, even while they are switched off. */
function useHelpKey(show: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.key !== "?") return;
      event.preventDefault();
      show();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
}
