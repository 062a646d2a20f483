/** The centre's exchange: how it stands, set here where the configuration names none, tried first, with its history. */

import styles from "./installation.module.css";

import { type ReactNode, useState } from "react";

import { server, wordsOf } from "../api/client";
import type { StepView, TrunkForm, TrunkSetView } from "../api/schema";
import { t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import { moment } from "./moment";
import { TrunkFields } from "./TrunkFields";

interface TrunkProps {
  trunk: TrunkSetView;
  isOn: boolean;
  again: () => void;
}

export function TrunkCard({ trunk, isOn, again }: TrunkProps): ReactNode {
  const [draft, setDraft] = useState<TrunkForm | null>(null);
  const [password, setPassword] = useState("");
  const [forgets, setForgets] = useState(false);
  /** What was in force when the first field was changed: whoever saves meanwhile is not written over unseen. */
  const [base, setBase] = useState<number | null>(null);
  const form = draft ?? trunk.form;
  const trying = server.useMutation("post", "/api/staff/installation/telephones/trunk/test");
  const setting = server.useMutation("put", "/api/staff/installation/telephones/trunk", {
    onSuccess: () => {
      setDraft(null);
      setPassword("");
      setForgets(false);
      setBase(null);
      trying.reset();
    },
    // Told of it, whoever saves again means it.
    onError: () => setBase(null),
    onSettled: again,
  });
  const mayChange = isOn && trunk.set_by !== "configuration";
  const problem = wordsOf(setting.error) || wordsOf(trying.error);
  const isBusy = setting.isPending || trying.isPending;
  const isChanged = draft !== null || password !== "" || forgets;
  const isEmptied = form.registrar.trim() === "";
  /** What was tried is another than what is there now. */
  const edit = (change: () => void): void => {
    if (!isChanged) setBase(trunk.version);
    trying.reset();
    setting.reset();
    change();
  };
  const wanted = { form, password, forgets_password: forgets };
  const version = base ?? trunk.version;
  const save = (): void => setting.mutate({ body: { ...wanted, version } });
  const giveUp = { form: { ...trunk.form, registrar: "" }, password: "", forgets_password: true };
  return (
    <section className={`card ${styles.part}`} aria-labelledby="standard">
      <div className={styles.head}>
        <h2 id="standard">{t("Standard du centre")}</h2>
        <span className={`pill ${trunk.state === "registered" ? "live" : trunk.state === "none" ? "" : "ring"}`}>
          {trunk.state === "none" ? t("Aucun") : trunk.state === "registered" ? t("Enregistré") : t("Pas enregistré")}
        </span>
      </div>
      {trunk.sentence && <p>{trunk.sentence}</p>}
      <p className="small soft">
        {trunk.set_by === "configuration"
          ? t("Réglé dans la configuration du serveur (COMBINE_TRUNK_…), qui passe avant cette page.")
          : t(
              "Combiné s'y enregistre comme un téléphone : les postes du standard appellent alors les clients, et sonnent.",
            )}
      </p>
      {isOn && (
        <form
          className="col"
          style={{ gap: 10 }}
          onSubmit={(event) => {
            event.preventDefault();
            // Emptied, it is taken away: that is asked first.
            if (!isEmptied) save();
          }}
        >
          <fieldset className={styles.fields} disabled={!mayChange || isBusy}>
            <legend className="sr">{t("Standard du centre")}</legend>
            <TrunkFields
              form={form}
              change={(next) => edit(() => setDraft(next))}
              hasPassword={trunk.has_password}
              password={password}
              setPassword={(next) => edit(() => setPassword(next))}
              forgets={forgets}
              setForgets={(next) => edit(() => setForgets(next))}
            />
          </fieldset>
          {trying.data && <Steps steps={trying.data} />}
          {problem && (
            <p role="alert" className={styles.fault}>
              {problem}
            </p>
          )}
          <div className="row wrap">
            <button
              type="button"
              className="btn"
              disabled={isBusy || isEmptied}
              onClick={() => trying.mutate({ body: wanted })}
            >
              {trying.isPending ? t("Essai en cours…") : t("Essayer")}
            </button>
            {mayChange && isEmptied && isChanged && trunk.set_by === "page" && (
              <AskTwice
                question={t("Ne plus s'enregistrer à ce standard ?")}
                yes={t("Oui, retirer")}
                disabled={isBusy}
                act={save}
              >
                {t("Enregistrer")}
              </AskTwice>
            )}
            {mayChange && !(isEmptied && isChanged && trunk.set_by === "page") && (
              <button className="btn primary" disabled={isBusy || !isChanged || isEmptied}>
                {t("Enregistrer")}
              </button>
            )}
            {mayChange && trunk.set_by === "page" && (
              <AskTwice
                question={t("Ne plus s'enregistrer à ce standard ?")}
                yes={t("Oui, retirer")}
                disabled={isBusy}
                act={() => setting.mutate({ body: { ...giveUp, version } })}
              >
                {t("Retirer le standard…")}
              </AskTwice>
            )}
          </div>
        </form>
      )}
      {trunk.history.length > 0 && (
        <details>
          <summary>{t("Changements")}</summary>
          <ul className="small">
            {trunk.history.map((one) => (
              <li key={one.at}>
                <span className="num">{moment(one.at)}</span>
                {one.by && ` · ${one.by}`} · {one.said}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const MARK = { fault: "✗", warning: "!", ok: "✓" } as const;

function Steps({ steps }: { steps: StepView[] }): ReactNode {
  return (
    <div role="status">
      <ul className={`plain-list ${styles.list}`} aria-label={t("Essai du standard")}>
        {steps.map((one) => (
          <li key={one.name} className={styles.point}>
            <span className={`${styles.mark} ${styles[one.level] ?? ""}`} aria-hidden>
              {MARK[one.level]}
            </span>
            <div>
              <p className={one.level === "ok" ? "" : "strong"}>{one.said}</p>
              {one.remedy && <p className="soft">{one.remedy}</p>}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
