/** A session's deliberations: who is awaited, whom to open next; then its documents and archives. */

import styles from "./results.module.css";

import { type ReactNode, useState } from "react";
import { useParams } from "react-router";

import { client, server, wordsOf } from "../api/client";
import type { CandidateDeliberation, SessionDeliberations } from "../api/schema";
import { plural, t } from "../i18n/t";
import { kappaOf, sameWords } from "../deliberation/agreementWords";
import { number } from "../session/kappaWords";
import { StaffBar } from "../shared/StaffBar";
import { Archive } from "./Archive";
import { nextOf, STAGE_PILLS, STAGE_WORDS } from "./words";

const EVERY_MS = 4000;

export default function SessionDeliberationPage(): ReactNode {
  const { sessionId = "" } = useParams();
  const { data, error, refetch } = server.useQuery(
    "get",
    "/api/staff/sessions/{session_id}/deliberations",
    { params: { path: { session_id: sessionId } } },
    { refetchInterval: EVERY_MS },
  );
  return (
    <div className="page">
      <StaffBar title={t("Délibérations")} />
      <main className={`column wide ${styles.column}`}>
        {error !== null && (
          <div className="banner bad" role="alert">
            {wordsOf(error)}
          </div>
        )}
        {data && <Whole session={data} again={() => void refetch()} />}
      </main>
    </div>
  );
}

function Whole({ session, again }: { session: SessionDeliberations; again: () => void }): ReactNode {
  const next = nextOf(session.candidates);
  const awaited = session.candidates.filter((one) => one.stage !== "signed" && one.stage !== "absent").length;
  return (
    <>
      <div className="row between wrap">
        <div>
          <h2 className={styles.title}>{session.title}</h2>
          <p className="soft">
            {session.candidates.length > 0 && awaited === 0
              ? t("Toutes les délibérations sont signées.")
              : plural(awaited, "{n} délibération à signer", "{n} délibérations à signer")}
          </p>
        </div>
        {next && (
          <a className="btn primary" href={`/sessions/${session.session_id}/deliberation/${next.seat_id}`}>
            {next.stage === "open"
              ? t("Délibérer sur {name}", { name: next.candidate_name })
              : t("Signer pour {name}", { name: next.candidate_name })}
          </a>
        )}
      </div>
      <ul className="plain-list col">
        {session.candidates.map((one) => (
          <Candidate key={one.seat_id} one={one} session={session} again={again} />
        ))}
      </ul>
      <Agreement session={session} />
      {session.leads && <Closing session={session} isDone={awaited === 0} again={again} />}
    </>
  );
}

interface CandidateProps {
  one: CandidateDeliberation;
  session: SessionDeliberations;
  again: () => void;
}

function Candidate({ one, session, again }: CandidateProps): ReactNode {
  const sheets = `/api/staff/seats/${one.seat_id}/results`;
  const name = one.candidate_name;
  const open = one.mine && one.stage !== "no_jury";
  return (
    <li className={`card ${styles.candidate}`}>
      <div>
        <h3>{`${one.label} · ${name}`}</h3>
        <p className="small soft">
          {one.jurors
            .map((juror) =>
              juror.signed
                ? t("{name} a signé", { name: juror.name })
                : juror.submitted
                  ? t("{name} a rendu", { name: juror.name })
                  : t("{name} attendu", { name: juror.name }),
            )
            .join(" · ")}
          {one.presence === "abandoned" && ` · ${t("parti avant la fin")}`}
        </p>
      </div>
      <span className={STAGE_PILLS[one.stage]}>{t(STAGE_WORDS[one.stage])}</span>
      <div className={styles.acts}>
        {open && (
          <a
            className="btn slim"
            aria-label={t("Ouvrir la délibération de {name}", { name })}
            href={`/sessions/${session.session_id}/deliberation/${one.seat_id}`}
          >
            {t("Ouvrir")}
          </a>
        )}
        {one.stage === "awaited" && (
          <a
            className="btn slim plain"
            aria-label={t("Saisir une grille papier pour {name}", { name })}
            href={`/jury/candidat/${one.seat_id}/grille`}
          >
            {t("Grille papier")}
          </a>
        )}
        {one.stage === "signed" && (
          <>
            <a
              className="btn slim"
              target="_blank"
              rel="noreferrer"
              aria-label={t("Fiche de résultats de {name}", { name })}
              href={`${sheets}/results.pdf`}
            >
              {t("Résultats")}
            </a>
            <a
              className="btn slim"
              target="_blank"
              rel="noreferrer"
              aria-label={t("Fiche d'évaluation de {name}", { name })}
              href={`${sheets}/assessment.pdf`}
            >
              {t("Évaluation")}
            </a>
            {one.has_partial_success && (
              <a
                className="btn slim"
                target="_blank"
                rel="noreferrer"
                aria-label={t("Attestation de réussite partielle de {name}", { name })}
                href={`${sheets}/partial-success.pdf`}
              >
                {t("Attestation")}
              </a>
            )}
          </>
        )}
      </div>
      {(one.archive ?? one.archive_owed) && (
        <Archive
          archive={one.archive}
          others={one.other_archives}
          owed={one.archive_owed}
          of={name}
          seal={async () => {
            const { error } = await client.POST("/api/staff/seats/{seat_id}/archives", {
              params: { path: { seat_id: one.seat_id } },
            });
            again();
            return wordsOf(error);
          }}
        />
      )}
    </li>
  );
}

