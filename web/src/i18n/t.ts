/**
 * Words on the screen. The key is the French sentence itself, typeset here; English is looked up (`en/`), its plurals
 * under the French sentence for several with `_one` and `_other`, as i18next has them.
 */

import i18next from "i18next";

import { english } from "./en/desks";

type Values = Record<string, string | number>;

// Everything is in the bundle: the first words on the screen wait for nothing.
void i18next.init({
  lng: localStorage.getItem("combine.language") ?? "fr",
  fallbackLng: "fr",
  resources: { en: { translation: english } },
  initAsync: false,
  // A sentence has points and colons of its own.
  keySeparator: false,
  nsSeparator: false,
  interpolation: { prefix: "{", suffix: "}", escapeValue: false },
});

/** French typography: a no-break space before high punctuation and inside guillemets. */
export function typeset(french: string): string {
  return french
    .replace(/ ([:;!?»%€])/g, "\u00a0$1")
    .replace(/« /g, "«\u00a0")
    .replace(/'/g, "’");
}

/** The language of the screen, as the browser names it; French before anything is chosen. */
export function language(): string {
  return i18next.language;
}

export function isEnglish(): boolean {
  return language().startsWith("en");
}

export function t(french: string, values: Values = {}): string {
  return i18next.t(french, { ...values, defaultValue: typeset(french) });
}

/** One sentence for one, another for several, as the screen's language counts; both know `{n}`. */
export function plural(n: number, one: string, several: string, values: Values = {}): string {
  return i18next.t(several, {
    ...values,
    n,
    count: n,
    defaultValue_one: typeset(one),
    defaultValue: typeset(several),
  });
}
