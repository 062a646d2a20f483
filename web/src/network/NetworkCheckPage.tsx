/** From a classroom's own browser: whether its network carries an exam's calls, in words that the IT service can use. */

import styles from "./check.module.css";

import { type ReactNode, useEffect, useRef, useState } from "react";

import { client, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { lookAtNetwork, type Step } from "./check";
import { Verdict } from "./Verdict";
import { type Found, verdicts } from "./verdicts";

const STEPS: Record<Step, string> = {
  microphone: "Micro…",
  sound: "Son des appels…",
  bandwidth: "Débit…",
};
const MOST_CALLS = 60;

export default function NetworkCheckPage(): ReactNode {
  const [calls, setCalls] = useState(12);
  const [step, setStep] = useState<Step | null>(null);
  const [found, setFound] = useState<{ found: Found; callKbitS: number } | null>(null);
  const [fault, setFault] = useState("");
  useEffect(() => {
    document.title = t("Réseau de la salle – Combiné");
  }, []);
  // A double press is one look: two lines at once would cut each other's.
  const isLooking = useRef(false);
  const look = async (): Promise<void> => {
    if (isLooking.current) return;
    isLooking.current = true;
    setFault("");
    setFound(null);
    try {
      const { data, error } = await client.GET("/api/staff/network-check");
      if (data) setFound({ found: await lookAtNetwork(data, setStep), callKbitS: data.call_kbit_s });
      else setFault(wordsOf(error));
    } catch {
      setFault(t("Le serveur ne répond pas depuis cette salle. Vérifiez l'adresse et le câble, puis recommencez."));
    }
    setStep(null);
    isLooking.current = false;
  };
  const lines = found ? verdicts(found.found, calls, found.callKbitS) : [];
  return (
    <div className="page">
      <StaffBar title={t("Réseau de la salle")} />
      <main className={`column ${styles.column}`}>
        <p>
          {t(
            "À ouvrir depuis un poste de la salle d'épreuve, sur son réseau, avec un casque branché. Dix secondes suffisent ; rien n'est enregistré.",
          )}
        </p>
        <form
          className="row wrap"
          onSubmit={(event) => {
            event.preventDefault();
            void look();
          }}
        >
          <label className="row">
            {t("Appels à la fois dans cette salle")}
            <input
              className={`field ${styles.calls}`}
              type="number"
              min={1}
              max={MOST_CALLS}
              value={calls}
              onChange={(event) =>
                setCalls(Math.min(MOST_CALLS, Math.max(1, Math.round(event.target.valueAsNumber || 1))))
              }
            />
          </label>
          <button className="btn primary" disabled={step !== null}>
            {found ? t("Vérifier de nouveau") : t("Vérifier le réseau")}
          </button>
        </form>
        <p role="status" className="soft">
          {step !== null && t(STEPS[step])}
        </p>
        {fault && (
          <p className="banner bad" role="alert">
            {fault}
          </p>
        )}
        {lines.length > 0 && (
          <section aria-label={t("Ce qui a été trouvé")}>
            <ul className={`plain-list ${styles.lines}`}>
              {lines.map((one) => (
                <Verdict key={one.name} line={one} />
              ))}
            </ul>
          </section>
        )}
      </main>
    </div>
  );
}
