/** Times as people read them. */

/** « 3:42 », « 1:02:07 ». */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
}

/** « 2 min 47 », « 5 min », « 47 s » for screen readers and sentences. */
export function spoken(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return `${whole}\u00a0s`;
  return whole % 60 === 0 ? `${minutes}\u00a0min` : `${minutes}\u00a0min\u00a0${String(whole % 60).padStart(2, "0")}`;
}

export function timeOfDay(iso: string): string {
  return new Date(iso).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

export function day(iso: string): string {
  return new Date(iso).toLocaleDateString("fr-FR", { day: "numeric", month: "long", year: "numeric" });
}

export function shortDay(iso: string): string {
  return new Date(iso).toLocaleDateString("fr-FR", { day: "2-digit", month: "2-digit", year: "numeric" });
}

export function euros(amount: string | number): string {
  return Number(amount).toLocaleString("fr-FR", { style: "currency", currency: "EUR" });
}
