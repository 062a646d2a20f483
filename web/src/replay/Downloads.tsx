import css from "./replay.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { ReplayView } from "../api/schema";
import { t } from "../i18n/t";
import { Popover } from "../shared/Popover";

/** Everything that may leave the application, each under its plain name. */
export function Downloads({ view }: { view: ReplayView }): ReactNode {
  const root = `/api/staff/runs/${view.run_id}`;
  const links: [string, string][] = [
    ...view.recordings.flatMap((one): [string, string][] =>
      one.audio_url ? [[t("Audio (Ogg Opus)"), one.audio_url]] : [],
    ),
    [t("Fiche de l'échange (PDF)"), `${root}/sheet.pdf`],
    [t("Grille des échanges (PDF)"), `/api/staff/seats/${view.seat_id}/matrix.pdf`],
    ...(view.confirmation
      ? ([[t("Confirmation écrite (PDF)"), `${root}/confirmation.pdf`]] as [string, string][])
      : []),
    [t("Conversation (vCon)"), `${root}/vcon`],
    ...(view.messages.length > 0 ? ([[t("Chat (texte)"), `${root}/chat.txt`]] as [string, string][]) : []),
    ...(view.transcript.turns.length > 0
      ? ([
          [t("Transcription (texte)"), `${root}/transcript.txt`],
          [t("Transcription (WebVTT)"), `${root}/transcript.vtt`],
        ] as [string, string][])
      : []),
    [t("Faits (JSON)"), `${root}/facts.json`],
  ];
  return (
    <Popover button={t("Télécharger")} label={t("Télécharger")}>
      <ul className={clsx("plain-list", css.downloads)}>
        {links.map(([label, href]) => (
          <li key={href + label}>
            <a href={href} target="_blank" rel="noreferrer">
              {label}
            </a>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
