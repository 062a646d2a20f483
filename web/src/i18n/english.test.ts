import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import i18next from "i18next";
import ts from "typescript";
import { expect, it } from "vitest";

import { KINDS } from "../candidate/documentEntries";
import { FILE_WORDS } from "../candidate/FileTabs";
import { INDICATOR_WORDS } from "../candidate/Indicators";
import { END_WORDS } from "../candidate/phone";
import { THEMES } from "../candidate/Settings";
import { ACTIONS } from "../candidate/shortcuts";
import { PHASE_WORDS } from "../candidate/Steps";
import { DIFFICULTY_WORDS } from "../catalogue/words";
import { CHANNEL_WORDS } from "../casestudy/Files";
import { NAMES } from "../casestudy/names";
import { SIGN_WORDS } from "../correction/NewNote";
import { DECISION_WORDS, GROUP_WORDS } from "../deliberation/words";
import { DAY_WORDS } from "../examday/words";
import { POINT_WORDS } from "../firststeps/lines";
import { DEMO_WORDS } from "../home/Demo";
import { ENGINE_WORDS } from "../installation/Engines";
import { PAGE_WORDS } from "../installation/Examination";
import { WORK_WORDS } from "../installation/ModelRows";
import { PACK_WORDS } from "../installation/PackCard";
import { PAGE_NAMES } from "../installation/Pages";
import { SOURCE_WORDS } from "../installation/PhonesPage";
import { INTERVIEW_WORDS } from "../interview/words";
import { JURY_WORDS } from "../jury/Exchanges";
import { FIELD_WORDS } from "../jury/FileSeen";
import { REASON_WORDS, SCORE_WORDS, VERDICT_WORDS } from "../phone/verdict";
import { BAD_NETWORK_SENTENCES } from "../replay/NetworkTrack";
import { GAP_WORDS } from "../replay/Replay";
import { TRANSCRIPT_WORDS } from "../replay/Said";
import { RECORDING_WORDS } from "../replay/SeatReplaysPage";
import { PLACE_WORDS } from "../replay/Writings";
import { RESULT_WORDS } from "../results/words";
import { TABLE_WORDS } from "../session/DetectorDetail";
import { PERIOD_WORDS } from "../session/DetectorsPage";
import { KAPPA_WORDS } from "../session/kappaWords";
import { ROLE_WORDS } from "../session/roles";
import { CALL_WORDS, RING_WORDS } from "../session/SeatState";
import { VERDICTS } from "../shared/marks";
import { LEVEL_WORDS } from "../shared/networkWords";
import { FINDING_WORDS } from "../shared/Proposed";
import { ITEM_WORDS } from "../studio/ItemPage";
import { SEQUENCE_WORDS } from "../studio/SequenceSound";
import { SOUND_WORDS } from "../shared/Sound";
import { GUIDE_WORDS } from "../telephone/guides";
import { CHECK_WORDS } from "../telephone/Registered";
import { RINGS_WORDS } from "../telephone/Rings";
import { USE_WORDS } from "../timetable/Ground";
import { LEGEND_WORDS } from "../timetable/Legend";
import { SHEETS } from "../timetable/PrintStep";
import { RECORD_WORDS, ROUTE_WORDS } from "../timetable/routeWords";
import { STEP_WORDS } from "../timetable/TimetablePage";
import { english } from "./en/desks";
import { plural, t, typeset } from "./t";

const FOLDERS = [
  "account",
  "app",
  "assignments",
  "candidate",
  "catalogue",
  "casestudy",
  "correction",
  "custody",
  "deliberation",
  "draws",
  "examday",
  "firststeps",
  "home",
  "installation",
  "interview",
  "jury",
  "progress",
  "replay",
  "results",
  "session",
  "shared",
  "signin",
  "studio",
  "subjects",
  "telephone",
  "timetable",
];
const SOURCES = join(import.meta.dirname, "..");

/** The keys that a call asks English for: `t("…")`, or `plural(n, "…", "…")` by its sentence for several. */
function keysOf(call: ts.CallExpression): string[] {
  const words = call.arguments.filter(ts.isStringLiteral).map(({ text }) => text);
  if (call.expression.getText() === "t") return words;
  return call.expression.getText() === "plural" ? ["_one", "_other"].map((form) => `${words[1] ?? ""}${form}`) : [];
}

function sentencesOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) found.push(...keysOf(node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const written = FOLDERS.flatMap((folder) =>
  readdirSync(join(SOURCES, folder))
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
    .flatMap((name) => sentencesOf(join(SOURCES, folder, name))),
);
const tables = [
  ...END_WORDS,
  ...FILE_WORDS,
  ...Object.values(DIFFICULTY_WORDS),
  ...Object.values(CHANNEL_WORDS),
  ...Object.values(NAMES),
  ...Object.values(SIGN_WORDS),
  ...INDICATOR_WORDS,
  ...PHASE_WORDS,
  ...DAY_WORDS,
  ...INTERVIEW_WORDS,
  ...RESULT_WORDS,
  ...Object.values(GROUP_WORDS),
  ...Object.values(DECISION_WORDS).flatMap((words) => Object.values(words)),
  ...DEMO_WORDS,
  ...[PAGE_WORDS, PAGE_NAMES, PACK_WORDS, ENGINE_WORDS, WORK_WORDS, SOURCE_WORDS].flat(),
  ...POINT_WORDS,
  ...SOUND_WORDS,
  ...REASON_WORDS,
  ...SCORE_WORDS,
  ...JURY_WORDS,
  ...FIELD_WORDS,
  ...GAP_WORDS,
  ...RECORDING_WORDS,
  ...ROLE_WORDS,
  ...CALL_WORDS,
  ...RING_WORDS,
  ...FINDING_WORDS,
  ...TRANSCRIPT_WORDS,
  ...BAD_NETWORK_SENTENCES,
  ...LEVEL_WORDS,
  ...TABLE_WORDS,
  ...PERIOD_WORDS,
  ...KAPPA_WORDS,
  ...PLACE_WORDS,
  ...GUIDE_WORDS,
  ...CHECK_WORDS,
  ...RINGS_WORDS,
  ...[RECORD_WORDS, ROUTE_WORDS, USE_WORDS, STEP_WORDS, LEGEND_WORDS].flatMap((words) => Object.values<string>(words)),
  ...SHEETS.flatMap(([, name, what]) => [name, what]),
  ...Object.values(VERDICTS),
  ...ITEM_WORDS,
  ...SEQUENCE_WORDS,
  ...Object.values(VERDICT_WORDS),
  ...[...KINDS, ...THEMES, ...ACTIONS].map(([, words]) => words),
];
const holes = (words: string): string[] => [...words.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

it("has English words for every French sentence of these screens", () => {
  expect([...new Set([...written, ...tables])].filter((french) => !(french in english))).toEqual([]);
});

it("keeps in English every value that the French sentence shows", () => {
  expect(Object.entries(english).filter(([french, words]) => holes(french).join() !== holes(words).join())).toEqual([]);
});

it("counts as each language does, and keeps the other values", async () => {
  const words = (n: number) => plural(n, "{n} échange joué sur {all}", "{n} échanges joués sur {all}", { all: 6 });
  expect([0, 1, 2, 1_000_000].map(words)).toEqual([
    "0 échange joué sur 6",
    "1 échange joué sur 6",
    "2 échanges joués sur 6",
    "1000000 échanges joués sur 6",
  ]);
  await i18next.changeLanguage("en");
  expect([0, 1, 2].map(words)).toEqual([
    "0 exchanges played of 6",
    "1 exchange played of 6",
    "2 exchanges played of 6",
  ]);
  await i18next.changeLanguage("fr");
});

it("shows a value as it was typed, in a sentence that is set", () => {
  expect(t("Repère {criterion} à {time}", { criterion: "l'{time} : <b>$&</b>", time: "0:12" })).toBe(
    "Repère l'{time} : <b>$&</b> à 0:12",
  );
});

it("sets French as printers do", () => {
  expect(typeset("Objet : « l'essai » ?")).toBe("Objet\u00a0: «\u00a0l’essai\u00a0»\u00a0?");
});
