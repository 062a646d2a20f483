/** The first checks in words. Pure. */

import type { ExaminedView } from "../api/schema";
import { t } from "../i18n/t";
import type { Line } from "../network/verdicts";

const STATES = { ok: "good", warning: "warning", fault: "bad" } as const;

/** Of the doctor's points, those that a new centre must know, under names that a person knows. */
const POINTS: Record<string, string> = {
  certificate: "Certificat",
  disk: "Place sur le disque",
  disk_speed: "Vitesse du disque",
  clock: "Horloge du serveur",
};

export const POINT_WORDS = Object.values(POINTS);

export function addressLine({ protocol, hostname, host }: Pick<Location, "protocol" | "hostname" | "host">): Line {
  const name = t("Adresse");
  if (protocol === "https:")
    return { name, state: "good", words: t("Les postes ouvrent https://{host}.", { host }), remedy: "" };
  if (isThisMachine(hostname))
    return {
      name,
      state: "warning",
      words: t("Combiné ne sert que cette machine ({host}).", { host }),
      remedy: t("Pour une salle, réglez COMBINE_HOST (guide informatique), puis redémarrez-le."),
    };
  return {
    name,
    state: "bad",
    words: t("Cette adresse n'est pas sûre (http) : les navigateurs y cachent le micro."),
    remedy: t("Ouvrez Combiné par https : voir « Le réseau » dans le guide informatique."),
  };
}

export function serverLines(points: ExaminedView[]): Line[] {
  return Object.entries(POINTS).flatMap(([point, name]) =>
    points
      .filter((one) => one.name === point)
      .map((one) => ({ name: t(name), state: STATES[one.level], words: withoutName(one.said), remedy: one.remedy })),
  );
}

/** « Disque : 80 Go libres. » under a heading that already says what it is of. */
function withoutName(said: string): string {
  const [name = "", ...rest] = said.split(/\s:\s/);
  const words = rest.join("\u00a0: ");
  return words ? `${words.charAt(0).toLocaleUpperCase("fr")}${words.slice(1)}` : name;
}

function isThisMachine(hostname: string): boolean {
  return hostname === "localhost" || hostname.startsWith("127.") || hostname === "[::1]";
}
