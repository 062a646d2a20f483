/** The jury's correction before the interview: productions beside what is expected, notes in the margin, verdicts. */

import styles from "./correction.module.css";

import { type ReactNode, useCallback, useState } from "react";
import { useParams, useSearchParams } from "react-router";

import { client, server, wordsOf } from "../api/client";
import type { CorrectedText, CorrectionDesk, CorrectionNote, WrittenFaults } from "../api/schema";
import { plural, t } from "../i18n/t";
import { SYMBOLS } from "../shared/marks";
import { StaffBar } from "../shared/StaffBar";
import { timeOfDay } from "../shared/time";
import { typedForStaff } from "../shared/typedWhileClosed";
import { Criteria } from "./Criteria";
import { NewNote } from "./NewNote";
import { PRODUCTION_WORDS } from "../shared/productionWords";

const NOTE = "/api/staff/seats/{seat_id}/productions/notes/{note_id}";

export type NoteDraft = Pick<CorrectionNote, "production" | "criterion" | "sign" | "paragraph" | "quote" | "text">;

export default function CorrectionPage(): ReactNode {
  const { seatId = "" } = useParams();
  const params = { params: { path: { seat_id: seatId } } };
  const asked = server.useQuery("get", "/api/staff/seats/{seat_id}/productions", params);
  const faults = server.useQuery("get", "/api/staff/seats/{seat_id}/productions/findings", params, {
    enabled: asked.data?.with_findings === true,
    staleTime: Infinity,
    // The first question starts the proofreader, which a busy machine takes its time over.
    retry: 4,
  });
  const [problem, setProblem] = useState("");
  const { refetch } = asked;
  const send = useCallback(
    async (change: Promise<{ error?: unknown }>): Promise<boolean> => {
      const { error } = await change;
      setProblem(wordsOf(error));
      if (error === undefined) await refetch();
      return error === undefined;
    },
    [refetch],
  );
  return (
    <div className={`desk ${styles.whole}`}>
      <StaffBar title={t("Correction de l'étude de cas")} />
      <main className={styles.main}>
        {asked.error !== null && (
          <div className={styles.refused} role="alert">
            <p>{wordsOf(asked.error)}</p>
            <button className="btn primary" onClick={() => void refetch()}>
              {t("Réessayer")}
            </button>
          </div>
        )}
        {problem && (
          <p className={styles.refused} role="alert">
            {problem}
          </p>
        )}
        {asked.data && <Desk desk={asked.data} faults={faults.data ?? null} send={send} />}
      </main>
    </div>
  );
}

/** Waits for a change, says why it failed, shows it once it is made; whether it was. */
export type SendCorrection = (change: Promise<{ error?: unknown }>) => Promise<boolean>;

interface DeskProps {
  desk: CorrectionDesk;
  faults: WrittenFaults | null;
  send: SendCorrection;
}

