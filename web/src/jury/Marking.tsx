/** Marking without leaving the conversation: a digit picks a criterion, + − N marks it at this second. */

import css from "./jury.module.css";
import marked from "../shared/marking.module.css";

import { clsx } from "clsx";
import { type ReactNode, useEffect, useMemo, useState } from "react";

import type { CriterionToObserve, FindingsView, JuryDesk } from "../api/schema";
import { plural, t } from "../i18n/t";
import type { LiveDesk } from "../live/desk";
import { newId } from "../live/socket";
import type { Message } from "../live/waiting";
import { AskTwice } from "../shared/AskTwice";
import { Key } from "../shared/Desk";
import { picked as pickedBy, type Sign, SIGN_KEYS, SYMBOLS, verdictIn, VERDICTS } from "../shared/marks";
import { NoteBox } from "../shared/NoteBox";
import { FirstToSee } from "../shared/FirstToSee";
import { Lacking, openFinding, Proposed, SET_ASIDE_KEY, WHY_KEY } from "../shared/Proposed";
import { SavedMark } from "../shared/SavedMark";
import { clock } from "../shared/time";
import { useAutosave } from "../shared/useAutosave";
import { useFindings } from "../shared/useFindings";
import { isTyping } from "../shared/useShortcuts";
import { Measured } from "./Measured";
import { pendingMarks } from "./pendingMarking";

interface MarkingProps {
  desk: JuryDesk;
  live: LiveDesk<JuryDesk>;
  /** What the server has not answered yet; `desk.marking` shows it as done. */
  pending: Message[];
  /** In words, while they cannot be sent. */
  waiting: ReactNode;
  now: () => number;
}

export function Marking({ desk, live, pending, waiting: unsent, now }: MarkingProps): ReactNode {
  const exchange = desk.exchange;
  const criteria = useMemo(() => exchange?.competences.flatMap((one) => one.criteria) ?? [], [exchange]);
  const [picked, setPicked] = useState<number | null>(null);
  const [noting, setNoting] = useState<string | null>(null);
  const [last, setLast] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const waiting = pendingMarks(pending);
  const found = useFindings(desk.may_mark && exchange?.started_at ? exchange.run_id : null, stageOf(desk));
  const isOff = !desk.may_mark || desk.marking.submitted || !exchange?.started_at;

  const mark = (criterion: string, sign: Sign, text = ""): void => {
    if (!exchange?.started_at) return;
    const id = newId();
    const seconds =
      Math.min(now(), exchange.ended_at ? Date.parse(exchange.ended_at) : now()) - Date.parse(exchange.started_at);
    // The second is the juror's own: sent late after a cut, it still says when.
    void live.send({
      type: "mark.place",
      mark_id: id,
      run_id: exchange.run_id,
      criterion,
      sign,
      text,
      at_seconds: Math.max(0, seconds / 1000),
      from_finding: false,
    });
    setLast(id);
    setPicked(null);
  };
  const undo = (): void => {
    if (last) void live.send({ type: "mark.remove", mark_id: last });
    setLast(null);
  };

  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (isOff || isTyping(event) || event.ctrlKey || event.altKey || event.metaKey) return;
      const digit = Number(event.key);
      const key = event.key.toLowerCase();
      const chosen = picked === null ? undefined : criteria[picked]?.criterion;
      const finding = chosen ? openFinding(found, desk.marking, exchange.run_id, chosen) : undefined;
      if (event.key.length === 1 && digit >= 1 && digit <= 9) setPicked(pickedBy(digit, picked, criteria.length));
      else if (event.key === "Escape") setPicked(null);
      else if (key === "u") undo();
      else if (finding && key === WHY_KEY) setAsked(asked === finding.criterion ? null : finding.criterion);
      else if (finding && key === SET_ASIDE_KEY)
        void live.send({
          type: "finding.reject",
          run_id: exchange.run_id,
          criterion: finding.criterion,
          verdict: finding.verdict,
          reason: "",
        });
      else if (event.key in SIGN_KEYS && picked !== null) {
        const criterion = criteria[picked]?.criterion;
        const sign = SIGN_KEYS[event.key];
        if (criterion && sign === "note") setNoting(criterion);
        else if (criterion && sign) mark(criterion, sign);
      } else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });

  if (!exchange) return <section id="notation" className="card" aria-label={t("Notation")} />;
  return (
    <section id="notation" className={clsx("card", css.juryRight)} aria-label={t("Notation")}>
      <div className="row between" style={{ padding: "0 2px" }}>
        <span className="strong">{exchange.competences.map((one) => one.competence).join(" · ")}</span>
        <span className="tiny soft">
          <Key>{"1"}</Key>
          {"–"}
          <Key>{"9"}</Key> {t("puis")} <Key>{"+"}</Key> <Key>{"−"}</Key> <Key>{"N"}</Key> {"·"} <Key>{"U"}</Key>{" "}
          {t("annule")}
        </span>
      </div>
      {unsent}
      <div className="scroll" style={{ flex: 1 }} tabIndex={0} role="region" aria-label={t("Critères")}>
        {!isOff && <Lacking found={found} />}
        {!isOff && (
          <FirstToSee
            found={found}
            marking={desk.marking}
            runId={exchange.run_id}
            criteria={criteria.map((one) => one.criterion)}
            go={(finding) => {
              setPicked(criteria.findIndex((one) => one.criterion === finding.criterion));
              setAsked(finding.criterion);
            }}
          />
        )}
        {exchange.competences.map((competence) => (
          <div key={competence.competence}>
            <h2 className={css.competence}>{`${competence.competence} · ${competence.label}`}</h2>
            {competence.criteria.map((criterion) => {
              const index = criteria.indexOf(criterion);
              return (
                <Criterion
                  key={criterion.criterion}
                  number={index + 1}
                  criterion={criterion}
                  isPicked={picked === index}
                  pick={() => setPicked(picked === index ? null : index)}
                  mark={(sign) => (sign === "note" ? setNoting(criterion.criterion) : mark(criterion.criterion, sign))}
                  isOff={isOff}
                  waiting={waiting}
                  found={found}
                  isAsked={asked === criterion.criterion}
                  desk={desk}
                  live={live}
                />
              );
            })}
          </div>
        ))}
        <Appreciations desk={desk} live={live} />
      </div>
      {noting && (
        <NoteBox
          key={noting}
          criterion={noting}
          draftKey={`combine.note.${desk.seat_id}.${desk.my_name}.${exchange.run_id}.${noting}`}
          save={(text) => {
            mark(noting, "note", text);
            setNoting(null);
          }}
          close={() => setNoting(null)}
        />
      )}
      {!desk.may_mark && <p className="small soft">{t("Vous jouez le client ; la notation revient au formateur.")}</p>}
      {desk.measured && <Measured measured={desk.measured} />}
      <Submit desk={desk} live={live} />
    </section>
  );
}

