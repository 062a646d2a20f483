/** « Qui a promis un remboursement ? » over all exchanges of a session; each passage leads to its second. */

import { keepPreviousData } from "@tanstack/react-query";
import { type ReactNode, type SubmitEvent, useState } from "react";

import { server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { clock } from "../shared/time";

/** A little before the words, so that one hears them begin. */
const LEAD_SECONDS = 1;
const EXCERPT = 240;

export function Search({ sessionId }: { sessionId: string }): ReactNode {
  const [words, setWords] = useState("");
  const [asked, setAsked] = useState("");
  const {
    data: found,
    error,
    refetch,
  } = server.useQuery(
    "get",
    "/api/staff/sessions/{session_id}/search",
    { params: { path: { session_id: sessionId }, query: { q: asked } } },
    { enabled: asked !== "", placeholderData: keepPreviousData },
  );
  const problem = wordsOf(error);
  const ask = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    // The same words again: something may have been said meanwhile.
    if (words === asked) void refetch();
    setAsked(words);
  };
  return (
    <section className="card col" aria-label={t("Chercher dans les échanges")}>
      <form className="row" role="search" onSubmit={ask}>
        <input
          className="field"
          type="search"
          value={words}
          minLength={2}
          maxLength={120}
          required
          aria-label={t("Chercher dans les échanges")}
          placeholder={t("Chercher dans ce qui a été dit et écrit…")}
          onChange={(event) => setWords(event.target.value)}
        />
        <button className="btn">{t("Chercher")}</button>
      </form>
      {problem && (
        <p role="alert" style={{ color: "var(--c-bad)" }}>
          {problem}
        </p>
      )}
      <div role="status">
        {found?.found.length === 0 && <p className="soft small">{t("Aucun passage ne contient tous ces mots.")}</p>}
        {found?.left_off && (
          <p className="soft small">
            {t("Les {n} premiers passages : précisez la recherche.", { n: found.found.length })}
          </p>
        )}
      </div>
      {found && found.found.length > 0 && (
        <ul className="plain-list col" style={{ gap: 6 }}>
          {found.found.map((one, index) => (
            <li key={index} className="small">
              <a
                className="link"
                href={`/reecoute/${one.run_id}?t=${Math.max(0, Math.floor(one.at_seconds - LEAD_SECONDS))}`}
              >
                {`${one.seat_label} · ${one.candidate_name} · ${t("Échange")} ${one.position} · ${clock(one.at_seconds)}`}
              </a>{" "}
              <span className="soft">
                {one.by === "customer"
                  ? one.customer_name
                  : one.by === "candidate"
                    ? t("Conseiller")
                    : t("Superviseur")}
              </span>
              {` « ${one.text.length > EXCERPT ? `${one.text.slice(0, EXCERPT)}…` : one.text} »`}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
