/** The telephone: one card whose controls keep their order in every state; hanging up is last and apart. */

import css from "./phone.module.css";

import { clsx } from "clsx";
import { type ReactNode, useEffect, useRef, useState } from "react";

import type { CandidateDesk } from "../api/schema";
import { plural, t } from "../i18n/t";
import type { Command, LiveDesk } from "../live/desk";
import type { ConnectionState } from "../live/socket";
import type { SoundLine, SoundState } from "../phone/line";
import { ringBack } from "../phone/ringer";
import { AskTwice } from "../shared/AskTwice";
import { Key } from "../shared/Desk";
import { PhoneTrouble } from "../shared/PhoneTrouble";
import { Popover } from "../shared/Popover";
import { DeviceChoice, Meter, SoundHelp, Unplugged, useSound, useSoundLock } from "../shared/Sound";
import { clock } from "../shared/time";
import { telephone } from "../shared/telephone";
import { useNow } from "../shared/useNow";
import { useActions } from "../shared/useShortcuts";
import { DialBox } from "./DialBox";
import { DialPad } from "./DialPad";
import { Indicators } from "./Indicators";
import { endWords, phoneState, type PhoneState } from "./phone";
import { type Action, keyWords, shortcutStore } from "./shortcuts";

interface SoftphoneProps {
  desk: CandidateDesk;
  live: LiveDesk<CandidateDesk>;
  line: SoundLine;
  connection: ConnectionState;
  now: () => number;
  openCheck: () => void;
}