function Desk({ desk, faults, send }: DeskProps): ReactNode {
  const [search] = useSearchParams();
  const asked = desk.texts.find((one) => one.production === search.get("texte"));
  const [shown, setShown] = useState((asked ?? desk.texts[0])?.production ?? "case_summary");
  const paragraph = asked?.production === shown ? search.get("paragraphe") : null;
  const text = desk.texts.find((one) => one.production === shown);
  return (
    <>
      <div className={styles.head}>
        <div>
          <h2>{`${desk.seat_label} · ${desk.title}`}</h2>
          <p className="small soft num">
            {t("Scellé à {time} · code {code}", { time: timeOfDay(desk.sealed_at), code: desk.code })}
            {desk.correction.submitted && ` · ${t("votre notation est rendue")}`}
          </p>
        </div>
        <span className="grow" />
        <a className="btn" href={`/api/staff/seats/${desk.seat_id}/productions.pdf`} target="_blank" rel="noreferrer">
          {t("Imprimer les productions")}
        </a>
      </div>
      <div className={styles.grid}>
        <section className={`card ${styles.text}`} aria-label={t("Productions")}>
          <div className="tabs" role="tablist" aria-label={t("Productions")}>
            {desk.texts.map((one) => (
              <button
                key={one.production}
                id={`text-${one.production}`}
                className="tab"
                role="tab"
                aria-selected={one.production === shown}
                onClick={() => setShown(one.production)}
              >
                {`${t(PRODUCTION_WORDS[one.production])} · ${plural(one.words, "{n} mot", "{n} mots")}`}
              </button>
            ))}
          </div>
          {text?.typed_while_closed.map((one) => (
            <p key={one.closed_from} className={styles.typed}>
              {typedForStaff(one)}
            </p>
          ))}
          {text && (
            <Paragraphs key={shown} text={text} desk={desk} faults={faults} send={send} wanted={numberOf(paragraph)} />
          )}
        </section>
        <section className={`card ${styles.expected}`} aria-label={t("Attendu")}>
          <h3>{t("Attendu : {production}", { production: t(PRODUCTION_WORDS[shown]).toLowerCase() })}</h3>
          <ul>
            {text?.expected.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
          <details>
            <summary>{t("La demande du client")}</summary>
            <p>{desk.request}</p>
          </details>
        </section>
        <Criteria desk={desk} send={send} />
      </div>
    </>
  );
}

interface ParagraphsProps extends DeskProps {
  text: CorrectedText;
  /** The paragraph that a link leads to. */
  wanted: number | null;
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

/** Each paragraph with what stands in its margin; a paragraph is chosen to note on it. */
function Paragraphs({ text, desk, faults, send, wanted }: ParagraphsProps): ReactNode {
  const [noting, setNoting] = useState<number | null>(null);
  const notes = desk.correction.notes.filter((note) => note.production === text.production);
  const found = faults?.faults.filter((fault) => fault.production === text.production) ?? [];
  if (text.words === 0) return <p className="soft">{t("Rien n'y est écrit : la production a été remise vide.")}</p>;
  return (
    <ol className={styles.paragraphs} aria-label={t(PRODUCTION_WORDS[text.production])}>
      {text.paragraphs.map((words, place) => (
        // Paragraphs of a sealed text never move.
        <li
          key={place}
          ref={place === wanted ? ledTo : undefined}
          className={(noting ?? wanted) === place ? styles.chosen : ""}
        >
          <p>{words || "\u00a0"}</p>
          <div className={styles.margin}>
            {notes
              .filter((note) => note.paragraph === place)
              .map((note) => (
                <Noted key={note.note_id} note={note} desk={desk} send={send} />
              ))}
            {found
              .filter((fault) => fault.paragraph === place)
              .map((fault) => (
                <div key={`${fault.start} ${fault.problem}`} className={styles.found}>
                  <span>
                    {t("Constat proposé : « {excerpt} » · {problem}", {
                      excerpt: fault.excerpt,
                      problem: fault.problem,
                    })}
                  </span>
                  {!desk.correction.submitted && (
                    <button
                      className="btn slim"
                      onClick={() =>
                        void send(
                          noted(desk, {
                            production: text.production,
                            criterion: faults?.criterion ?? "",
                            sign: "unfavourable",
                            paragraph: place,
                            quote: fault.excerpt,
                            text: fault.problem,
                          }),
                        )
                      }
                    >
                      {t("Retenir")}
                    </button>
                  )}
                </div>
              ))}
            {noting === place ? (
              <NewNote
                desk={desk}
                keep={async (draft) => {
                  const note = { ...draft, production: text.production, paragraph: place, quote: words.slice(0, 80) };
                  if (await send(noted(desk, note))) setNoting(null);
                }}
                close={() => setNoting(null)}
              />
            ) : (
              words &&
              !desk.correction.submitted && (
                <button
                  className="btn slim plain"
                  aria-label={t("Noter le paragraphe {n}", { n: place + 1 })}
                  onClick={() => setNoting(place)}
                >
                  {t("Noter")}
                </button>
              )
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Brought into sight once, whatever the page does later. */
function ledTo(paragraph: HTMLLIElement | null): void {
  paragraph?.scrollIntoView({ block: "center" });
}

interface NotedProps {
  note: CorrectionNote;
  desk: CorrectionDesk;
  send: SendCorrection;
}

function Noted({ note, desk, send }: NotedProps): ReactNode {
  const params = { path: { seat_id: desk.seat_id, note_id: note.note_id } };
  return (
    <div className={`${styles.note} ${styles[note.sign] ?? ""}`}>
      <b>{`${SYMBOLS[note.sign]} ${note.criterion}`}</b> {note.text}
      {!note.mine && <span className="soft">{` · ${note.by}`}</span>}
      {note.mine && !desk.correction.submitted && (
        <button
          className="btn slim plain"
          aria-label={t("Retirer la note sur {criterion}", { criterion: note.criterion })}
          onClick={() => void send(client.DELETE(NOTE, { params }))}
        >
          {"×"}
        </button>
      )}
    </div>
  );
}

function noted(desk: CorrectionDesk, body: NoteDraft): Promise<{ error?: unknown }> {
  return client.PUT(NOTE, { params: { path: { seat_id: desk.seat_id, note_id: noteName() } }, body });
}

/** A note's own name: sent twice, it is one note. */
function noteName(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
