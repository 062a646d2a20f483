/** The one-page guides, from the same text as in docs/fr. */

import bureau from "../../../docs/fr/telephone-de-bureau.md?raw";
import grandstream from "../../../docs/fr/telephone-grandstream.md?raw";
import linphone from "../../../docs/fr/telephone-linphone.md?raw";
import microsip from "../../../docs/fr/telephone-microsip.md?raw";
import yealink from "../../../docs/fr/telephone-yealink.md?raw";
import zoiper from "../../../docs/fr/telephone-zoiper.md?raw";

export interface Guide {
  id: string;
  name: string;
  text: string;
}

export const GUIDES: Guide[] = [
  { id: "linphone", name: "Linphone (mobile, ordinateur)", text: linphone },
  { id: "microsip", name: "MicroSIP (Windows)", text: microsip },
  { id: "zoiper", name: "Zoiper (mobile, ordinateur)", text: zoiper },
  { id: "yealink", name: "Yealink", text: yealink },
  { id: "grandstream", name: "Grandstream", text: grandstream },
  { id: "telephone-de-bureau", name: "Autre téléphone de bureau", text: bureau },
];

/** Every name of a guide. */
export const GUIDE_WORDS = GUIDES.map((guide) => guide.name);
