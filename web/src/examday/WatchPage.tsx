/** The invigilator's desk: who is there, which clock runs, what happened, and help. Nothing of a subject. */

import styles from "./board.module.css";

import { type ReactNode, useState } from "react";
import { useParams } from "react-router";

import { isRefused, server, wordsOf } from "../api/client";
import type { Watch, WatchedPlace } from "../api/schema";
import { t } from "../i18n/t";
import { freshId } from "../shared/freshId";
import { clock as minutesAndSeconds } from "../shared/time";
import { Dialog } from "../shared/Dialog";
import { DayPicker, useDayInAddress } from "../shared/DayPicker";
import { StaffBar } from "../shared/StaffBar";
import { useNow } from "../shared/useNow";
import { BreakForm, breaksLeft, breakWords } from "./Breaks";
import { fullHour, hour } from "./hours";
import { Incidents } from "./Incidents";
import { Planned } from "./Planned";
import { PresenceForm } from "./PresenceForm";
import { isContradicted, presenceWords } from "./presence";
import { TypedWhileClosed } from "./TypedWhileClosed";
import { PrintQueue } from "./PrintQueue";
import { type DayActs, useDayActs } from "./useDayActs";
import { useServerClock } from "../shared/useServerClock";
import { PHASE_NAMES } from "./words";

export default function WatchPage(): ReactNode {
  const { sessionId = "" } = useParams();
  const [day, setDay] = useDayInAddress();
  const asked = server.useQuery(
    "get",
    "/api/staff/exam-days/{session_id}/watch",
    { params: { path: { session_id: sessionId }, query: day === undefined ? {} : { day } } },
    { refetchInterval: 2500 },
  );
  const acts = useDayActs(sessionId, asked.data?.day, () => void asked.refetch());
  // What was read before the day was closed runs no more: none of it stays.
  const isShut = isRefused(asked.error);
  return (
    <div className="page">
      <StaffBar title={t("Surveillance")} />
      <main className={styles.main}>
        {asked.isError && (
          <p role="alert" className={isShut ? styles.message : styles.problem}>
            {wordsOf(asked.error)}
          </p>
        )}
        {asked.data && !isShut && (
          <Room watch={asked.data} heardAt={asked.dataUpdatedAt} acts={acts} chooseDay={setDay} />
        )}
      </main>
    </div>
  );
}

interface RoomProps {
  watch: Watch;
  heardAt: number;
  acts: DayActs;
  chooseDay: (day: string) => void;
}

