/** What the catalogue's degrees are called. */

export const DIFFICULTY_WORDS: Record<string, string> = {
  easy: "Premiers pas",
  medium: "En confiance",
  hard: "Comme à l'examen",
};
