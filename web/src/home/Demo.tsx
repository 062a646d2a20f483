import css from "./home.module.css";

import { clsx } from "clsx";
import { type ReactNode, useState } from "react";

import { client, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { DEMO_STEPS, type DemoStep, forgetDemoSteps, useTickedSteps } from "../shared/demoSteps";

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

type Who = "candidate" | "jury" | "second_jury" | "trainer" | "session_lead";
type Session = "practice" | "exam";

const SESSIONS: [Session, string][] = [
  ["practice", "Entraînement : trois échanges simples"],
  ["exam", "Examen : les six échanges du titre"],
];

/** Every sentence of these tables. */
export const DEMO_WORDS = [...Object.values(WORDS).flat(), ...SESSIONS.map(([, words]) => words)];

/** Opens both desks in two tabs of this browser; the card ticks itself as it happens. */
export function Demo(): ReactNode {
  const [session, setSession] = useState<Session>("practice");
  const [problem, setProblem] = useState("");
  const open = async (who: Who): Promise<void> => {
    setProblem("");
    // Opened in the click itself: browsers block what opens later.
    const tab = window.open("about:blank", `combine-${who === "candidate" ? "candidate" : "staff"}`);
    const { data: door, error } = await client.POST("/api/public/demo/enter", { body: { as: who, session } });
    if (!door) {
      tab?.close();
      setProblem(wordsOf(error));
    } else if (tab) tab.location.href = door.path;
    else location.assign(door.path);
  };
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
        <button className={clsx("btn primary", css.big)} onClick={() => void open("candidate")}>
          {t("Ouvrir le poste du candidat")}
        </button>
        <button className={clsx("btn primary", css.big)} onClick={() => void open("jury")}>
          {t("Ouvrir le poste du jury")}
        </button>
        {problem && (
          <p role="alert" className={css.problem}>
            {problem}
          </p>
        )}
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
      </section>
      <StepsCard />
    </div>
  );
}

function StepsCard(): ReactNode {
  const ticked = useTickedSteps();
  const next = DEMO_STEPS.find((step) => !ticked.includes(step));
  return (
    <section className="card col" style={{ padding: 24, gap: 14 }} aria-labelledby="steps-title">
      <div className="row between">
        <h2 id="steps-title">{t("Un appel et un chat, en cinq étapes")}</h2>
        {ticked.length > 0 && (
          <button className="link small" onClick={forgetDemoSteps}>
            {t("Recommencer")}
          </button>
        )}
      </div>
      <ol className={clsx("plain-list", css.demoSteps)}>
        {DEMO_STEPS.map((step, index) => {
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
                <b>{t(WORDS[step][0])}</b>
                {isDone && <span className="sr">{t("(fait)")}</span>}
                <span className="soft small">{t(WORDS[step][1])}</span>
              </span>
            </li>
          );
        })}
      </ol>
      <p className="small" role="status">
        {next === undefined ? t("C'est fait. Au poste du jury, « Réécouter » rejoue l'appel et le chat.") : ""}
      </p>
    </section>
  );
}