export function Softphone({ desk, live, line, connection, now, openCheck }: SoftphoneProps): ReactNode {
  const sound = useSound(line);
  const isLocked = useSoundLock();
  const current = useNow(now, 250);
  const [wanted, setWanted] = useState<{ callId: string; muted: boolean } | null>(null);
  const [padOpen, setPadOpen] = useState(false);
  const [unfolded, setUnfolded] = useState(false);
  const wantedMute = wanted && wanted.callId === desk.call?.call_id ? wanted.muted : null;
  const phone = phoneState(desk.call, wantedMute, current);
  const { call, isTalking } = phone;
  const mine = telephone(desk.line, desk.call, sound.state === "connected");
  // Whoever dials on a telephone hears the ring-back in it.
  const isCalling = call?.state === "ringing" && call.caller === "candidate" && !mine.carrier;
  // A telephone that sounds before it answers is heard itself: never both.
  const makesRingBack = isCalling && !desk.line.sounds_early;
  useEffect(() => (makesRingBack ? ringBack() : undefined), [makesRingBack]);
  useEffect(() => setPadOpen(false), [call?.call_id]);

  const act = (command: Command): void => void live.send(command);
  const toggleMute = (): void => {
    if (!call || !isTalking) return;
    const muted = !phone.isMuted;
    setWanted({ callId: call.call_id, muted });
    // The microphone closes at once here; the server confirms that it drops the sound too.
    if (muted) line.letThrough(false);
    void live.send({ type: "call.mute", muted }).then((ack) => {
      if (ack.ok) return;
      setWanted(null);
      if (muted) line.letThrough(true);
    });
  };
  const toggleHold = (): void => {
    if (phone.mayHold) act({ type: phone.isHeldByMe ? "call.resume" : "call.hold" });
  };
  const hangUp = (): void => {
    // Asked of the clock itself: what is drawn may be a quarter of a second old.
    if (phoneState(desk.call, null, now()).mayHangUp) act({ type: phone.isIncoming ? "call.decline" : "call.hang_up" });
  };
  const askSupervisor = useRef<HTMLDivElement>(null);
  const supervisor = (): void => {
    if (phone.mayConsult) act({ type: "call.consult" });
    // In the consultation the same key asks whether to hand over, and asked again takes it back.
    else if (phone.consultation === "talking") askSupervisor.current?.querySelector("button")?.click();
  };
  const shortcuts = useActions(shortcutStore, {
    answer: () => phone.isIncoming && mine.isPageIn && act({ type: "call.answer" }),
    mute: toggleMute,
    hold: toggleHold,
    supervisor,
    hang_up: hangUp,
    keypad: () => isTalking && setPadOpen(!padOpen),
  });
  const hint = (action: Action): ReactNode => {
    const words = keyWords(shortcuts, action);
    return words && <Key>{words}</Key>;
  };

  const isChat = desk.conversation !== null && desk.conversation.closed_at === null;
  if (isChat && !call && !unfolded)
    return (
      <section className={clsx("card", css.phoneCard, css.phoneLine, "row between")} aria-label={t("Téléphone")}>
        <CallPill phone={phone} />
        <button className="btn slim" aria-label={t("Ouvrir le téléphone")} onClick={() => setUnfolded(true)}>
          {t("Téléphone")}
        </button>
      </section>
    );
  return (
    <section className={clsx("card", css.phoneCard, phone.isIncoming && css.ringing)} aria-label={t("Téléphone")}>
      <div className="row between">
        <CallPill phone={phone} />
        {call?.recorded && (
          <Popover
            className="pill bad"
            label={t("Pourquoi cet appel est enregistré")}
            button={
              <>
                <span className="dot" />
                {t("Enregistré")}
              </>
            }
          >
            <p className="small">{desk.notice.legal_basis}</p>
            <p className="small strong">
              {plural(desk.notice.retention_days, "Conservation : {n} jour.", "Conservation : {n} jours.")}
            </p>
          </Popover>
        )}
      </div>
      {call ? (
        <div>
          <div className={css.caller}>{call.name}</div>
          <div className="soft num">
            {call.number} {"·"} {call.caller === "customer" ? t("appel entrant") : t("appel sortant")}
          </div>
        </div>
      ) : (
        <LineFree desk={desk} act={act} />
      )}
      {call && isTalking && <Timers call={call} current={current} />}
      {isTalking && mine.carrier && <OnTelephone name={mine.carrier} isMuted={phone.isMuted} />}
      {!call && mine.isRinging && <Summons />}
      {!isTalking && <PhoneTrouble line={desk.line} />}
      {isTalking && !mine.carrier && (
        <div className={clsx("col", css.phoneMeters)}>
          <Meter line={line} side="own" label={t("Vous")} note={phone.isMuted ? t("micro coupé") : t("micro actif")} />
          <Meter line={line} side="other" label={phone.consultation === "talking" ? t("Superviseur") : t("Client")} />
        </div>
      )}
      {phone.isIncoming && mine.isRinging && (
        <p className={clsx(css.telephoneNote, "ring")} role="status">
          {mine.isAlone
            ? t("Votre téléphone sonne : décrochez.")
            : t("Votre téléphone sonne aussi : décrochez, ou répondez ici.")}
        </p>
      )}
      {phone.isIncoming && mine.isPageIn && (
        <button className={clsx("btn go", css.answer)} onClick={() => act({ type: "call.answer" })}>
          {t("Répondre")} {hint("answer")}
        </button>
      )}
      <div className={css.phoneControls}>
        <button
          className={`btn ${phone.isMuted ? "on" : ""}`}
          role="switch"
          aria-checked={phone.isMuted}
          aria-busy={phone.isMuteOnItsWay}
          aria-label={t("Couper le micro")}
          disabled={!isTalking}
          onClick={toggleMute}
        >
          {phone.isMuteOnItsWay ? t("En cours…") : phone.isMuted ? t("Micro coupé") : t("Micro actif")} {hint("mute")}
        </button>
        <button className={`btn ${phone.isHeldByMe ? "on" : ""}`} disabled={!phone.mayHold} onClick={toggleHold}>
          {phone.isHeldByMe ? t("Reprendre") : t("Attente")} {hint("hold")}
        </button>
        <div className={css.phoneSupervisor} data-testid="supervisor" ref={askSupervisor}>
          {phone.consultation === "talking" ? (
            <AskTwice
              className="btn"
              question={t("Transférer le client ?")}
              yes={t("Oui")}
              act={() => act({ type: "call.transfer" })}
            >
              {t("Transférer au superviseur")} {hint("supervisor")}
            </AskTwice>
          ) : (
            <button
              className={clsx("btn", phone.consultation === "ringing" ? "on" : undefined)}
              disabled={!phone.mayConsult}
              onClick={supervisor}
            >
              {phone.consultation === "ringing" ? t("Le superviseur sonne…") : t("Superviseur")}{" "}
              {phone.consultation === "none" && hint("supervisor")}
            </button>
          )}
        </div>
        <button
          className="btn"
          disabled={!isTalking}
          aria-expanded={padOpen && isTalking}
          onClick={() => setPadOpen(!padOpen)}
        >
          {t("Clavier")}
        </button>
        <Popover className="btn" side="right" label={t("Casque et sonnerie")} button={t("Casque")}>
          <DeviceChoice line={line} />
          <button className="btn slim" style={{ width: "100%", marginTop: 10 }} disabled={!!call} onClick={openCheck}>
            {t("Tester le casque…")}
          </button>
        </Popover>
        {padOpen && isTalking && (
          <DialPad press={(digits) => act({ type: "call.digits", digits })} close={() => setPadOpen(false)} />
        )}
      </div>
      <button
        data-testid="hang-up"
        className={clsx("btn stop", css.hangUp)}
        disabled={!call && !mine.isRinging}
        onClick={mine.isRinging && !call ? () => act({ type: "call.hang_up" }) : hangUp}
      >
        {mine.isRinging && !call ? t("Annuler l'appel") : phone.hangUpWords} {hint("hang_up")}
      </button>
      {mine.names ? (
        <PageSilent isAlone={desk.line.rings === "phone"} state={sound.state} />
      ) : (
        <SoundHelp line={line} state={sound.state} />
      )}
      <Unplugged line={line} />
      {isLocked && sound.state === "connected" && mine.isPageIn && (
        <p className="small warn" role="status">
          {t("Cliquez une fois dans la page : le navigateur pourra faire sonner le téléphone.")}
        </p>
      )}
      <Indicators
        connection={connection}
        sound={sound.state}
        phone={phone}
        telephone={mine}
        isUnstable={desk.line.is_unstable}
      />
    </section>
  );
}

