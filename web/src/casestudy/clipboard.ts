/** What was copied on this page, so that pasting it again is not taken for a text from outside. */

const MOST = 40;

export class Copied {
  private readonly texts: string[] = [];

  /** To be told of each copy and cut of the page, once the editor has filled the clipboard. */
  readonly heard = (event: ClipboardEvent): void => {
    const own = event.clipboardData?.getData("text/plain") ?? "";
    this.add(own || String(window.getSelection() ?? ""));
  };

  add(text: string): void {
    const same = normal(text);
    if (!same) return;
    this.texts.push(same);
    if (this.texts.length > MOST) this.texts.shift();
  }

  /** Whether this text, or all of it that says something, was copied here. */
  has(text: string): boolean {
    return this.texts.includes(normal(text));
  }
}

function normal(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}
