/** A file as the body of a request, as it is. */

import type { Problem } from "../live/waiting";
import { t } from "../i18n/t";

export type Answer<T> = { ok: true; data: T } | { ok: false; problem: Problem };

export async function sendFile<T>(
  method: string,
  path: string,
  file: File,
  most: number,
  seconds = 60,
): Promise<Answer<T>> {
  if (file.size > most) {
    const message = t("Ce fichier est trop volumineux : {n} Mo au plus.", { n: most / 1024 / 1024 });
    const remedy = t("Allégez-le, ou choisissez-en un autre.");
    return { ok: false, problem: { code: "too_large", message, remedy } };
  }
  try {
    const response = await fetch(path, {
      method,
      headers: { "X-Combine": "1", "Content-Type": "application/octet-stream" },
      body: file,
      signal: AbortSignal.timeout(seconds * 1000),
    });
    if (!response.headers.get("Content-Type")?.includes("json")) return { ok: false, problem: saidBefore(response) };
    const data = (await response.json()) as unknown;
    if (response.ok) return { ok: true, data: data as T };
    return { ok: false, problem: data as Problem };
  } catch {
    const message = t("Le fichier n'a pas pu être envoyé.");
    return {
      ok: false,
      problem: { code: "unreachable", message, remedy: t("Vérifiez le réseau, puis réessayez.") },
    };
  }
}

/** Combiné always answers in JSON: a page in HTML comes from the proxy before it. */
function saidBefore(response: Response): Problem {
  if (response.status === 413) {
    const message = t("Le serveur mandataire devant Combiné refuse un fichier de cette taille.");
    const remedy = t("Faites relever sa limite à 33 Mo par le service informatique (docs/deploy), puis recommencez.");
    return { code: "too_large_for_proxy", message, remedy };
  }
  const message = t("Le serveur mandataire devant Combiné a répondu à sa place ({status}).", {
    status: response.status,
  });
  return { code: "proxy", message, remedy: t("Recommencez ; si cela persiste, voyez le service informatique.") };
}
