/** Hours and durations of the day, as people read them. */

/** « 10:40 ». */
export function hour(at: string | number): string {
  return new Date(at).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
}

export function fullHour(at: string | number): string {
  return new Date(at).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

/** Whether `day` (a date; "" where the session has none) is another than that of `at`, as the room's clocks show it. */
export function isAnotherDay(day: string, at: string | number): boolean {
  const [year, month, date] = [new Date(at).getFullYear(), new Date(at).getMonth() + 1, new Date(at).getDate()];
  return day !== "" && day !== `${year}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
}

/** « mercredi 12 mai 2027 ». */
export function longDate(day: string): string {
  const options = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
  return new Date(`${day}T12:00`).toLocaleDateString("fr-FR", options);
}
