/** What has just been said, written while it is said: beside the jury's desk, and at a seat that was granted it. */

import css from "./captions.module.css";

import { clsx } from "clsx";
import { type ReactNode, useEffect, useRef, useState } from "react";

import type { CallView, CaptionLine, CaptionsView } from "../api/schema";
import { t } from "../i18n/t";
import { Toggle } from "./Toggle";

const KEPT = "combine.captions";

interface CaptionsProps {
  captions: CaptionsView | null;
  call: CallView | null;
  /** How each side is called at this desk. */
  names: Record<CaptionLine["by"], string>;
  /** Whether a screen reader speaks them as they come: never over a juror's call. */
  live: "off" | "polite";
}

export function Captions({ captions, call, names, live }: CaptionsProps): ReactNode {
  const [isShown, setIsShown] = useState(() => localStorage.getItem(KEPT) !== "off");
  const log = useRef<HTMLDivElement>(null);
  const last = captions?.lines.at(-1);
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [last?.text, isShown]);
  if (!captions || call?.state !== "connected") return null;
  const show = (): void => {
    localStorage.setItem(KEPT, isShown ? "off" : "on");
    setIsShown(!isShown);
  };
  return (
    <section className={css.captions} aria-label={t("Sous-titres")}>
      <Toggle isOn={isShown} flip={show} label={t("Sous-titres")} />
      {isShown && (
        <div
          ref={log}
          className={css.captionsLines}
          role="log"
          aria-live={live}
          aria-label={t("Ce qui se dit")}
          tabIndex={0}
        >
          {captions.state === "unavailable" && (
            <p className="soft small">{t("Transcription indisponible sur ce serveur.")}</p>
          )}
          {captions.state === "later" && (
            <p className="soft small">{t("Le serveur est très sollicité : la transcription viendra après l'appel.")}</p>
          )}
          {captions.state === "on" && captions.lines.length === 0 && (
            <p className="soft small">{t("Les paroles s'affichent ici, une phrase après l'autre.")}</p>
          )}
          {captions.lines.map((line) => (
            <p
              key={`${line.by}${line.at_seconds}`}
              className={clsx(css.caption, css[line.by], line.is_final ? undefined : css.isOpen)}
            >
              <b>{names[line.by]}</b> {line.text}
            </p>
          ))}
        </div>
      )}
    </section>
  );
}
