import css from "./home.module.css";

import { clsx } from "clsx";
import { type ReactNode, useState } from "react";

import { client, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import {
  DAY_STEPS,
  type DayStep,
  DEMO_STEPS,
  type DemoStep,
  forgetDemoSteps,
  useTickedSteps,
} from "../shared/demoSteps";

const WORDS: Record<DemoStep, [string, string]> = {
  desks: ["Ouvrez les deux postes", "Autorisez le micro dans chacun des deux onglets, avec un casque."],
  ring: ["Appelez le candidat", "Onglet du jury : échange 1, « Démarrer ». Le poste du candidat sonne."],
  talk: [
    "Répondez et parlez",
    "Onglet du candidat : « Répondre ». Au jury, un chiffre choisit un critère, + ou − pose un repère.",
  ],
  qualify: ["Raccrochez et qualifiez", "Le candidat choisit motif, statut et suite, puis « Terminer l'échange »."],
  chat: ["Passez au chat", "Onglet du jury : échange 2, « Démarrer », puis écrivez comme le client."],
};

const DAY_STEP_WORDS: Record<DayStep, [string, string]> = {
  day_desk: [
    "Ouvrez les quatre postes",
    "Responsable, candidat, jury et surveillant, chacun dans son onglet. Un casque et un micro serviront à l'étape 4.",
  ],
  day_open: [
    "Ouvrez les plis, pointez, ouvrez la première étape",
    "Au responsable : « À faire maintenant ». Aux plis, Léa Martin tape son nom complet. Elle a deux minutes pour écrire ; tout se remet seul.",
  ],
  day_prepare: [
    "Passez à la préparation, tirez le sujet",
    "Au responsable : « Ouvrir la préparation ». Au jury : « Tirer le sujet ». Le candidat dit un mot et prend des notes.",
  ],
  day_exchange: [
    "Ouvrez les échanges et jouez-en un",
    "Onglet du jury : « Démarrer ». Le poste du candidat sonne ou un chat s'ouvre.",
  ],
  day_interview: [
    "Allez jusqu'à l'entretien final",
    "Au jury : « Entretien ». Essayez en chemin une pause, du temps majoré, une évacuation.",
  ],
};

type Who = "candidate" | "jury" | "second_jury" | "trainer" | "session_lead" | "invigilator";
type Session = "practice" | "exam" | "day";

const SESSIONS: [Session, string][] = [
  ["practice", "Entraînement : trois échanges simples"],
  ["exam", "Examen : les six échanges du titre"],
  ["day", "Une journée d'examen en dix minutes"],
];

/** Every sentence of these tables. */
export const DEMO_WORDS = [
  ...Object.values(WORDS).flat(),
  ...Object.values(DAY_STEP_WORDS).flat(),
  ...SESSIONS.map(([, words]) => words),
];

/** Opens both desks in two tabs of this browser; the card ticks itself as it happens. */
export function Demo(): ReactNode {
  const [session, setSession] = useState<Session>("practice");
  const [problem, setProblem] = useState("");
  const open = async (who: Who): Promise<void> => {
    setProblem("");
    // Opened in the click itself: browsers block what opens later.
    const isStaff = who !== "candidate" && session !== "day";
    const tab = window.open("about:blank", `combine-${isStaff ? "staff" : who}`);
    const { data: door, error } = await client.POST("/api/public/demo/enter", { body: { as: who, session } });
    if (!door) {
      tab?.close();
      setProblem(wordsOf(error));
    } else if (tab) tab.location.href = door.path;
    else location.assign(door.path);
  };
  // The day begins at the responsible person's desk; a call, at both.
  const other = session === "day" ? "btn" : "btn primary";
  return (
    <div className={css.demo}>
      <section className="card col" style={{ padding: 24, gap: 14 }} aria-labelledby="demo-title">
        <h2 id="demo-title">{t("Essayer, seul ou à deux")}</h2>
        <fieldset className={css.choices}>
          <legend className="sr">{t("Séance")}</legend>
          {SESSIONS.map(([id, words]) => (
            <label key={id} className="row">
              <input type="radio" name="session" value={id} checked={session === id} onChange={() => setSession(id)} />
              {t(words)}
            </label>
          ))}
        </fieldset>
        {session === "day" && (
          <button className={clsx("btn primary", css.big)} onClick={() => void open("session_lead")}>
            {t("Ouvrir la journée, comme responsable")}
          </button>
        )}
        <button className={clsx(other, css.big)} onClick={() => void open("candidate")}>
          {t("Ouvrir le poste du candidat")}
        </button>
        <button className={clsx(other, css.big)} onClick={() => void open("jury")}>
          {t("Ouvrir le poste du jury")}
        </button>
        {session === "day" && (
          <button className={clsx(other, css.big)} onClick={() => void open("invigilator")}>
            {t("Ouvrir le poste du surveillant")}
          </button>
        )}
        {problem && (
          <p role="alert" className={css.problem}>
            {problem}
          </p>
        )}
        {session !== "day" && (
          <>
            <div className="row wrap">
              <span className="soft small">{t("Ou entrer comme :")}</span>
              <button className="link" onClick={() => void open("second_jury")}>
                {t("second juré")}
              </button>
              <button className="link" onClick={() => void open("trainer")}>
                {t("formateur")}
              </button>
              <button className="link" onClick={() => void open("session_lead")}>
                {t("responsable de session")}
              </button>
            </div>
            <p className="soft small">
              {t(
                "Une personne de l'équipe à la fois par navigateur : pour un second juré en même temps, ouvrez cette page dans une fenêtre privée.",
              )}
            </p>
          </>
        )}
      </section>
      {session === "day" ? (
        <StepsCard
          key="day"
          title={t("Une journée d'examen, en cinq étapes")}
          steps={DAY_STEPS}
          words={DAY_STEP_WORDS}
          done={t("C'est fait. Rouvrez la journée : une nouvelle commence.")}
        />
      ) : (
        <StepsCard
          key="call"
          title={t("Un appel et un chat, en cinq étapes")}
          steps={DEMO_STEPS}
          words={WORDS}
          done={t("C'est fait. Au poste du jury, « Réécouter » rejoue l'appel et le chat.")}
        />
      )}
    </div>
  );
}

interface StepsProps<Step extends string> {
  title: string;
  steps: readonly Step[];
  words: Record<Step, [string, string]>;
  done: string;
}

function StepsCard<Step extends string>({ title, steps, words, done }: StepsProps<Step>): ReactNode {
  const ticked = useTickedSteps(steps);
  const next = steps.find((step) => !ticked.includes(step));
  return (
    <section className="card col" style={{ padding: 24, gap: 14 }} aria-labelledby="steps-title">
      <div className="row between">
        <h2 id="steps-title">{title}</h2>
        {ticked.length > 0 && (
          <button className="link small" onClick={forgetDemoSteps}>
            {t("Recommencer")}
          </button>
        )}
      </div>
      <ol className={clsx("plain-list", css.demoSteps)}>
        {steps.map((step, index) => {
          const isDone = ticked.includes(step);
          return (
            <li
              key={step}
              className={isDone ? css.done : step === next ? css.next : undefined}
              aria-current={step === next ? "step" : undefined}
            >
              <span className={clsx("num", css.tick)} aria-hidden="true">
                {isDone ? "✓" : index + 1}
              </span>
              <span>
                <b>{t(words[step][0])}</b>
                {isDone && <span className="sr">{t("(fait)")}</span>}
                <span className="soft small">{t(words[step][1])}</span>
              </span>
            </li>
          );
        })}
      </ol>
      <p className="small" role="status">
        {next === undefined ? done : ""}
      </p>
    </section>
  );
}
