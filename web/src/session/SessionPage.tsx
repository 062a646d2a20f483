/** One session: seats, jurors, desk codes, and where each candidate stands. */

import { type SubmitEvent, type ReactNode, useState } from "react";
import { useParams } from "react-router";

import { client, server, wordsOf } from "../api/client";
import type { DeskCode, SeatSummary } from "../api/schema";
import { t } from "../i18n/t";
import { DayLink } from "../examday/DayLink";
import { AskTwice } from "../shared/AskTwice";
import { textIn } from "../shared/formText";
import { StaffBar } from "../shared/StaffBar";
import { closingQuestion } from "./closing";
import { JurorStates } from "./JurorStates";
import { JuryBoxes } from "./JuryBoxes";
import { Rehearsal } from "./Rehearsal";
import { Search } from "./Search";
import { SeatState } from "./SeatState";
import { Telephony } from "./Telephony";
import { useSession } from "./useSession";

export default function SessionPage(): ReactNode {
  const { sessionId = "" } = useParams();
  const [codes, setCodes] = useState<DeskCode[]>([]);
  const { session, problem, setProblem, add, isAdding, remove, seatJurors, close, reload } = useSession(sessionId);
  const { data: people = [] } = server.useQuery("get", "/api/staff/people");
  const isOpenExam = session?.kind === "exam" && !session.closed_at;
  const { data: days } = server.useQuery("get", "/api/staff/exam-days", {}, { enabled: isOpenExam });
  const isLedHere = days?.some((one) => one.session_id === sessionId && one.leads) ?? false;
  // What still runs is said before it is closed.
  const board = server.useQuery(
    "get",
    "/api/staff/exam-days/{session_id}/board",
    { params: { path: { session_id: sessionId }, query: {} } },
    { enabled: isOpenExam && isLedHere, refetchInterval: 5000 },
  );
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const candidate = {
      candidate_name: textIn(data, "name"),
      desk: textIn(data, "desk"),
      extra_minutes: Number(data.get("extra")),
      captions: data.get("captions") === "on",
    };
    add(candidate, () => form.reset());
  };
  const issue = async (seats: SeatSummary[]): Promise<void> => {
    const found: DeskCode[] = [];
    for (const seat of seats) {
      const params = { path: { seat_id: seat.seat_id } };
      const { data, error } = await client.POST("/api/staff/seats/{seat_id}/desk-code", { params });
      if (data) found.push(data);
      else setProblem(wordsOf(error));
    }
    setCodes(found);
    await reload();
  };
  if (!session)
    return (
      <div className="page">
        <StaffBar title={t("Séance")} />
        <main className="column">{problem && <p role="alert">{problem}</p>}</main>
      </div>
    );
  const jurors = people.filter((person) => !person.disabled && person.roles.some((role) => role !== "invigilator"));
  return (
    <div className="page">
      <StaffBar title={t("Séance")} />
      <main className="column wide">
        <div className="row between wrap">
          <div>
            <h2 style={{ fontSize: 26 }}>{session.title}</h2>
            <p className="soft">{`${session.kind === "exam" ? t("Examen") : t("Entraînement")} · ${session.company_name} · ${session.subject_title || t("sujets tirés au sort")} · ${session.minutes} min`}</p>
          </div>
          <div className="row wrap">
            {session.kind === "exam" && (
              <a className="btn" href={`/sessions/${session.id}/emploi-du-temps`}>
                {t("Préparer la journée d'épreuves")}
              </a>
            )}
            {session.kind === "exam" && (
              <a className="btn" href="/reseau">
                {t("Réseau de la salle")}
              </a>
            )}
            {session.kind === "exam" && (
              <a className="btn" href={`/sessions/${session.id}/deliberation`}>
                {t("Délibérations")}
              </a>
            )}
            <DayLink
              sessionId={session.id}
              isExam={session.kind === "exam"}
              isNext={session.places.length > 0 && !session.closed_at}
            />
            <button
              className="btn"
              disabled={!!session.closed_at || session.places.length === 0}
              onClick={() => void issue([...session.places])}
            >
              {t("Donner les codes de poste")}
            </button>
            <AskTwice
              className="btn"
              disabled={!!session.closed_at}
              question={closingQuestion(board.data)}
              yes={t("Oui, clore")}
              act={close}
            >
              {session.closed_at ? t("Close") : t("Clore la séance…")}
            </AskTwice>
          </div>
        </div>
        {problem && (
          <p role="alert" style={{ color: "var(--c-bad)" }}>
            {problem}
          </p>
        )}
        {session.is_rehearsal && <Rehearsal sessionId={session.id} />}
        <Telephony />
        {codes.length > 0 && <Codes codes={codes} close={() => setCodes([])} />}
        {session.places.length > 0 && <Search sessionId={session.id} />}
        {session.places.map((seat) => (
          <section key={seat.seat_id} className="card col" aria-label={seat.label}>
            <div className="row between wrap">
              <div>
                <b style={{ fontSize: 17 }}>{`${seat.label} · ${seat.candidate_name}`}</b>{" "}
                <span className="soft">{`${seat.desk}${seat.extra_minutes ? ` · +${seat.extra_minutes} min` : ""}${seat.has_code ? ` · ${t("code donné, pas encore utilisé")}` : ""}${seat.drawn_subject ? ` · ${t("sujet tiré : {title}", { title: seat.drawn_subject })}` : ""}`}</span>
              </div>
              <SeatState seat={seat} />
            </div>
            <JurorStates jurors={seat.jurors} />
            <div className="row wrap small">
              <JuryBoxes seat={seat} people={jurors} seatJurors={(next, reason) => seatJurors(seat, next, reason)} />
              <span className="grow" />
              <a className="btn slim" href={`/jury/candidat/${seat.seat_id}`}>
                {t("Poste du jury")}
              </a>
              <a className="btn slim" href={`/jury/candidat/${seat.seat_id}/reecoutes`}>
                {t("Réécoutes")}
              </a>
              <a className="btn slim" href={`/jury/candidat/${seat.seat_id}/vue-ensemble`}>
                {t("Vue d'ensemble")}
              </a>
              <button className="btn slim" onClick={() => void issue([seat])}>
                {t("Nouveau code")}
              </button>
              {!session.closed_at && (
                <AskTwice
                  label={t("Retirer… {who}", { who: `${seat.label} · ${seat.candidate_name}` })}
                  question={t(
                    "Inscrit par erreur ? Sa place et son code sont effacés, et ce retrait est gardé avec votre nom.",
                  )}
                  yes={t("Oui, retirer ce candidat")}
                  act={() => remove(seat)}
                >
                  {t("Retirer…")}
                </AskTwice>
              )}
            </div>
          </section>
        ))}
        {!session.closed_at && (
          <form className="card row wrap" onSubmit={submit}>
            <input
              className="field"
              style={{ width: 260 }}
              name="name"
              required
              minLength={2}
              aria-label={t("Nom du candidat")}
              placeholder={t("Nom du candidat")}
            />
            <input
              className="field"
              style={{ width: 160 }}
              name="desk"
              required
              aria-label={t("Poste")}
              placeholder={t("Poste 1")}
            />
            <label className="small row">
              {t("Temps majoré (min)")}
              <input
                className="field num"
                style={{ width: 80 }}
                name="extra"
                type="number"
                min={0}
                max={120}
                defaultValue={0}
              />
            </label>
            <label className="small row">
              <input type="checkbox" name="captions" />
              {t("Sous-titres des appels (aménagement)")}
            </label>
            <button className={session.places.length > 0 ? "btn" : "btn primary"} disabled={isAdding}>
              {t("Ajouter le candidat")}
            </button>
          </form>
        )}
      </main>
    </div>
  );
}