interface CriterionProps {
  number: number;
  criterion: CriterionToObserve;
  isPicked: boolean;
  pick: () => void;
  mark: (sign: Sign) => void;
  isOff: boolean;
  /** Marks that are still on their way to the server. */
  waiting: Set<string>;
  found: FindingsView | null;
  /** Why its finding says so was asked for. */
  isAsked: boolean;
  desk: JuryDesk;
  live: LiveDesk<JuryDesk>;
}

/** Changes whenever the evidence may have; in a call, every fifteen seconds of new words. */
function stageOf(desk: JuryDesk): string {
  const said = desk.captions?.lines.filter((one) => one.is_final).at(-1)?.at_seconds ?? 0;
  const step = desk.steps.find((one) => one.run_id === desk.exchange?.run_id);
  return JSON.stringify([
    step?.phase,
    step?.is_transcribed,
    Math.floor(said / 15),
    desk.conversation?.messages.length,
    desk.exchange?.qualification,
    desk.exchange?.confirmation?.sent_at,
  ]);
}

function Criterion({
  number,
  criterion,
  isPicked,
  pick,
  mark,
  isOff,
  waiting,
  found,
  isAsked,
  desk,
  live,
}: CriterionProps): ReactNode {
  const runId = desk.exchange?.run_id ?? "";
  const marks = desk.marking.marks.filter((one) => one.run_id === runId && one.criterion === criterion.criterion);
  const verdict = desk.marking.verdicts.find(
    (one) => one.mine && one.run_id === runId && one.criterion === criterion.criterion,
  );
  const finding = isOff ? undefined : openFinding(found, desk.marking, runId, criterion.criterion);
  const others = desk.marking.verdicts.filter(
    (one) => !one.mine && one.run_id === runId && one.criterion === criterion.criterion,
  );
  return (
    <div className={clsx(marked.criterion, isPicked && marked.picked)} data-testid="criterion">
      <button
        className={marked.criterionKey}
        aria-pressed={isPicked}
        aria-label={t("Critère {n}", { n: number })}
        onClick={pick}
      >
        {number}
      </button>
      <div className="grow">
        <div className="small">{criterion.label}</div>
        <div className="row wrap" style={{ gap: 4 }}>
          {marks.map((one) => (
            <button
              key={one.mark_id}
              className={clsx(marked.chip, marked[one.sign], waiting.has(one.mark_id) && marked.waiting)}
              data-sign={one.sign}
              title={
                waiting.has(one.mark_id)
                  ? t("En attente d'enregistrement")
                  : one.mine
                    ? `${one.text} ${t("(cliquer pour retirer)")}`
                    : `${one.by} ${one.text}`
              }
              disabled={!one.mine || desk.marking.submitted}
              onClick={() => void live.send({ type: "mark.remove", mark_id: one.mark_id })}
            >
              {`${SYMBOLS[one.sign]} ${clock(one.at_seconds)}${one.text ? ` ${one.text}` : ""}`}
              {waiting.has(one.mark_id) && <span className="sr">{t("En attente d'enregistrement")}</span>}
            </button>
          ))}
          {others.map((one) => (
            <span
              key={one.by}
              className={clsx(marked.chip, marked.note)}
            >{`${one.by} : ${t(VERDICTS[one.verdict] ?? "")}`}</span>
          ))}
        </div>
        {isPicked && (
          <div className="col" style={{ gap: 6, marginTop: 4 }}>
            <div className="tiny soft">{criterion.look_for}</div>
            <div className="row" style={{ gap: 4 }}>
              <button className="btn slim" disabled={isOff} onClick={() => mark("favourable")}>
                {t("+ favorable")}
              </button>
              <button className="btn slim" disabled={isOff} onClick={() => mark("unfavourable")}>
                {t("− défavorable")}
              </button>
              <button className="btn slim" disabled={isOff} onClick={() => mark("note")}>
                {t("Note…")}
              </button>
            </div>
          </div>
        )}
      </div>
      <select
        className={clsx(marked.verdict, verdict && marked[verdict.verdict])}
        aria-label={t("Avis sur : {label}", { label: criterion.label })}
        value={verdict?.verdict ?? ""}
        disabled={isOff}
        onChange={(event) =>
          void live.send({
            type: "verdict.set",
            run_id: runId,
            criterion: criterion.criterion,
            verdict: verdictIn(event.target.value),
            comment: verdict?.comment ?? "",
          })
        }
      >
        <option value="">{criterion.after_exchange ? t("à la fin") : "—"}</option>
        {Object.entries(VERDICTS).map(([value, label]) => (
          <option key={value} value={value}>
            {t(label)}
          </option>
        ))}
      </select>
      {finding && (
        <Proposed
          finding={finding}
          isAsked={isAsked}
          take={(sign, seconds, text) =>
            void live.send({
              type: "mark.place",
              mark_id: newId(),
              run_id: runId,
              criterion: criterion.criterion,
              sign,
              text,
              at_seconds: seconds,
              from_finding: true,
            })
          }
          reject={(refused) =>
            void live.send({
              type: "finding.reject",
              run_id: runId,
              criterion: criterion.criterion,
              verdict: refused,
              reason: "",
            })
          }
        />
      )}
    </div>
  );
}

