/** After the first account: whether calls will be heard from here, an example or an empty centre, the first session. */

import styles from "./firststeps.module.css";

import { type ReactNode, useState } from "react";

import { server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { Verdict } from "../network/Verdict";
import { StaffBar } from "../shared/StaffBar";
import { useFirstChecks } from "./useFirstChecks";

const NEW_SESSION = "/sessions#nouvelle-seance";

export default function FirstStepsPage(): ReactNode {
  const checks = useFirstChecks();
  const left = checks.lines.filter((one) => one.state === "bad").length;
  return (
    <div className="page">
      <StaffBar title={t("Premiers pas")} />
      <main className={`column ${styles.column}`}>
        <section className={styles.part} aria-labelledby="verifications">
          <div className={styles.head}>
            <h2 id="verifications">{t("1. Ce poste et ce serveur")}</h2>
            <span role="status" className="small soft">
              {checks.isLooking && t("Vérification en cours…")}
              {!checks.isLooking && (left === 0 ? t("Rien n'empêche de commencer.") : t("À corriger avant un examen."))}
            </span>
            <button className="btn slim" disabled={checks.isLooking} onClick={checks.again}>
              {t("Vérifier de nouveau")}
            </button>
          </div>
          {checks.problem && (
            <p className="banner bad" role="alert">
              {checks.problem}
            </p>
          )}
          <ul className={`plain-list ${styles.lines}`}>
            {checks.lines.map((one) => (
              <Verdict key={one.name} line={one} />
            ))}
          </ul>
        </section>
        <Beginning />
      </main>
    </div>
  );
}

/** Where there is a session already, there is nothing left to choose. */
function Beginning(): ReactNode {
  const { data: sessions } = server.useQuery("get", "/api/staff/sessions");
  const [withExample, setWithExample] = useState(true);
  const making = server.useMutation("post", "/api/staff/installation/example", {
    onSuccess: () => location.assign(NEW_SESSION),
  });
  const problem = wordsOf(making.error);
  const isNew = sessions?.length === 0;
  const begin = (): void => {
    if (isNew && withExample) making.mutate({});
    else location.assign(NEW_SESSION);
  };
  return (
    <section className={styles.part} aria-labelledby="commencer">
      <h2 id="commencer">{isNew ? t("2. Pour commencer") : t("2. Votre séance")}</h2>
      {isNew && (
        <fieldset className={styles.choice}>
          <legend className="sr">{t("Avec quoi commencer")}</legend>
          <Choice
            isChosen={withExample}
            choose={() => setWithExample(true)}
            words={t("Avec une séance d'exemple")}
            detail={t(
              "Un entraînement prêt à jouer, deux candidats fictifs, et vous au jury. Il se clôt comme un autre.",
            )}
          />
          <Choice
            isChosen={!withExample}
            choose={() => setWithExample(false)}
            words={t("Avec un centre vide")}
            detail={t("Rien que les scénarios livrés : vous créez tout.")}
          />
        </fieldset>
      )}
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <div className="row wrap between">
        <button className="btn primary" disabled={sessions === undefined || making.isPending} onClick={begin}>
          {isNew ? t("Créer ma première séance") : t("Créer une séance")}
        </button>
        <a className="link small" href="/installation">
          {t("Voir l'installation")}
        </a>
      </div>
    </section>
  );
}

interface ChoiceProps {
  isChosen: boolean;
  choose: () => void;
  words: string;
  detail: string;
}

function Choice({ isChosen, choose, words, detail }: ChoiceProps): ReactNode {
  return (
    <label className={`card ${styles.option} ${isChosen ? styles.chosen : ""}`}>
      <input type="radio" name="beginning" checked={isChosen} onChange={choose} />
      <b>{words}</b>
      <span className="small soft">{detail}</span>
    </label>
  );
}
