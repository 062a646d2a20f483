import { expect, it } from "vitest";

import { Copied } from "./clipboard";
import { cleanWord } from "./word";

it("knows what was copied here, however its spaces come back", () => {
  const copied = new Copied();
  copied.add("Madame,\n\nJe vous  présente nos excuses.");
  expect(copied.has("Madame,\nJe vous présente nos excuses.")).toBe(true);
  expect(copied.has("Madame")).toBe(false);
  expect(new Copied().has("")).toBe(false);
});

const ITEM = (level: number, marker: string, text: string): string =>
  `<p class=MsoListParagraph style='margin-left:36.0pt;mso-list:l0 level${level} lfo1'><![if !supportLists]>` +
  `<span style='font-family:Symbol'><span style='mso-list:Ignore'>${marker}<span style='font:7.0pt "Times"'>&nbsp;&nbsp; </span></span></span>` +
  `<![endif]>${text}<o:p></o:p></p>`;

it("makes lists again of Word's drawn bullets", () => {
  const html =
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style>p.MsoNormal{color:red}</style></head><body>" +
    "<p class=MsoNormal style='color:red'>Je vous <b>propose</b> :<o:p></o:p></p>" +
    ITEM(1, "·", "une batterie neuve") +
    ITEM(2, "o", "sans frais") +
    ITEM(1, "·", "un vélo de prêt") +
    "<p class=MsoNormal>Cordialement</p>" +
    ITEM(1, "1.", "premièrement") +
    ITEM(1, "2.", "deuxièmement") +
    "</body></html>";
  expect(cleanWord(html).replace(/\s*<o:p><\/o:p>/g, "")).toBe(
    "<p>Je vous <b>propose</b> :</p>" +
      "<ul><li><p>une batterie neuve</p><ul><li><p>sans frais</p></li></ul></li><li><p>un vélo de prêt</p></li></ul>" +
      "<p>Cordialement</p>" +
      "<ol><li><p>premièrement</p></li><li><p>deuxièmement</p></li></ol>",
  );
});

it("leaves what is not Word's as it is", () => {
  expect(cleanWord("<ul><li>un</li></ul>")).toBe("<ul><li>un</li></ul>");
});
