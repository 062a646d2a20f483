/** Where what is written stands: one place, one sentence, time to the second. */

import styles from "./casestudy.module.css";

import { type ReactNode, useCallback, useMemo, useSyncExternalStore } from "react";

import { plural, t } from "../i18n/t";
import { timeOfDay } from "../shared/time";
import type { Writers } from "./useCaseStudy";
import type { WriterState } from "./writer";

/** All texts as one: the worst state, the latest time, every sentence that waits. */
export function useAllWriters(writers: Writers): WriterState {
  const list = useMemo(() => [...writers.values()], [writers]);
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = list.map((writer) => writer.subscribe(listener));
      return () => ends.forEach((end) => end());
    },
    [list],
  );
  const read = useCallback(() => JSON.stringify(asOne(list.map((writer) => writer.snapshot()))), [list]);
  return JSON.parse(useSyncExternalStore(subscribe, read)) as WriterState;
}

const WORST = ["refused", "barred", "cut", "waiting", "kept"] as const;

export function asOne(states: WriterState[]): WriterState {
  const times = states.map((one) => one.savedAt).filter((one) => one !== null);
  return {
    status: WORST.find((status) => states.some((one) => one.status === status)) ?? "kept",
    savedAt: times.sort().at(-1) ?? null,
    unsent: states.reduce((sum, one) => sum + one.unsent, 0),
    other: states.find((one) => one.other !== null)?.other ?? null,
    why: states.find((one) => one.why)?.why ?? "",
  };
}

/** `isOpen`: the candidate may still write; cut off from the server after that, what waits here is not handed in. */
export function SaveState({ state, isOpen }: { state: WriterState; isOpen: boolean }): ReactNode {
  const time = state.savedAt ? t("Enregistré à {time}", { time: timeOfDay(state.savedAt) }) : "";
  const waiting = plural(
    state.unsent,
    "{n} phrase en copie locale, pas encore transmise",
    "{n} phrases en copie locale, pas encore transmises",
  );
  const isCut = state.status === "cut" || state.status === "refused" || state.status === "barred";
  const pills = { cut: t("Réseau coupé"), barred: t("Poste fermé"), refused: t("Non reçu") };
  return (
    <div className={`${styles.saved} num`}>
      {isCut ? (
        <>
          <span className="pill ring">{pills[state.status as keyof typeof pills]}</span>
          <span>
            {time && `${time} · `}
            <b>{waiting}</b>
          </span>
        </>
      ) : state.savedAt ? (
        <>
          <span className="pill live">{time}</span>
          <span className="soft">
            {state.status === "kept" ? t("tout est sur le serveur") : t("la suite part dans un instant")}
          </span>
        </>
      ) : (
        <span className="soft">
          {state.status === "kept" ? t("Rien d'écrit pour l'instant") : t("la suite part dans un instant")}
        </span>
      )}
      <span className={isCut ? "" : "sr"} role="status">
        {state.status === "cut" &&
          (isOpen
            ? t("Continuez d'écrire : l'envoi reprendra tout seul.")
            : t("Ce qui n'est pas transmis n'est pas remis : laissez cette page ouverte et appelez le surveillant."))}
        {state.status === "barred" &&
          t("Ce poste ne reçoit plus rien. Votre texte reste sur cet ordinateur : appelez le surveillant.")}
        {state.status === "refused" && state.why}
      </span>
    </div>
  );
}