function Room({ watch, heardAt, acts, chooseDay }: RoomProps): ReactNode {
  const clock = useServerClock(watch.server_now, heardAt);
  const now = useNow(clock, 500);
  const [room, setRoom] = useState("");
  const [chosen, setChosen] = useState("");
  const places = watch.places.filter((place) => !room || place.room === room);
  const place = places.find((one) => one.seat_id === chosen);
  // One thing to do next: a call for help, then whoever works under a wrong presence, then the first who is expected.
  const next = watch.helps.some((one) => one.answered_at === null)
    ? undefined
    : (places.find(isContradicted) ?? places.find((one) => one.presence === "expected"));
  const message = watch.messages.findLast((one) => !one.room || !room || one.room === room);
  return (
    <>
      <div className={styles.strip}>
        <h2>{watch.title}</h2>
        <DayPicker days={watch.days} day={watch.day} choose={chooseDay} />
        {watch.rooms.length > 0 && (
          <label className="row small">
            {t("Salle")}
            <select
              className="field"
              style={{ width: "auto" }}
              value={room}
              onChange={(event) => setRoom(event.target.value)}
            >
              <option value="">{t("toutes les salles")}</option>
              {watch.rooms.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
        )}
        <dl className={`${styles.hours} num`}>
          <div>
            <dt>{t("Heure du serveur")}</dt>
            <dd>{fullHour(now)}</dd>
          </div>
        </dl>
      </div>
      {acts.problem && (
        <p role="alert" className={styles.problem}>
          {acts.problem}
        </p>
      )}
      {watch.closed && (
        <p className={styles.message} role="status">
          {t("Séance close : plus rien ne court dans cette salle. Il reste à imprimer ce qui est scellé.")}
        </p>
      )}
      {message && !watch.closed && (
        <p className={styles.message} role="status">
          {`${hour(message.at)} · ${message.text}`}
        </p>
      )}
      <div className={styles.watch}>
        <section className={styles.panel} aria-labelledby="there">
          <h2 id="there">{t("Candidats")}</h2>
          <ul className={`plain-list ${styles.people}`}>
            {places.map((one) => (
              <Person
                key={one.seat_id}
                place={watch.closed ? { ...one, phases: one.phases.map(stopped) } : one}
                now={now}
                isNext={!watch.closed && one === next}
                choose={() => setChosen(one.seat_id)}
              />
            ))}
          </ul>
        </section>
        <div className="col">
          {!watch.closed && <HelpCard watch={watch} room={room} acts={acts} />}
          <PrintQueue watch={watch} room={room} acts={acts} />
          <Incidents board={watch} acts={acts} mayClose={false} />
        </div>
      </div>
      {place && (
        <Dialog title={`${place.label} · ${place.candidate_name}`} close={() => setChosen("")} width={560}>
          {acts.problem && (
            <p role="alert" className={styles.problem}>
              {acts.problem}
            </p>
          )}
          <PresenceForm place={place} acts={acts} />
          <BreakForm place={place} acts={acts} />
          <button className="btn" onClick={() => setChosen("")}>
            {t("Fermer")}
          </button>
        </Dialog>
      )}
    </>
  );
}

/** A clock of a closed session runs no more, whatever its phase was doing. */
function stopped(phase: WatchedPlace["phases"][number]): WatchedPlace["phases"][number] {
  return phase.state === "running" || phase.state === "paused" ? { ...phase, state: "ended" } : phase;
}

interface PersonProps {
  place: WatchedPlace;
  now: number;
  /** Theirs is the next thing to do. */
  isNext: boolean;
  choose: () => void;
}

function Person({ place, now, isNext, choose }: PersonProps): ReactNode {
  const phase = place.phases.find((one) => one.state === "running" || one.state === "paused");
  const isWanted = place.presence === "expected";
  const isWrong = isContradicted(place);
  const who = place.candidate_name;
  return (
    <li className={styles.person}>
      <div className="grow">
        <b>{`${place.label} · ${place.candidate_name}`}</b>
        <div className="small soft">
          {[
            place.desk,
            presenceWords(place),
            place.identity ? t("identité contrôlée") : t("identité à contrôler"),
            place.connected ? t("poste ouvert") : t("poste fermé"),
            ...(place.breaks ? [breaksLeft(place.breaks)] : []),
          ].join(" · ")}
        </div>
        <Planned place={place} />
        <TypedWhileClosed place={place} />
      </div>
      <div className={`${styles.left} num`}>
        {phase ? (
          <>
            <span className="small soft">{t(PHASE_NAMES[phase.phase])}</span>
            <b>
              {phase.state === "paused"
                ? (breakWords(place.phases) ?? t("En pause"))
                : minutesAndSeconds(Math.max(0, Math.ceil((Date.parse(phase.ends_at ?? "") - now) / 1000)))}
            </b>
            {phase.state === "paused" && !phase.break_until && phase.pause_reason && (
              <span className="small soft">{phase.pause_reason}</span>
            )}
            {phase.ends_at && <span className="small soft">{t("fin à {at}", { at: hour(phase.ends_at) })}</span>}
          </>
        ) : (
          <span className="small soft">{t("Aucune étape en cours")}</span>
        )}
      </div>
      <button
        className={`btn slim ${isNext ? "primary" : ""}`}
        aria-label={
          isWanted
            ? t("Pointer {who}", { who })
            : isWrong
              ? t("Corriger la présence de {who}", { who })
              : t("Présence… de {who}", { who })
        }
        onClick={choose}
      >
        {isWanted ? t("Pointer") : isWrong ? t("Corriger") : t("Présence…")}
      </button>
    </li>
  );
}

/** Candidates' calls first, then one's own. */
function HelpCard({ watch, room, acts }: { watch: Watch; room: string; acts: DayActs }): ReactNode {
  const [text, setText] = useState("");
  const open = watch.helps.filter((one) => one.answered_at === null);
  const names = new Map(watch.places.map((place) => [place.seat_id, `${place.candidate_name}, ${place.desk}`]));
  const call = async (): Promise<void> => {
    if (await acts.act("help", { id: freshId(), text, room })) setText("");
  };
  return (
    <section className={styles.panel} aria-labelledby="help">
      <h2 id="help">{t("Aide")}</h2>
      {open.map((one, index) => (
        <div key={one.help_id} className="row between" role="status">
          <span>
            <b>{names.get(one.seat_id) ?? [one.room, one.by].filter(Boolean).join(", ")}</b>
            <span className="small soft">{` ${hour(one.at)}${one.text ? ` · ${one.text}` : ""}`}</span>
          </span>
          <button
            className={`btn slim ${index === 0 ? "primary" : ""}`}
            disabled={acts.isBusy}
            onClick={() => void acts.act(`help/${one.help_id}/answer`)}
          >
            {t("J'y vais")}
          </button>
        </div>
      ))}
      <div className="row">
        <input
          className="field"
          aria-label={t("Pour quoi ?")}
          placeholder={t("Pour quoi ?")}
          value={text}
          maxLength={300}
          onChange={(event) => setText(event.target.value)}
        />
        <button className={`btn ${styles.whole}`} disabled={acts.isBusy} onClick={() => void call()}>
          {t("Appeler le responsable")}
        </button>
      </div>
    </section>
  );
}
