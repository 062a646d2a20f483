/** The telephone: one card whose controls keep their order in every state; hanging up is last and apart. */

import { type ReactNode, useEffect, useState } from "react";

import type { CallView, CandidateDesk } from "../api/schema";
import { t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import type { SoundLine } from "../phone/line";
import { ringBack } from "../phone/ringer";
import { Key } from "../shared/Desk";
import { Devices, Meter, SoundHelp, soundWords, useSound } from "../shared/Sound";
import { clock } from "../shared/time";
import { useAltShortcuts } from "../shared/useShortcuts";
import { useNow } from "../shared/useNow";

interface SoftphoneProps {
  desk: CandidateDesk;
  live: LiveDesk<CandidateDesk>;
  line: SoundLine;
  now: () => number;
  openCheck: () => void;
}

export function callWords(call: CallView | null): [string, string] {
  if (!call || call.state === "ended") return ["", t("Ligne libre")];
  if (call.state === "ringing") return ["ring", call.caller === "customer" ? t("Sonne") : t("Appel en cours…")];
  if (call.lost_side) return ["bad", call.lost_side === "candidate" ? t("Votre son est coupé") : t("Le client est coupé")];
  if (call.state === "held") return ["hold", t("En attente")];
  return call.candidate_muted ? ["hold", t("Micro coupé")] : ["live", t("En communication")];
}

const REASONS: Record<string, string> = {
  hung_up: "Appel terminé",
  declined: "Appel refusé",
  no_answer: "Pas de réponse",
  cancelled: "Appel annulé",
  lost: "Appel coupé : le son n'est pas revenu",
  stopped: "Appel interrompu",
  server_restarted: "Appel coupé par un redémarrage ; l'enregistrement est conservé",
};

export function Softphone({ desk, live, line, now, openCheck }: SoftphoneProps): ReactNode {
  const sound = useSound(line);
  const call = desk.call && desk.call.state !== "ended" ? desk.call : null;
  const talking = call?.state === "connected" || call?.state === "held";
  const current = useNow(now, 500);
  const [wantedMute, setWantedMute] = useState<boolean | null>(null);
  const [padOpen, setPadOpen] = useState(false);
  const muted = call?.candidate_muted ?? false;
  const heldByMe = call?.held_by === "candidate";

  useEffect(() => setWantedMute(null), [muted, call?.call_id]);
  useEffect(() => (call?.state === "ringing" && call.caller === "candidate" ? ringBack() : undefined), [call?.state, call?.caller]);

  const act = (type: string, more: Record<string, unknown> = {}): void => void live.send({ type, ...more });
  const toggleMute = (): void => {
    if (!talking) return;
    setWantedMute(!muted);
    // The microphone closes at once here; the server confirms that it drops the sound too.
    if (!muted) line.letThrough(false);
    act("call.mute", { muted: !muted });
  };
  const toggleHold = (): void => {
    if (talking && (!call.held_by || heldByMe)) act(heldByMe ? "call.resume" : "call.hold");
  };
  const incoming = call?.state === "ringing" && call.caller === "customer";
  // A second's guard: a double press that answers must not hang up.
  const since = call?.connected_at ?? call?.rang_at;
  const guarded = !!since && current - Date.parse(since) < 1000;
  const hangUp = (): void => {
    if (call && !guarded) act(incoming ? "call.decline" : "call.hang_up");
  };
  useAltShortcuts({
    r: () => incoming && act("call.answer"),
    m: toggleMute,
    h: toggleHold,
    f: hangUp,
  });

  const [tone, words] = callWords(desk.call);
  const ended = desk.call?.state === "ended" ? desk.call : null;
  return (
    <div className="card col phone-card" style={{ gap: 12 }}>
      <div className="row between">
        <span className={`pill ${tone}`} role="status">
          <span className="dot" />
          {words}
        </span>
        {call?.recorded && <Recorded basis={desk.notice.legal_basis} days={desk.notice.retention_days} />}
      </div>
      {call ? (
        <div>
          <div className="strong" style={{ fontSize: 17 }}>{call.name}</div>
          <div className="soft num">
            {call.number} {"·"} {call.caller === "customer" ? t("appel entrant") : t("appel sortant")}
          </div>
        </div>
      ) : (
        <div className="soft small">{ended ? t(REASONS[ended.ends_reason ?? ""] ?? "Appel terminé") : t("Prêt à recevoir un appel.")}</div>
      )}
      {talking && call.connected_at && (
        <div className="num call-timer" role="timer">
          {clock((current - Date.parse(call.connected_at)) / 1000)}
          {call.held_at && <span className="pill hold num">{t("attente {time}", { time: clock((current - Date.parse(call.held_at)) / 1000) })}</span>}
        </div>
      )}
      {talking && (
        <>
          <Meter line={line} side="own" label={t("Vous")} note={muted ? t("micro coupé") : t("micro actif")} />
          <Meter line={line} side="other" label={t("Client")} />
        </>
      )}
      {incoming && (
        <button className="btn go" style={{ minHeight: 56, fontSize: 17 }} onClick={() => act("call.answer")}>
          {t("Répondre")} <Key>{"Alt R"}</Key>
        </button>
      )}
      {!call && <DialBox desk={desk} act={act} />}
      <div className="phone-controls">
        <button
          className={`btn ${muted ? "on" : ""}`}
          role="switch"
          aria-checked={muted}
          aria-busy={wantedMute !== null && wantedMute !== muted}
          aria-label={t("Couper le micro")}
          disabled={!talking}
          onClick={toggleMute}
        >
          {wantedMute !== null && wantedMute !== muted ? t("En cours…") : muted ? t("Micro coupé") : t("Micro actif")} <Key>{"Alt M"}</Key>
        </button>
        <button className={`btn ${heldByMe ? "on" : ""}`} disabled={!talking || (!!call.held_by && !heldByMe)} onClick={toggleHold}>
          {heldByMe ? t("Reprendre") : t("Attente")} <Key>{"Alt H"}</Key>
        </button>
        <button className="btn" disabled={!talking} aria-expanded={padOpen} onClick={() => setPadOpen(!padOpen)}>
          {t("Clavier")}
        </button>
        <button className="btn" onClick={openCheck} disabled={!!call}>
          {t("Test casque")}
        </button>
      </div>
      {padOpen && talking && <DialPad press={(digits) => act("call.digits", { digits })} />}
      <button className="btn stop" style={{ marginTop: 4 }} disabled={!call} onClick={hangUp}>
        {incoming ? t("Refuser") : t("Raccrocher")} <Key>{"Alt F"}</Key>
      </button>
      <SoundHelp line={line} state={sound.state} />
      <div className="row between small soft">
        <span>{soundWords(sound.state)}</span>
        <span>{desk.jury_present ? t("Jury présent") : t("Jury absent")}</span>
      </div>
      <Devices line={line} />
    </div>
  );
}

function DialBox({ desk, act }: { desk: CandidateDesk; act: (type: string, more?: Record<string, unknown>) => void }): ReactNode {
  const [number, setNumber] = useState("");
  const lastNumber = desk.call?.number ?? desk.missed_calls[0]?.number ?? "";
  return (
    <form
      className="col"
      onSubmit={(event) => {
        event.preventDefault();
        act("call.dial", { number: number || lastNumber });
      }}
    >
      {desk.missed_calls.map((missed) => (
        <button key={missed.run_id} type="button" className="btn on" onClick={() => act("call.dial", { number: missed.number })}>
          {t("Appel manqué : rappeler {name}", { name: missed.name })}
        </button>
      ))}
      <div className="row">
        <input
          className="field num"
          inputMode="tel"
          value={number}
          aria-label={t("Numéro à composer")}
          placeholder={t("Composer un numéro")}
          onChange={(event) => setNumber(event.target.value.replace(/[^0-9 +.*#]/g, ""))}
        />
        <button className="btn go" disabled={!number && !lastNumber}>
          {number || !lastNumber ? t("Appeler") : t("Rappeler")}
        </button>
      </div>
    </form>
  );
}

function DialPad({ press }: { press: (digits: string) => void }): ReactNode {
  return (
    <div className="dial-pad" role="group" aria-label={t("Clavier")}>
      {["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"].map((digit) => (
        <button key={digit} className="btn num" onClick={() => press(digit)}>
          {digit}
        </button>
      ))}
    </div>
  );
}

function Recorded({ basis, days }: { basis: string; days: number }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <span style={{ position: "relative" }}>
      <button className="pill bad" style={{ cursor: "pointer" }} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span className="dot" />
        {t("Enregistré")}
      </button>
      {isOpen && (
        <div className="card small recorded-why" role="note">
          {basis} {t("Conservation : {days} jours.", { days })}
        </div>
      )}
    </span>
  );
}