/** The voice is elsewhere: the levels of this page's microphone would mean nothing. */
function OnTelephone({ name, isMuted }: { name: string; isMuted: boolean }): ReactNode {
  return (
    <div className={clsx(css.telephoneNote, "live")} role="status">
      <b>{t("Sur le téléphone : {name}", { name })}</b>
      <span className="small">
        {isMuted
          ? t("Votre voix est coupée ici : le client ne vous entend pas.")
          : t("Attente, micro et fin d'appel : à l'écran ou sur l'appareil.")}
      </span>
    </div>
  );
}

/** Dialled from the screen, spoken over a telephone: it rings first. */
function Summons(): ReactNode {
  return (
    <p className={clsx(css.telephoneNote, "ring")} role="status">
      {t("Votre téléphone sonne : décrochez, l'appel partira aussitôt.")}
    </p>
  );
}

/** With a telephone, a page without sound is no trouble: only said. */
function PageSilent({ isAlone, state }: { isAlone: boolean; state: SoundState }): ReactNode {
  if (isAlone || state === "connected" || state === "connecting" || state === "asking") return null;
  return <p className="small soft">{t("Le navigateur n'a pas de son : seul le téléphone sonne et répond.")}</p>;
}

function CallPill({ phone }: { phone: PhoneState }): ReactNode {
  return (
    <span className={clsx("pill", css.state, phone.tone)} role="status">
      <span className="dot" />
      {phone.words}
    </span>
  );
}

function Timers({ call, current }: { call: NonNullable<PhoneState["call"]>; current: number }): ReactNode {
  const since = (iso: string): string => clock((current - Date.parse(iso)) / 1000);
  return (
    <div className={clsx("num", css.callTimer)} role="timer" aria-label={t("Durée de l'appel")}>
      {call.connected_at && since(call.connected_at)}
      {call.held_at && (
        <span className={css.besideTimer}>
          <span className="pill hold num">{t("attente {time}", { time: since(call.held_at) })}</span>
          {call.consultation?.answered_at && (
            <span className="pill live num">
              {t("superviseur {time}", { time: since(call.consultation.answered_at) })}
            </span>
          )}
        </span>
      )}
    </div>
  );
}

function LineFree({ desk, act }: { desk: CandidateDesk; act: (command: Command) => void }): ReactNode {
  const ended = desk.call?.state === "ended" ? desk.call : null;
  return (
    <>
      <div className="soft small">
        {ended ? (
          <>
            {endWords(ended)}
            {!!ended.seconds && <span className="num"> {`· ${clock(ended.seconds)}`}</span>}
          </>
        ) : (
          t("Prêt à recevoir un appel.")
        )}
      </div>
      <DialBox
        key={`${desk.exchange?.run_id ?? ""} ${desk.exchange?.wrap_up_since ?? ""}`}
        missed={desk.missed_calls}
        lastNumber={ended?.number ?? ""}
        proposed={desk.exchange?.wrap_up_since === null ? (desk.exchange.dial_number ?? "") : ""}
        dial={(number) => act({ type: "call.dial", number })}
      />
    </>
  );
}
