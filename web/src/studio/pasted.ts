/** Text from Word or a web page, as an author would have typed it: no bullets, no marks that nobody sees. */

const NO_BREAK = "\u00a0";

/** Soft hyphens, zero widths, marks of direction, private signs (Word's bullets), control characters but line ends. */
const UNSEEN = /[\p{Cf}\p{Co}\p{Cc}\p{Variation_Selector}\ufffc\ufffd]|\u034f/gu;
const SPACES = /[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+/g;
const LINE_ENDS = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;
/** « • », « – » and their likes, « o » of Word's second level, « 1. », « a) »: before a space. */
const BULLET = /^\s*(?:[•·●○▪▫■□◦‣⁃∙➢➤✓✔*–—-]|o(?=[\t\u00a0 ]{2}|\t)|\(?(?:\d{1,2}|[a-z])[.)])[\s\u00a0]+/;
const PRIVATE_BULLET = /^\s*[\ue000-\uf8ff\u00a7\u00d8][\s\u00a0]+/;

/** One line: spaces in their place, no-break before high punctuation and inside guillemets. */
function line(text: string): string {
  return text
    .replace(SPACES, " ")
    .replace(UNSEEN, "")
    .trim()
    .replace(/ ([:;!?»%€])(?![\p{L}\p{N}])/gu, `${NO_BREAK}$1`)
    .replace(/« /g, `«${NO_BREAK}`)
    .normalize("NFC");
}

/** As it goes into a text of several lines: at most one empty line between two. */
export function cleaned(pasted: string): string {
  return bare(pasted)
    .map(line)
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** As it goes into a field of one line. */
export function onOneLine(pasted: string): string {
  return line(bare(pasted).map(line).filter(Boolean).join(" "));
}

/** As it goes into a list: an entry a line. */
export function entries(pasted: string): string[] {
  return bare(pasted).map(line).filter(Boolean);
}

/** Lines without their bullets. A number that begins a single line is part of its sentence. */
function bare(pasted: string): string[] {
  const lines = pasted.replace(LINE_ENDS, "\n").split("\n");
  const isList = lines.filter((one) => one.trim() !== "").length > 1;
  return lines.map((one) => {
    const plain = one.replace(PRIVATE_BULLET, "");
    return isList || /^\s*[•·●○▪▫■□◦‣⁃∙➢➤✓✔]/.test(plain) ? plain.replace(BULLET, "") : plain;
  });
}

/** Puts the text where the caret is, as if it had been typed: the browser's own undo takes it back. */
export function typeIn(field: HTMLTextAreaElement | HTMLInputElement, text: string): void {
  field.focus();
  // The only way by which a text goes in and the browser's undo still knows it; every browser has it.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
