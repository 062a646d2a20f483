/**
 * What Word puts on the clipboard, as plain paragraphs and lists. Its lists are paragraphs with a drawn bullet and a
 * level in their style (`mso-list: l0 level2 lfo1`): pasted as they are, each item would be a paragraph of its own.
 */

const LEVEL = /mso-list:[^;"']*\blevel(\d+)/i;

export function cleanWord(html: string): string {
  if (!/mso-|MsoNormal|urn:schemas-microsoft-com/i.test(html)) return html;
  const page = new DOMParser().parseFromString(
    html.replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, keepMarker),
    "text/html",
  );
  page.querySelectorAll("style, meta, link, xml, title, o\\:p").forEach((one) => {
    if (one.tagName.toLowerCase() !== "o:p" || !one.textContent.trim()) one.remove();
  });
  buildLists(page);
  page.querySelectorAll("p, li, span").forEach((one) => {
    one.removeAttribute("class");
    one.removeAttribute("style");
  });
  page.querySelectorAll("span").forEach((one) => {
    if (!one.textContent) one.remove();
  });
  page.querySelectorAll("p").forEach((one) => {
    if (!one.textContent.trim()) one.remove();
  });
  return page.body.innerHTML.replace(/<!--[\s\S]*?-->/g, "");
}

/** Word hides the drawn bullet in a conditional comment: it says whether the list is numbered. */
function keepMarker(comment: string): string {
  const drawn = /<span[^>]*mso-list:\s*Ignore[\s\S]*?<!\[endif\]-->/i.exec(comment);
  return drawn ? drawn[0].replace("<![endif]-->", "") : "";
}

function buildLists(page: Document): void {
  let open: { level: number; list: HTMLElement }[] = [];
  let last: Element | null = null;
  for (const paragraph of [...page.querySelectorAll<HTMLElement>("p")]) {
    const level = LEVEL.exec(paragraph.getAttribute("style") ?? "");
    if (!level || paragraph.closest("li")) {
      open = [];
      continue;
    }
    if (last !== null && paragraph.previousElementSibling !== last) open = [];
    const wanted = Number(level[1]);
    const isNumbered = takeMarker(paragraph);
    open = open.filter((one) => one.level <= wanted);
    let current = open.at(-1);
    if (!current || current.level < wanted) {
      const list = page.createElement(isNumbered ? "ol" : "ul");
      const parent = current?.list.lastElementChild;
      if (parent) parent.append(list);
      else paragraph.before(list);
      current = { level: wanted, list };
      open.push(current);
    }
    const item = page.createElement("li");
    paragraph.removeAttribute("style");
    current.list.append(item);
    item.append(paragraph);
    last = open[0]?.list ?? null;
  }
}

/** Takes the drawn bullet or number away; whether it was a number. */
function takeMarker(paragraph: HTMLElement): boolean {
  const drawn = [...paragraph.querySelectorAll<HTMLElement>("span")].find((one) =>
    /mso-list:\s*Ignore/i.test(one.getAttribute("style") ?? ""),
  );
  const marker = drawn?.textContent.trim() ?? "";
  drawn?.remove();
  return /^[(]?[0-9ivxa-z]{1,4}[.)]/i.test(marker);
}
