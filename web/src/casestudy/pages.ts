/**
 * A4 pages as they will print: the measures are those of `simulator/documents/templates/productions.typ`. The text is
 * laid out out of sight at the printed width, in the same font and line height, whatever the width on the screen.
 */

const PX = 96 / 25.4;
const PAGE = 249 * PX;
const LINE = 14 * 1.45;

/** Millimetres that the head of each first page takes. */
export const HEADS = { letter: 58, text: 16 };

export interface Length {
  pages: number;
  linesLeft: number;
}

/** `height`: of the text alone, in CSS pixels at the printed width. */
export function lengthOf(height: number, headMillimetres: number): Length {
  const first = PAGE - headMillimetres * PX;
  const lines = (room: number): number => Math.max(0, Math.floor((room + 0.5) / LINE));
  if (height <= first + 0.5) return { pages: 1, linesLeft: lines(first - height) };
  const rest = height - first;
  const more = Math.ceil((rest - 0.5) / PAGE);
  return { pages: 1 + more, linesLeft: lines(more * PAGE - rest) };
}
