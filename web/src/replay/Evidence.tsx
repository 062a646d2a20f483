/** Criteria and their evidence; marks can be added while listening. */

import css from "./replay.module.css";
import marked from "../shared/marking.module.css";
import spoken from "./said.module.css";

import { clsx } from "clsx";
import { type ReactNode, useEffect, useState } from "react";

import type { FindingsView, ProposedFinding, ReplayView } from "../api/schema";
import { t } from "../i18n/t";
import { picked as pickedBy, type Sign, SIGN_KEYS, SYMBOLS, type Verdict, verdictIn, VERDICTS } from "../shared/marks";
import { NoteBox } from "../shared/NoteBox";
import { FirstToSee } from "../shared/FirstToSee";
import { Lacking, openFinding, Proposed, SET_ASIDE_KEY, WHY_KEY } from "../shared/Proposed";
import { clock } from "../shared/time";
import { useDraft } from "../shared/useDraft";
import { isTyping } from "../shared/useShortcuts";
import { AskSecondReader, useSecondReading } from "./SecondReading";
import { TrainerWords } from "./TrainerWords";

/** What the evidence suggests, and what a juror does with it. */
export interface Proposals {
  found: FindingsView | null;
  take: (criterion: string, sign: Sign, seconds: number | null, text: string) => void;
  reject: (criterion: string, verdict: ProposedFinding["verdict"]) => void;
}

interface EvidenceProps {
  view: ReplayView;
  at: number;
  zero: number;
  seek: (seconds: number) => void;
  place?: (criterion: string, sign: Sign, seconds: number, text: string) => void;
  remove?: (markId: string) => void;
  judge?: (criterion: string, verdict: Verdict) => void;
  share?: (text: string) => void;
  draft?: string;
  proposals?: Proposals;
}