function Appreciations({ desk, live }: { desk: JuryDesk; live: LiveDesk<JuryDesk> }): ReactNode {
  if (!desk.exchange || !desk.may_mark) return null;
  return (
    <div className="col" style={{ marginTop: 10 }}>
      {desk.exchange.competences.map(({ competence }) => (
        <Appreciation
          key={competence}
          competence={competence}
          keepKey={`combine.appreciation.${desk.seat_id}.${desk.my_name}.${competence}`}
          text={desk.marking.appreciations.find((one) => one.mine && one.competence === competence)?.text ?? ""}
          live={live}
          isOff={desk.marking.submitted}
        />
      ))}
    </div>
  );
}

interface AppreciationProps {
  competence: string;
  text: string;
  live: LiveDesk<JuryDesk>;
  isOff: boolean;
  /** Where this browser keeps what the server does not have yet. */
  keepKey: string;
}

function Appreciation({ competence, text: kept, live, isOff, keepKey }: AppreciationProps): ReactNode {
  const { text, status, type, flush } = useAutosave(
    kept,
    async (words) => (await live.send({ type: "appreciation.set", competence, text: words })).ok,
    keepKey,
  );
  const id = `appreciation-${competence}`;
  return (
    <div className="small strong">
      <div className="row between">
        <label htmlFor={id}>{t("Appréciation {competence}", { competence })}</label>
        <span role="status">
          {status === "saved" ? (
            text && <span className="tiny soft">{t("enregistrée")}</span>
          ) : (
            <SavedMark status={status} savedAt={null} />
          )}
        </span>
      </div>
      <textarea
        id={id}
        className="field"
        rows={2}
        value={text}
        readOnly={isOff}
        maxLength={4000}
        onChange={(event) => type(event.target.value)}
        onBlur={flush}
      />
    </div>
  );
}

function Submit({ desk, live }: { desk: JuryDesk; live: LiveDesk<JuryDesk> }): ReactNode {
  if (!desk.may_mark) return null;
  if (desk.marking.submitted)
    return (
      <p className="small soft" role="status">
        {desk.marking.others_submitted
          ? t("Notations rendues : les avis des deux jurés sont visibles.")
          : t("Votre notation est rendue. Celle des autres jurés s'affichera quand ils auront rendu la leur.")}
      </p>
    );
  const missing = desk.matrix.reduce((sum, cell) => sum + Math.max(0, cell.observable - cell.observed), 0);
  return (
    <div className="row" style={{ justifyContent: "flex-end" }}>
      <AskTwice
        question={
          missing > 0
            ? plural(
                missing,
                "{n} critère sans repère ni avis. Rendre quand même ?",
                "{n} critères sans repère ni avis. Rendre quand même ?",
              )
            : t("Rendre définitivement ?")
        }
        yes={t("Oui, rendre")}
        act={() => void live.send({ type: "marking.submit" })}
      >
        {t("Rendre ma notation…")}
      </AskTwice>
    </div>
  );
}
