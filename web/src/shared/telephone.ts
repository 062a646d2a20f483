/** What a telephone of one's own changes on a desk. Pure. */

import type { CallView, LineView } from "../api/schema";
import { t } from "../i18n/t";

/** « Linphone-Desktop/5.2 (Windows 11) » as people call it. */
export function phoneName(userAgent: string): string {
  return userAgent.split(/[/(]/)[0]?.trim().slice(0, 40) || t("Téléphone");
}

export interface Telephone {
  /** Registered ones, by their short names; empty: the browser alone. */
  names: string;
  /** It rings for this person just now. */
  isRinging: boolean;
  /** It carries the running call: its name; "" when the browser does. */
  carrier: string;
  /** The page rings and may answer. */
  isPageIn: boolean;
  /** A telephone alone rings and answers. */
  isAlone: boolean;
}

/** `hasSound`: the page's own sound is connected. */
export function telephone(line: LineView, call: CallView | null, hasSound: boolean): Telephone {
  const isThere = line.phones.length > 0 && line.rings !== "browser";
  const isRunning = call !== null && call.state !== "ended";
  const isPageIn = !isThere || (line.rings === "both" && hasSound);
  return {
    names: isThere ? line.phones.map(phoneName).join(", ") : "",
    isRinging: line.phone_rings,
    carrier: isRunning && line.call_on_phone ? phoneName(line.call_on_phone) : "",
    isPageIn,
    isAlone: isThere && !isPageIn,
  };
}
