/** The jury's face of an exchange: who plays and how (left), what is expected (right). Never shown to the candidate. */

import css from "./studio.module.css";

import { type ReactNode } from "react";

import type { Company } from "../api/schema";
import { t } from "../i18n/t";
import { type Content, freeId, listAt, textAt } from "./content";
import { Criteria } from "./Criteria";
import { FaultNotes } from "./FaultNotes";
import { Choice, LineList, Lines, pasteLine, TextField } from "./fields";
import { useEdited } from "./useItem";

/** Who is played: what the juror reads. */
export function PlayedHalf(): ReactNode {
  const { content } = useEdited();
  return (
    <div className={css.half}>
      <div className={css.who}>
        <TextField path="jury.who" label={t("Qui")} rows={2} />
        <TextField path="jury.mood" label={t("Humeur")} rows={2} />
      </div>
      <TextField path="jury.opening_line" label={t("Première phrase")} className={css.opening} isBig />
      <TextField path="jury.situation" label={t("La situation")} rows={2} />
      <Pairs
        path="jury.mood_evolution"
        label={t("L'humeur change : si le conseiller…, alors le client…")}
        names={["when", "then"]}
        words={[t("Si le conseiller…"), t("Alors le client…")]}
      />
      <div className={css.pair}>
        <Lines path="jury.facts_if_asked" label={t("Seulement si on le lui demande")} />
        <Lines path="jury.objections" label={t("Objections")} />
        <Lines path="jury.traps" label={t("Pièges")} />
        <Lines path="jury.calms" label={t("Ce qui le calme")} />
        <Lines path="jury.hardens" label={t("Ce qui le durcit")} />
        <div className="col">
          <TextField path="jury.end_when" label={t("Se termine quand")} />
          <TextField path="jury.closing_line" label={t("Dernière phrase (facultative)")} />
        </div>
      </div>
      {textAt(content, "candidate.channel") === "chat" && (
        <Pairs
          path="jury.ready_replies"
          label={t("Réponses prêtes du chat")}
          names={["trigger", "text"]}
          words={[t("Quand on lui demande"), t("Il répond")]}
        />
      )}
    </div>
  );
}

/** What a right handling is: what the jury compares with. */
export function ExpectedHalf({ company }: { company: Company | null }): ReactNode {
  const { content } = useEdited();
  const lists = company?.qualification;
  const options = (choices: { id: string; label: string }[] = []): { value: string; label: string }[] =>
    choices.map((one) => ({ value: one.id, label: one.label }));
  const confirms = textAt(content, "candidate.written_confirmation") !== "";
  return (
    <div className={css.half}>
      <TextField path="jury.expected_answer" label={t("Réponse attendue")} rows={3} />
      <div className={css.pair}>
        <Facts kind="must_say" label={t("À dire")} tone="say" />
        <Facts kind="must_not_promise" label={t("Ne jamais promettre")} tone="never" />
      </div>
      <div className={css.three}>
        <Choice
          path="jury.expected_qualification.motif"
          label={t("Motif attendu")}
          none={t("Choisir…")}
          options={options(lists?.motifs)}
        />
        <Choice
          path="jury.expected_qualification.statut"
          label={t("Statut attendu")}
          none={t("Choisir…")}
          options={options(lists?.statuts)}
        />
        <Choice
          path="jury.expected_qualification.suite"
          label={t("Suite attendue")}
          none={t("Choisir…")}
          options={options(lists?.suites)}
        />
      </div>
      <Criteria />
      {confirms && (
        <div className={css.pair}>
          <Lines path="jury.expected_confirmation.mentions" label={t("La confirmation contient")} tone="say" />
          <Lines path="jury.expected_confirmation.must_not_mention" label={t("Elle ne contient pas")} tone="never" />
        </div>
      )}
      <div className={css.pair}>
        <Lines path="jury.expected_steps" label={t("Démarche attendue")} />
        <TextField path="jury.expected_qualification.appointment" label={t("Rendez-vous (facultatif)")} />
      </div>
    </div>
  );
}

/** Facts of one kind; those of the others stay where they are. */
function Facts({ kind, label, tone }: { kind: string; label: string; tone: "say" | "never" }): ReactNode {
  const { content, set } = useEdited();
  const all = listAt<Content>(content, "jury.expected_facts");
  const mine = all.filter((one) => one["kind"] === kind);
  const change = (lines: string[]): void => {
    const taken = all.map((one) => String(one["id"]));
    const next = lines.map((text, index) => {
      const known = mine[index];
      if (known) return { ...known, text };
      const id = freeId("fait", taken);
      taken.push(id);
      return { id, kind, text };
    });
    set("jury.expected_facts", [...all.filter((one) => one["kind"] !== kind), ...next]);
  };
  return (
    <div className={css.entry}>
      <LineList
        path={`jury.expected_facts.${kind}`}
        label={label}
        tone={tone}
        lines={mine.map((one) => textAt(one, "text"))}
        change={change}
      />
      {mine.map((one) => (
        <FaultNotes key={String(one["id"])} path={`jury.expected_facts.${all.indexOf(one)}.text`} />
      ))}
    </div>
  );
}

interface PairsProps {
  path: string;
  label: string;
  names: [string, string];
  words: [string, string];
}

/** Two words a line: what happens, what follows. */
function Pairs({ path, label, names, words }: PairsProps): ReactNode {
  const { content, set } = useEdited();
  const all = listAt<Content>(content, path);
  const [first, second] = names;
  const write = (index: number, name: string, value: string): void => {
    const before = all[index] ?? { [first]: "", [second]: "" };
    const next =
      index < all.length ? all.with(index, { ...before, [name]: value }) : [...all, { ...before, [name]: value }];
    set(path, next);
  };
  const tidy = (): void => {
    const kept = all.filter((one) => textAt(one, first).trim() !== "" || textAt(one, second).trim() !== "");
    if (kept.length < all.length) set(path, kept);
  };
  return (
    <fieldset className={css.pairs}>
      <legend className="label">{label}</legend>
      {[...all, null].map((one, index) => (
        <div key={index} className={css.evolution}>
          {names.map((name, side) => (
            <textarea
              key={name}
              className={`field ${css.growing}`}
              rows={1}
              maxLength={8000}
              aria-label={`${words[side] ?? ""} ${index + 1}`}
              placeholder={one === null ? words[side] : undefined}
              value={textAt(one ?? {}, name)}
              onChange={(event) => write(index, name, event.target.value)}
              onPaste={pasteLine}
              onBlur={tidy}
            />
          ))}
          {names.map((name) => (
            <FaultNotes key={name} path={`${path}.${index}.${name}`} />
          ))}
        </div>
      ))}
    </fieldset>
  );
}