function Agreement({ session }: { session: SessionDeliberations }): ReactNode {
  const found = session.agreement;
  if (!found || found.compared === 0) return null;
  const kappa = found.kappa === null ? "" : ` · ${t("kappa pondéré")} ${number(found.kappa)}, ${kappaOf(found)}`;
  return (
    <p className="small">
      <b>{t("Accord des jurés avant délibération :")}</b> <span className="num">{`${sameWords(found)}${kappa}.`}</span>{" "}
      <span className="soft">{found.caution}</span>
    </p>
  );
}

interface ClosingProps {
  session: SessionDeliberations;
  isDone: boolean;
  again: () => void;
}

/** The responsible person's: papers of the session, its archive, what is kept. */
function Closing({ session, isDone, again }: ClosingProps): ReactNode {
  const root = `/api/staff/exam-days/${session.session_id}/results`;
  const [problem, setProblem] = useState("");
  const seal = async (): Promise<string> => {
    const { error } = await client.POST("/api/staff/exam-days/{session_id}/archives", {
      params: { path: { session_id: session.session_id } },
    });
    again();
    setProblem(wordsOf(error));
    return wordsOf(error);
  };
  const isNext = isDone && session.archive_owed === null && (session.archive === null || session.is_archive_outdated);
  return (
    <section className={`card ${styles.closing}`} aria-labelledby="closing">
      <h2 id="closing">{t("Clore la session")}</h2>
      <ol className={styles.steps}>
        <li>
          <span>
            <b>{t("Sceller l'archive de la session")}</b>{" "}
            <span className="small soft">
              {!isDone
                ? t("possible après la dernière signature")
                : session.is_archive_outdated
                  ? t("une correction a été signée depuis : scellez de nouveau, puis réimprimez le procès-verbal")
                  : t("son empreinte s'imprime sur le procès-verbal")}
            </span>
          </span>
          <button className={isNext ? "btn primary" : "btn"} disabled={!isDone} onClick={() => void seal()}>
            {session.archive ? t("Sceller de nouveau") : t("Sceller")}
          </button>
        </li>
        {(session.archive ?? session.archive_owed) && (
          <li>
            <Archive
              archive={session.archive}
              others={session.other_archives}
              owed={session.archive_owed}
              of={session.title}
              seal={seal}
            />
          </li>
        )}
        <li>
          <b>{t("Imprimer et faire signer")}</b>
          <span className="row wrap">
            <a
              className={isDone && session.archive && !session.is_archive_outdated ? "btn primary" : "btn"}
              target="_blank"
              rel="noreferrer"
              href={`${root}/minutes.pdf`}
            >
              {t("Procès-verbal")}
            </a>
            <a className="btn" target="_blank" rel="noreferrer" href={`${root}/attendance.pdf`}>
              {t("Émargement")}
            </a>
          </span>
        </li>
        <li>
          <b>{t("Saisir dans CERES, à la main")}</b>
          <span className="row wrap">
            <a className="btn" href={`/sessions/${session.session_id}/ceres`}>
              {t("Feuille de saisie")}
            </a>
            <a className="btn plain" href={`${root}.csv`}>
              {t("CSV")}
            </a>
            <a className="btn plain" href={`${root}.json`}>
              {t("JSON")}
            </a>
          </span>
        </li>
        <li>
          <b>{t("Conserver, geler, remettre ses données à un candidat")}</b>
          <a className="btn" href={`/sessions/${session.session_id}/conservation`}>
            {t("Conservation")}
          </a>
        </li>
      </ol>
      {session.key && (
        <p className="small soft num">{t("Empreinte de la clé de la session : {key}", { key: session.key })}</p>
      )}
      {problem && (
        <p role="alert" className={styles.fault}>
          {problem}
        </p>
      )}
    </section>
  );
}