function Codes({ codes, close }: { codes: DeskCode[]; close: () => void }): ReactNode {
  return (
    <section className="card col codes" style={{ padding: 20 }} aria-label={t("Codes de poste")}>
      <div className="row between">
        <h2>{t("Codes de poste : affichés une seule fois")}</h2>
        <div className="row">
          <button className="btn slim primary" onClick={() => window.print()}>
            {t("Imprimer")}
          </button>
          <button className="btn slim" onClick={close}>
            {t("Fermer")}
          </button>
        </div>
      </div>
      <div className="two">
        {codes.map((code) => (
          <div key={code.seat_id} style={{ border: "1px dashed var(--c-field)", borderRadius: 10, padding: 16 }}>
            <b>{`${code.label} · ${code.candidate_name}`}</b> <span className="soft">{code.desk}</span>
            <div className="num" style={{ fontSize: 30, letterSpacing: ".1em", fontWeight: 700 }}>
              {code.code}
            </div>
            <div className="small soft">
              {t("Sur votre poste : {address}", { address: `${location.origin}/candidat` })}
            </div>
            {code.partner_code && (
              <div className="small">{t("Partenaire qui joue les clients : {code}", { code: code.partner_code })}</div>
            )}
          </div>
        ))}
      </div>
    </section>
  );
}
