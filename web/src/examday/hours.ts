/** Hours and durations of the day, as people read them. */

/** « 10:40 ». */
export function hour(at: string | number): string {
  return new Date(at).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
}

export function fullHour(at: string | number): string {
  return new Date(at).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}
