/** Days by which an exercise is to be done. */

import { isEnglish } from "../i18n/t";

const FRIDAY = 5;

/** The coming Friday as an ISO date; on a Friday the next one: nobody is given something to do by today. */
export function nextFriday(now: Date): string {
  const ahead = (FRIDAY - now.getDay() + 7) % 7 || 7;
  return isoDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() + ahead));
}

/** « 2026-12-04 », where the reader is. */
export function isoDay(date: Date): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** « vendredi 4 décembre »; of another year with the year. */
export function dayInWords(iso: string, now = new Date()): string {
  const date = new Date(`${iso}T12:00`);
  const words = date.toLocaleDateString(isEnglish() ? "en-GB" : "fr-FR", {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }),
  });
  return isEnglish() ? words : words.replace(" 1 ", " 1er ");
}
