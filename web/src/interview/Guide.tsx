/** One juror's guide: each point can be ticked and annotated; what it points to is one click away. It decides nothing. */

import styles from "./interview.module.css";

import type { ReactNode } from "react";
import { useQuery } from "@tanstack/react-query";

import { client, queries, wordsOf } from "../api/client";
import type { GuideItem, GuideView } from "../api/schema";
import { plural, t, typeset } from "../i18n/t";
import { SavedMark } from "../shared/SavedMark";
import { clock, timeOfDay } from "../shared/time";
import { useAutosave } from "../shared/useAutosave";
import { PRODUCTION_WORDS } from "../shared/productionWords";
import { WaitingCount } from "../shared/WaitingCount";
import { FinalVerdicts, InterviewVerdict, isJudged } from "./InterviewVerdict";
import { guideOf, type Judge, type Verdicts } from "./useVerdicts";
import { waitingSince, withWaiting } from "./verdictPosts";
import { type GuidePart, KIND_WORDS, KINDS } from "./words";

const ITEM = "/api/staff/seats/{seat_id}/interview/guide/{item}";

interface GuideProps {
  seatId: string;
  part: GuidePart;
  verdicts: Verdicts;
}

export function Guide({ seatId, part, verdicts }: GuideProps): ReactNode {
  const asked = guideOf(seatId);
  const { data, error, refetch } = useQuery(asked);
  const change = async (item: string, body: { is_ticked?: boolean; text?: string }): Promise<boolean> => {
    const params = { path: { seat_id: seatId, item } };
    const { data: changed } = await client.PUT(ITEM, { params, body });
    if (changed) queries.setQueryData<GuideView>(asked.queryKey, changed);
    else void refetch();
    return changed !== undefined;
  };
  const { judge, waiting, isWaiting, refusal } = verdicts;
  if (error)
    return (
      <p className="banner bad" role="alert">
        {wordsOf(error)}
      </p>
    );
  if (!data) return <div aria-busy="true" />;
  const guide = { ...data, items: withWaiting(data.items, waiting) };
  const items = guide.items.filter((one) => one.part === part);
  const asks = items.filter((one) => one.kind !== "notes");
  const done = asks.filter((one) => one.ticked_at !== null).length;
  return (
    <section className={styles.guide} aria-label={t("Guide d'entretien")}>
      <div className={styles.guideHead}>
        <h2>{t("Guide d'entretien")}</h2>
        <span className="soft num">
          {t("{n} sur {most} abordés", { n: done, most: asks.length })}
          {part === "debrief" &&
            !data.both_seen &&
            ` · ${t("l'autre juré reste invisible jusqu'aux deux notations rendues")}`}
        </span>
        <a
          className="btn slim"
          href={`/api/staff/seats/${seatId}/interview/guide.pdf`}
          target="_blank"
          rel="noreferrer"
        >
          {t("Imprimer le guide")}
        </a>
      </div>
      {refusal && (
        <p className="banner bad" role="alert">
          {refusal}
        </p>
      )}
      {isWaiting && <WaitingCount {...waitingSince(waiting)} />}
      {KINDS.map((kind) => {
        const group = items.filter((one) => one.kind === kind);
        if (group.length === 0) return null;
        const isLong = kind === "question" && part === "debrief";
        return isLong ? (
          <details key={kind} className={styles.group}>
            <summary>
              <h3>{t(KIND_WORDS[kind])}</h3>
              <span className="soft small">
                {plural(group.length, "{n} critère déjà observé", "{n} critères déjà observés")}
              </span>
            </summary>
            <Points seatId={seatId} items={group} change={change} judge={judge} isOff={data.has_submitted} />
          </details>
        ) : (
          <div key={kind} className={styles.group}>
            <h3>{t(KIND_WORDS[kind])}</h3>
            <Points seatId={seatId} items={group} change={change} judge={judge} isOff={data.has_submitted} />
          </div>
        );
      })}
      {part === "final" && <FinalVerdicts guide={guide} judge={judge} />}
    </section>
  );
}

interface PointsProps {
  seatId: string;
  items: GuideItem[];
  change: (item: string, body: { is_ticked?: boolean; text?: string }) => Promise<boolean>;
  judge: Judge;
  isOff: boolean;
}

function Points({ seatId, items, change, judge, isOff }: PointsProps): ReactNode {
  return (
    <ul className={`plain-list ${styles.points}`}>
      {items.map((one) => (
        <li key={one.item} className={one.ticked_at ? styles.raised : ""}>
          {one.kind !== "notes" && (
            <>
              <label className={styles.tick}>
                <input
                  type="checkbox"
                  checked={one.ticked_at !== null}
                  onChange={(event) => void change(one.item, { is_ticked: event.target.checked })}
                />
                <span>
                  <b>{typeset(one.criterion ? `${one.criterion} · ${one.title}` : one.title)}</b>
                  {one.question && <span className={styles.question}>{one.question}</span>}
                </span>
                {one.ticked_at && <span className="num soft small">{timeOfDay(one.ticked_at)}</span>}
              </label>
              {one.detail && <p className={styles.detail}>{one.detail}</p>}
              {one.part === "debrief" && isJudged(one) && (
                <InterviewVerdict item={one} interview="technical" isOff={isOff} judge={judge} />
              )}
              {one.link && <Go seatId={seatId} link={one.link} />}
            </>
          )}
          <Note seatId={seatId} item={one} change={change} />
        </li>
      ))}
    </ul>
  );
}

/** The very place: a second of a call or a chat, a paragraph of a letter. */
function Go({ seatId, link }: { seatId: string; link: NonNullable<GuideItem["link"]> }): ReactNode {
  const href =
    link.kind === "production"
      ? `/jury/candidat/${seatId}/correction?texte=${link.production ?? ""}&paragraphe=${link.paragraph ?? ""}`
      : `/reecoute/${link.run_id ?? ""}?t=${link.at_seconds}`;
  const words =
    link.kind === "production"
      ? t("Lire : {production}", { production: link.production ? t(PRODUCTION_WORDS[link.production]) : "" })
      : link.kind === "call"
        ? t("Entendre à {time} · échange {n}", { time: clock(link.at_seconds), n: link.position })
        : t("Lire le chat à {time} · échange {n}", { time: clock(link.at_seconds), n: link.position });
  return (
    <a className={`btn slim ${styles.go}`} href={href} target="_blank" rel="noreferrer">
      {words}
    </a>
  );
}

function Note({ seatId, item, change }: { seatId: string; item: GuideItem; change: PointsProps["change"] }): ReactNode {
  const { text, status, type, flush } = useAutosave(
    item.note,
    (words) => change(item.item, { text: words }),
    `combine.guide.${seatId}.${item.item}`,
  );
  return (
    <div className={item.kind === "notes" ? styles.ownNotes : styles.note}>
      <textarea
        className="field"
        rows={item.kind === "notes" ? 5 : 1}
        value={text}
        maxLength={4000}
        aria-label={item.kind === "notes" ? t("Mes notes") : t("Note sur : {title}", { title: item.title })}
        placeholder={item.kind === "notes" ? t("Pour vous seul.") : t("Noter…")}
        onChange={(event) => type(event.target.value)}
        onBlur={flush}
      />
      {(item.noted_at ?? status !== "saved") && <SavedMark status={status} savedAt={item.noted_at} />}
    </div>
  );
}
