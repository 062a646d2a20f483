import { type ReactNode, useState } from "react";

import { call } from "../api/call";
import { t } from "../i18n/t";

const STEPS: [string, string][] = [
  ["Ouvrez les deux postes", "Les boutons ci-dessus ouvrent deux onglets ; autorisez le micro dans chacun, avec un casque."],
  ["Appelez le candidat", "Onglet du jury : échange 1, « Démarrer ». Le poste du candidat sonne."],
  ["Répondez, parlez, notez", "Onglet du candidat : « Répondre ». Côté jury, un chiffre choisit un critère, + ou − pose un repère."],
  ["Raccrochez et qualifiez", "Le candidat choisit le motif, le statut et la suite, puis « Terminer l'échange »."],
  ["Passez au chat", "Onglet du jury : échange 2, « Démarrer », puis écrivez comme le client. Réécoutez ensuite l'appel."],
];
const KEY = "combine.demo-steps";

/** Opens both desks in two tabs of this browser; the card keeps its ticks. */
export function Demo(): ReactNode {
  const [done, setDone] = useState<number[]>(() => JSON.parse(localStorage.getItem(KEY) ?? "[]") as number[]);
  const [session, setSession] = useState("practice");
  const [problem, setProblem] = useState("");
  const mark = (next: number[]): void => {
    localStorage.setItem(KEY, JSON.stringify(next));
    setDone(next);
  };
  const open = async (who: string): Promise<void> => {
    const tab = window.open("about:blank", `combine-${who}`);
    const kind = who === "candidate" ? "candidate" : "staff";
    const answer = await call<{ path: string }>("POST", `/api/public/demo/enter/${kind}`, { who, session });
    if (!answer.ok) {
      tab?.close();
      setProblem(`${answer.problem.message} ${answer.problem.remedy}`);
      return;
    }
    if (tab) tab.location.href = answer.data.path;
    else location.assign(answer.data.path);
    if (!done.includes(0)) mark([...done, 0]);
  };
  return (
    <>
      <section className="card col" style={{ padding: 24, gap: 16 }} aria-label={t("Démonstration")}>
        <div className="row between wrap">
          <h2>{t("Démonstration")}</h2>
          <label className="row small">
            {t("Séance")}
            <select className="field" style={{ width: "auto" }} value={session} onChange={(event) => setSession(event.target.value)}>
              <option value="practice">{t("Entraînement : trois échanges simples")}</option>
              <option value="exam">{t("Examen : les six échanges du titre")}</option>
            </select>
          </label>
        </div>
        <div className="two">
          <button className="btn primary" style={{ minHeight: 64, fontSize: 17 }} onClick={() => void open("candidate")}>
            {t("Ouvrir le poste du candidat")}
          </button>
          <button className="btn primary" style={{ minHeight: 64, fontSize: 17 }} onClick={() => void open("jury")}>
            {t("Ouvrir le poste du jury")}
          </button>
        </div>
        <div className="row wrap">
          <button className="btn slim" onClick={() => void open("session_lead")}>
            {t("Préparer les séances (responsable)")}
          </button>
          <button className="btn slim" onClick={() => void open("second_jury")}>
            {t("Second juré")}
          </button>
          <span className="soft small">{t("Pour un second juré en même temps, ouvrez cette page dans une fenêtre privée.")}</span>
        </div>
        {problem && (
          <p role="alert" style={{ color: "var(--c-bad)" }}>
            {problem}
          </p>
        )}
      </section>
      <section className="card" style={{ padding: 24 }} aria-label={t("En cinq étapes")}>
        <h2>{t("En cinq étapes")}</h2>
        <ol className="plain-list col" style={{ marginTop: 12, gap: 10 }}>
          {STEPS.map(([title, text], index) => (
            <li key={title}>
              <label className="row" style={{ alignItems: "flex-start", cursor: "pointer" }}>
                <input
                  type="checkbox"
                  style={{ width: 20, height: 20, marginTop: 2 }}
                  checked={done.includes(index)}
                  onChange={() => mark(done.includes(index) ? done.filter((one) => one !== index) : [...done, index])}
                />
                <span>
                  <b>{`${index + 1}. ${t(title)}`}</b>
                  <br />
                  <span className="soft">{t(text)}</span>
                </span>
              </label>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}
