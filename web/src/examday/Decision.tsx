import styles from "./board.module.css";

import type { ReactNode } from "react";

import type { Board, BoardPlace, NextAction } from "../api/schema";
import { plural, t } from "../i18n/t";
import { hour } from "./hours";
import { OpenPhase } from "./OpenPhase";
import { isContradicted, presenceWords } from "./presence";
import type { DayActs } from "./useDayActs";
import { PHASE_WITH_ARTICLE } from "./words";

interface DecisionProps {
  board: Board;
  acts: DayActs;
  choose: (place: BoardPlace) => void;
}

/** One thing to decide, its price in minutes, and the one button that does it. */
export function Decision({ board, acts, choose }: DecisionProps): ReactNode {
  const action = board.decision;
  const places = board.places.filter((place) => action.seat_ids.includes(place.seat_id));
  const { title, why, button, run, opens } = board.closed ? CLOSED() : wordsOf(action, places, board, acts, choose);
  return (
    <section className={styles.decision} aria-labelledby="decision">
      <p className={styles.kicker}>{kicker(action, board)}</p>
      <h2 id="decision">{title}</h2>
      <p className="small">{why}</p>
      {button && opens && (
        <OpenPhase className="btn primary" board={board} action={action} acts={acts}>
          {button}
        </OpenPhase>
      )}
      {button && !opens && (
        <button className="btn primary" disabled={acts.isBusy} onClick={run}>
          {button}
        </button>
      )}
    </section>
  );
}

const SOON = 5 * 60_000;

/** What the timetable has for later may be opened already, and is not due yet. */
function kicker({ kind, planned }: NextAction, { closed, server_now }: Board): string {
  const isLater = planned && !closed && kind === "open_phase" && Date.parse(planned.at) - Date.parse(server_now) > SOON;
  return isLater ? t("Prochaine étape, prévue à {at}", { at: hour(planned.at) }) : t("À faire maintenant");
}

/** Nothing is decided any more. */
const CLOSED = (): Words => ({
  title: t("Séance close"),
  why: t("Plus rien ne court : les postes sont fermés, les productions scellées. Impressions et résultats restent."),
});

interface Words {
  title: string;
  why: string;
  button?: string;
  run?: () => void;
  /** Whether it opens a phase: on another day than today's, it asks first. */
  opens?: boolean;
}

function wordsOf(
  action: NextAction,
  places: BoardPlace[],
  board: Board,
  acts: DayActs,
  choose: (place: BoardPlace) => void,
): Words {
  const who = namesOf(places);
  const phase = action.phase ? t(PHASE_WITH_ARTICLE[action.phase]) : "";
  const until = action.until ? hour(action.until) : "";
  const first = places[0];
  switch (action.kind) {
    case "answer_help": {
      const call = board.helps.find((one) => one.help_id === action.help_id);
      const where = first ? `${first.candidate_name}, ${first.desk}` : (call?.room ?? "");
      return {
        title: where ? t("On vous appelle : {where}", { where }) : t("On vous appelle"),
        why: `${call?.text || t("Aucune précision.")} ${plural(action.minutes, "Appel reçu à l'instant.", "Appel reçu il y a {n} min.")}`,
        button: t("J'y vais"),
        run: () => void acts.act(`help/${action.help_id}/answer`),
      };
    }
    case "lift_measure": {
      const measure = board.measures.find((one) => one.measure_id === action.measure_id);
      return {
        title: plural(places.length, "Reprendre l'épreuve de {n} candidat", "Reprendre l'épreuve de {n} candidats"),
        why: t("{reason}, depuis {n} min. Tout leur temps est rendu ; la dernière fin passe à {until}.", {
          reason: measure?.reason ?? "",
          n: action.minutes,
          until,
        }),
        button: t("Reprendre pour tous"),
        run: () => void acts.act(`measures/${action.measure_id}/lift`),
      };
    }
    case "resume":
      return {
        title: t("Reprendre {phase} de {who}", { phase, who }),
        why: t("En pause depuis {n} min. Tout son temps est rendu ; sa fin passe à {until}.", {
          n: action.minutes,
          until,
        }),
        button: t("Reprendre"),
        run: () => void acts.act("phases/resume", { phase: action.phase, seat_ids: action.seat_ids }),
      };
    case "open_envelopes":
      return {
        title: t("Ouvrir les plis"),
        why: t("Constatez les scellés avec un candidat. Rien ne s'ouvre avant."),
        button: t("Aller aux plis"),
        run: () => location.assign(`/sessions/${board.session_id}/plis`),
      };
    case "note_arrival":
      return {
        title: plural(places.length, "Pointer {n} candidat attendu", "Pointer {n} candidats attendus"),
        why:
          action.minutes > 0
            ? t("{who} : {n} min de retard ; la fin reste à {until}.", { who, n: action.minutes, until })
            : t("{who}. L'identité se contrôle à l'entrée.", { who }),
        button: t("Pointer {who}", { who: first?.candidate_name ?? "" }),
        run: () => first && choose(first),
      };
    case "correct_presence":
      return {
        title: t("Corriger la présence de {who}", { who }),
        why: first
          ? t("{state}. Allez voir qui est à ce poste, puis notez-le présent.", { state: presenceWords(first) })
          : "",
        button: t("Corriger la présence"),
        run: () => first && choose(first),
      };
    case "open_phase":
      return {
        title: places.length > 1 ? openingFor(phase, places) : t("Ouvrir {phase} de {who}", { phase, who }),
        why: [plannedWords(action), whyNow(action, board)].filter(Boolean).join(" "),
        button: t("Ouvrir {phase}", { phase }),
        opens: true,
      };
    case "break":
      return {
        title: t("Rien à décider"),
        why: t("Pause de {who} jusqu'à {until} ; son temps reprend alors seul.", { who, until }),
      };
    case "wait":
      return {
        title: t("Rien à décider"),
        why: t("Prochaine fin à {until} : {phase} de {who}.", { until, phase, who }),
      };
    default:
      return { title: t("La journée est terminée"), why: t("Toutes les étapes sont closes.") };
  }
}

/** Whoever is noted absent is not counted among those who begin. */
function openingFor(phase: string, places: BoardPlace[]): string {
  const n = places.filter((place) => place.presence !== "absent" || isContradicted(place)).length;
  return n > 1 ? t("Ouvrir {phase} pour {n} candidats", { phase, n }) : t("Ouvrir {phase}", { phase });
}

function whyNow(action: NextAction, board: Board): string {
  // Nobody waits before the planned hour.
  if (action.planned && Date.parse(action.planned.at) > Date.parse(board.server_now)) return "";
  return action.minutes > 0
    ? t("Attente : {n} min depuis l'étape d'avant.", { n: action.minutes })
    : t("Tout est prêt. L'heure de fin s'affiche aussitôt à chaque poste.");
}

function plannedWords({ planned }: NextAction): string {
  if (!planned) return "";
  const at = hour(planned.at);
  return planned.room ? t("Prévu {at}, {room}.", { at, room: planned.room }) : t("Prévu {at}.", { at });
}

/** « Léa Martin et Yanis Benali », « Léa Martin et 8 autres ». */
export function namesOf(places: BoardPlace[]): string {
  const names = places.map((place) => place.candidate_name);
  if (names.length <= 2) return names.join(t(" et "));
  return t("{name} et {n} autres", { name: names[0] ?? "", n: names.length - 1 });
}
