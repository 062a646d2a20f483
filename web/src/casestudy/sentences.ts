/** Sentences, as a person counts them: for saying how much is not on the server yet. */

export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?…])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

/** How many sentences of `text` the server does not have in this form. */
export function unsent(text: string, kept: string): number {
  const known = new Map<string, number>();
  for (const sentence of sentencesOf(kept)) known.set(sentence, (known.get(sentence) ?? 0) + 1);
  let count = 0;
  for (const sentence of sentencesOf(text)) {
    const left = known.get(sentence) ?? 0;
    if (left > 0) known.set(sentence, left - 1);
    else count += 1;
  }
  return count;
}

export function wordsIn(text: string): number {
  return text.split(/\s+/u).filter(Boolean).length;
}
