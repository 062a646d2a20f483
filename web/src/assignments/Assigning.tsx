/** An exercise given to be done by a day: the day, a word, and what is said once it is given. */

import css from "./assignments.module.css";

import { clsx } from "clsx";
import { type ReactNode, useState } from "react";

import { client, wordsOf } from "../api/client";
import type { NewAssignment } from "../api/schema";
import type { Exercise } from "../catalogue/useGiving";
import { plural, t } from "../i18n/t";
import { dayInWords, isoDay, nextFriday } from "./days";

export interface AskedDue {
  /** ISO date; empty while it is being typed. */
  dueOn: string;
  word: string;
  /** All of the group, and whoever joins it. */
  isForGroup: boolean;
}

interface Assigning {
  asked: AskedDue;
  ask: (asked: AskedDue) => void;
  problem: string;
  isSending: boolean;
  given: NewAssignment | null;
  /** To these by name, beside the group where it is asked for. */
  assign: (trainees: string[]) => Promise<void>;
}

export function useAssigning(exercise: Exercise, group: string): Assigning {
  const [asked, ask] = useState<AskedDue>(() => ({ dueOn: nextFriday(new Date()), word: "", isForGroup: true }));
  const [problem, setProblem] = useState("");
  const [isSending, setSending] = useState(false);
  const [given, setGiven] = useState<NewAssignment | null>(null);
  const assign = async (trainees: string[]): Promise<void> => {
    setSending(true);
    const { data, error } = await client.POST("/api/staff/assignments", {
      body: {
        pack_id: exercise.pack_id,
        subject_id: exercise.subject_id,
        exchange_id: exercise.exchange_id,
        group_name: group,
        trainees,
        is_for_group: group !== "" && asked.isForGroup,
        due_on: asked.dueOn,
        word: asked.word.trim(),
      },
    });
    setSending(false);
    setProblem(wordsOf(error));
    setGiven(data ?? null);
  };
  return { asked, ask, problem, isSending, given, assign };
}

interface DueFieldsProps {
  asked: AskedDue;
  ask: (asked: AskedDue) => void;
  group: string;
}

export function DueFields({ asked, ask, group }: DueFieldsProps): ReactNode {
  return (
    <>
      <div className={clsx("row wrap", css.due)}>
        <label className="small strong">
          {t("À faire d'ici le")}
          <input
            className="field"
            type="date"
            min={isoDay(new Date())}
            value={asked.dueOn}
            onChange={(event) => ask({ ...asked, dueOn: event.target.value })}
          />
        </label>
        <span className="small soft">{asked.dueOn && dayInWords(asked.dueOn)}</span>
      </div>
      {group && (
        <label className="row small">
          <input
            type="checkbox"
            checked={asked.isForGroup}
            onChange={(event) => ask({ ...asked, isForGroup: event.target.checked })}
          />
          {t("Tous ceux du groupe « {group} », et ceux qui le rejoindront", { group })}
        </label>
      )}
      <label className="small strong">
        {t("Un mot pour eux (facultatif)")}
        <input
          className="field"
          maxLength={400}
          value={asked.word}
          onChange={(event) => ask({ ...asked, word: event.target.value })}
        />
      </label>
    </>
  );
}

interface AssignedProps {
  given: NewAssignment;
  dueOn: string;
  group: string;
  close: () => void;
}

/** It is given: where to follow it, and how those come in who are signed in nowhere. */
export function Assigned({ given, dueOn, group, close }: AssignedProps): ReactNode {
  return (
    <>
      <p role="status">
        {plural(
          given.trainees,
          "Donné à {n} stagiaire, à faire d'ici le {day}.",
          "Donné à {n} stagiaires, à faire d'ici le {day}.",
          { day: dayInWords(dueOn) },
        )}
      </p>
      <p className="small soft">
        {t(
          "Qui est à un poste d'entraînement le voit dans la minute. Aux autres, donnez un code de poste de cette séance.",
        )}
      </p>
      <div className="row wrap">
        <a className="btn primary" href={`/bibliotheque/a-faire${group ? `?groupe=${encodeURIComponent(group)}` : ""}`}>
          {t("Voir les exercices à faire")}
        </a>
        <a className="btn" href={`/sessions/${given.session_id}`}>
          {t("Codes de poste")}
        </a>
        <button className="btn" onClick={close}>
          {t("Fermer")}
        </button>
      </div>
    </>
  );
}
