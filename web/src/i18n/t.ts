/** Words on the screen. The key is the French sentence itself; English is looked up, French is typeset. */

import i18next from "i18next";

import { english } from "./en/desks";

/** French typography: a no-break space before high punctuation and inside guillemets. */
export function typeset(french: string): string {
  return french
    .replace(/ ([:;!?»%€])/g, "\u00a0$1")
    .replace(/« /g, "«\u00a0")
    .replace(/'/g, "’");
}

/** Whether the screen speaks English; French before anything is chosen. */
export function isEnglish(): boolean {
  // Undefined until i18next has started, whatever its types say.
  return (i18next.language as string | undefined)?.startsWith("en") ?? false;
}

export function t(french: string, values: Record<string, string | number> = {}): string {
  const words = isEnglish() ? (english[french] ?? french) : typeset(french);
  return words.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** One sentence for none or one, another from two on, as French counts; both know `{n}`. */
export function plural(n: number, one: string, several: string): string {
  return t(Math.abs(n) < 2 ? one : several, { n });
}
