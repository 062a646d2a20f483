/** The recorded sequence: drawn, heard on the room's loudspeakers, answered aloud; then the questions. */

import styles from "./interview.module.css";

import { type ReactNode, useState } from "react";

import { client, wordsOf } from "../api/client";
import type { InterviewDesk, SequenceView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { timeOfDay } from "../shared/time";
import { Guide } from "./Guide";
import type { Verdicts } from "./useVerdicts";
import { Hearing } from "./Hearing";
import { Reaction } from "./Reaction";
import { freshId } from "./sendPiece";

interface SequenceProps {
  desk: InterviewDesk;
  verdicts: Verdicts;
  again: () => void;
  next: () => void;
}

export function Sequence({ desk, verdicts, again, next }: SequenceProps): ReactNode {
  const { sequence } = desk;
  const [isHearing, setHearing] = useState(false);
  const [isAnswering, setAnswering] = useState(false);
  if (!sequence) return <p className="soft">{t("Ce format ne tire pas de séquence enregistrée.")}</p>;
  if (sequence.moment === "to_draw") return <ToDraw seatId={desk.seat_id} />;
  const isAnswered = sequence.reaction !== null;
  return (
    <div className={isHearing ? styles.whole : styles.two}>
      <div className={styles.left}>
        {!isAnswered && !isAnswering && (
          <Hearing
            desk={desk}
            sequence={sequence}
            hearing={setHearing}
            again={again}
            answer={() => setAnswering(true)}
          />
        )}
        {(isAnswered || isAnswering) && (
          <Reaction desk={desk} sequence={sequence} again={again} next={next} back={() => setAnswering(false)} />
        )}
        {!isHearing && <Heard sequence={sequence} />}
      </div>
      {!isHearing && <Guide seatId={desk.seat_id} part="sequence" verdicts={verdicts} />}
    </div>
  );
}

function ToDraw({ seatId }: { seatId: string }): ReactNode {
  return (
    <div className={styles.alone}>
      <section className={`card ${styles.act}`} aria-labelledby="to-draw">
        <h2 id="to-draw">{t("La séquence se tire avec le candidat")}</h2>
        <p>{t("Le serveur s'engage, le candidat dit un nombre ou un mot : personne ne peut choisir.")}</p>
        <p>
          <a className={`btn primary ${styles.big}`} href={`/jury/candidat/${seatId}/tirage?quoi=sequence`}>
            {t("Tirer la séquence")}
          </a>
        </p>
      </section>
    </div>
  );
}

/** Each hearing, as it was noted. */
function Heard({ sequence }: { sequence: SequenceView }): ReactNode {
  if (sequence.hearings.length === 0) return null;
  return (
    <section className={`card ${styles.heard}`} aria-labelledby="heard">
      <h3 id="heard">
        {sequence.most_hearings === null
          ? plural(sequence.hearings.length, "{n} écoute", "{n} écoutes")
          : t("Écoutes : {n} sur {most}", { n: sequence.hearings.length, most: sequence.most_hearings })}
      </h3>
      <ul className="plain-list num">
        {sequence.hearings.map((one) => (
          <li key={one.at}>
            {one.is_running
              ? t("{time} · en cours", { time: timeOfDay(one.at) })
              : one.to_the_end
                ? t("{time} · jusqu'au bout", { time: timeOfDay(one.at) })
                : one.seconds === null
                  ? t("{time} · fin non relevée", { time: timeOfDay(one.at) })
                  : t("{time} · arrêtée à {n} s", { time: timeOfDay(one.at), n: Math.round(one.seconds) })}
          </li>
        ))}
      </ul>
      {sequence.title && <p className="soft small">{sequence.title}</p>}
    </section>
  );
}

/** Nothing is recorded, and the interview goes on: the reason is noted. */
export function WithoutMicrophone({
  desk,
  again,
  trouble,
}: {
  desk: InterviewDesk;
  again: () => void;
  trouble: string;
}) {
  const [why, setWhy] = useState(t("Pas de micro dans la salle"));
  const [problem, setProblem] = useState("");
  const go = async (): Promise<void> => {
    const { error } = await client.POST("/api/staff/seats/{seat_id}/reactions", {
      params: { path: { seat_id: desk.seat_id } },
      body: { reaction_id: freshId(), is_recorded: false, why },
    });
    setProblem(wordsOf(error));
    again();
  };
  return (
    <details className={styles.without} open={trouble !== ""}>
      <summary>{t("Continuer sans enregistrer…")}</summary>
      <form
        className="row wrap"
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        <label className="col grow">
          <span>{t("Motif, gardé avec l'entretien")}</span>
          <input
            className="field"
            value={why}
            required
            minLength={3}
            maxLength={300}
            onChange={(event) => setWhy(event.target.value)}
          />
        </label>
        <button className="btn">{t("Continuer sans enregistrer")}</button>
      </form>
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </details>
  );
}