export function Evidence({
  view,
  at,
  zero,
  seek,
  place,
  remove,
  judge,
  share,
  draft,
  proposals,
}: EvidenceProps): ReactNode {
  const criteria = view.competences.flatMap((one) => one.criteria);
  const [picked, setPicked] = useState<number | null>(null);
  const [noting, setNoting] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const reading = useSecondReading(view.run_id);
  const mayMark = view.may_mark && place !== undefined && !view.marking?.submitted;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!mayMark || isTyping(event) || event.ctrlKey || event.altKey || event.metaKey) return;
      const digit = Number(event.key);
      const criterion = picked === null ? undefined : criteria[picked]?.criterion;
      const sign = SIGN_KEYS[event.key];
      const key = event.key.toLowerCase();
      const finding =
        criterion && proposals ? openFinding(proposals.found, view.marking, view.run_id, criterion) : undefined;
      if (event.key.length === 1 && digit >= 1 && digit <= 9) setPicked(pickedBy(digit, picked, criteria.length));
      else if (criterion && sign === "note") setNoting(criterion);
      else if (criterion && sign) place(criterion, sign, at, "");
      else if (finding && key === WHY_KEY) setAsked(asked === finding.criterion ? null : finding.criterion);
      else if (finding && proposals && key === SET_ASIDE_KEY) proposals.reject(finding.criterion, finding.verdict);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
  return (
    <section className={clsx("card", css.evidence)} aria-label={t("Critères et preuves")}>
      <div className="row between">
        <span className="strong">{t("Critères et preuves")}</span>
        {mayMark && (
          <span className="tiny soft">{t("1–9 puis + − N : repère à {time}", { time: clock(at - zero) })}</span>
        )}
      </div>
      <div className="scroll" style={{ flex: 1 }} tabIndex={0} role="region" aria-label={t("Critères")}>
        {view.feedback_text && <TrainerWords text={view.feedback_text} zero={zero} seek={seek} />}
        {mayMark && proposals && view.transcript.state !== "waiting" && <Lacking found={proposals.found} />}
        {mayMark && proposals && (
          <FirstToSee
            found={proposals.found}
            marking={view.marking}
            runId={view.run_id}
            criteria={criteria.map((one) => one.criterion)}
            go={(finding) => {
              setPicked(criteria.findIndex((one) => one.criterion === finding.criterion));
              setAsked(finding.criterion);
              if (finding.moments[0]) seek(finding.moments[0].at_seconds - 1);
            }}
          />
        )}
        {mayMark && proposals?.found?.second_reader && view.ended_at && (
          <AskSecondReader reader={proposals.found.second_reader} reading={reading} />
        )}
        {criteria.map((criterion, index) => {
          const marks =
            view.marking?.marks.filter(
              (mark) => mark.run_id === view.run_id && mark.criterion === criterion.criterion,
            ) ?? [];
          const verdicts =
            view.marking?.verdicts.filter(
              (one) => one.run_id === view.run_id && one.criterion === criterion.criterion,
            ) ?? [];
          const mine = verdicts.find((one) => one.mine);
          const finding =
            mayMark && proposals
              ? openFinding(proposals.found, view.marking, view.run_id, criterion.criterion)
              : undefined;
          const second =
            mayMark && proposals
              ? reading.read?.findings.find((one) => one.criterion === criterion.criterion)
              : undefined;
          return (
            <div
              key={criterion.criterion}
              className={clsx(marked.criterion, picked === index && marked.picked)}
              data-testid="criterion"
            >
              <button
                className={marked.criterionKey}
                disabled={!mayMark}
                aria-pressed={picked === index}
                aria-label={t("Critère {n}", { n: index + 1 })}
                onClick={() => setPicked(picked === index ? null : index)}
              >
                {index + 1}
              </button>
              <div className="grow">
                <div className="small">
                  <b>{criterion.criterion}</b> {criterion.label}
                </div>
                <div className="row wrap" style={{ gap: 4 }}>
                  {marks.map((mark) => (
                    <span key={mark.mark_id} className={clsx(marked.chip, marked[mark.sign])} data-sign={mark.sign}>
                      <button
                        className={spoken.chipIn}
                        title={`${mark.by} ${mark.text}`}
                        onClick={() => seek(mark.at_seconds - 2)}
                      >
                        {`${SYMBOLS[mark.sign]} ${clock(mark.at_seconds - zero)} ${mark.text}`}
                      </button>
                      {mark.mine && mayMark && remove && (
                        <button
                          className={spoken.chipIn}
                          aria-label={t("Retirer ce repère")}
                          onClick={() => remove(mark.mark_id)}
                        >
                          {"×"}
                        </button>
                      )}
                    </span>
                  ))}
                  {verdicts
                    .filter((one) => !one.mine || !mayMark)
                    .map((one) => (
                      <span
                        key={one.by}
                        className={clsx(marked.chip, marked.note)}
                      >{`${one.by} : ${t(VERDICTS[one.verdict] ?? "")}`}</span>
                    ))}
                </div>
                {picked === index && mayMark && (
                  <div className="row" style={{ gap: 4, marginTop: 4 }}>
                    <button className="btn slim" onClick={() => place(criterion.criterion, "favourable", at, "")}>
                      {t("+ favorable")}
                    </button>
                    <button className="btn slim" onClick={() => place(criterion.criterion, "unfavourable", at, "")}>
                      {t("− défavorable")}
                    </button>
                    <button className="btn slim" onClick={() => setNoting(criterion.criterion)}>
                      {t("Note…")}
                    </button>
                  </div>
                )}
              </div>
              {mayMark && judge && (
                <select
                  className={clsx(marked.verdict, mine && marked[mine.verdict])}
                  value={mine?.verdict ?? ""}
                  aria-label={t("Avis sur : {label}", { label: criterion.label })}
                  onChange={(event) => judge(criterion.criterion, verdictIn(event.target.value))}
                >
                  <option value="">{"—"}</option>
                  {Object.entries(VERDICTS).map(([value, label]) => (
                    <option key={value} value={value}>
                      {t(label)}
                    </option>
                  ))}
                </select>
              )}
              {finding && proposals && (
                <Proposed
                  finding={finding}
                  isAsked={asked === finding.criterion}
                  seek={(seconds) => seek(seconds - 1)}
                  take={(sign, seconds, text) => proposals.take(criterion.criterion, sign, seconds, text)}
                  reject={(verdict) => proposals.reject(criterion.criterion, verdict)}
                />
              )}
              {second && proposals && (
                <Proposed
                  finding={second}
                  reader={reading.read?.reader.model}
                  seek={(seconds) => seek(seconds - 1)}
                  take={(sign, seconds, text) => proposals.take(criterion.criterion, sign, seconds, text)}
                />
              )}
            </div>
          );
        })}
      </div>
      {noting && place && (
        <NoteBox
          key={noting}
          criterion={noting}
          draftKey={`combine.note.replay.${view.run_id}.${noting}`}
          save={(text) => {
            place(noting, "note", at, text);
            setNoting(null);
          }}
          close={() => setNoting(null)}
        />
      )}
      {share && (
        <Share
          share={share}
          draftKey={`combine.shared.${view.run_id}`}
          shared={view.feedback_text}
          draft={draft ?? ""}
        />
      )}
    </section>
  );
}

interface ShareProps {
  share: (text: string) => void;
  shared: string | null;
  /** From what was read; the trainer changes what they will. */
  draft: string;
  /** Under which name the words are kept in this browser until they are shared. */
  draftKey: string;
}

function Share({ share, shared, draft, draftKey }: ShareProps): ReactNode {
  const { text, write: setText, clear } = useDraft(draftKey, shared ?? "");
  return (
    <form
      className="col"
      onSubmit={(event) => {
        event.preventDefault();
        clear();
        share(text);
      }}
    >
      <label className="small strong">
        {t("Mot pour le candidat")}
        <textarea
          className="field"
          rows={text.includes("\n") ? 6 : 2}
          value={text}
          maxLength={4000}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <div className="row" style={{ justifyContent: "flex-end" }}>
        {draft && !text.includes(draft) && (
          <button
            type="button"
            className="btn slim plain"
            onClick={() => setText([text.trim(), draft].filter(Boolean).join("\n\n"))}
          >
            {t("Proposer un texte")}
          </button>
        )}
        <button className="btn slim">
          {shared === null ? t("Partager avec le candidat") : t("Partager à nouveau")}
        </button>
      </div>
    </form>
  );
}
