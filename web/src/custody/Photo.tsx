/** An optional photo of the envelopes, before they are opened. */

import style from "./custody.module.css";

import { type ReactNode, useState } from "react";

import type { OpeningView } from "../api/schema";
import { t } from "../i18n/t";
import type { Problem } from "../live/socket";

const LARGEST = 8_000_000;

export function Photo({ opening, changed }: { opening: OpeningView; changed: () => void }): ReactNode {
  const [words, setWords] = useState("");
  const send = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setWords(
      file.size > LARGEST
        ? t("Cette photo dépasse 8 Mo : reprenez-la en qualité moyenne.")
        : await put(opening.session_id, file),
    );
    changed();
  };
  return (
    <section className={`card ${style.small}`} aria-labelledby="photo">
      <h3 id="photo">{t("Photo des plis (facultative)")}</h3>
      {opening.photo_sha256 && (
        <img
          className={style.photo}
          src={`/api/staff/opening-photo/${opening.session_id}?${opening.photo_sha256}`}
          alt={t("Les plis avant leur ouverture")}
        />
      )}
      <label className={`btn slim ${style.file}`}>
        {opening.photo_sha256 ? t("Remplacer la photo") : t("Choisir une photo")}
        <input
          type="file"
          accept="image/jpeg,image/png,image/webp"
          onChange={(event) => void send(event.target.files?.[0])}
        />
      </label>
      {words && <p role="alert">{words}</p>}
    </section>
  );
}

/** Why not; nothing where it is kept. */
async function put(sessionId: string, file: File): Promise<string> {
  try {
    const headers = { "X-Combine": "1", "Content-Type": file.type || "application/octet-stream" };
    const signal = AbortSignal.timeout(60_000);
    const answer = await fetch(`/api/staff/opening-photo/${sessionId}`, { method: "PUT", headers, body: file, signal });
    if (answer.ok) return "";
    const problem = (await answer.json()) as Problem;
    return `${problem.message} ${problem.remedy}`;
  } catch {
    return t("La photo n'est pas partie : vérifiez le réseau, puis réessayez.");
  }
}
