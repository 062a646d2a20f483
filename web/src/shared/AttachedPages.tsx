/** Attached documents as pictures of their pages: one at a time, larger or smaller, by mouse or by keyboard. */

import css from "./attached.module.css";

import { type KeyboardEvent, type ReactNode, useEffect, useState } from "react";

import type { AttachedView } from "../api/schema";
import { t } from "../i18n/t";
import { Dialog } from "./Dialog";

/** Per cent of the room that there is. */
const ZOOMS = [100, 150, 200, 300];

interface PagesProps {
  documents: AttachedView[];
  /** What all of them are: « Documents du sujet ». */
  label: string;
  /** In a window of its own already. */
  isLarge?: boolean;
}

export function AttachedPages({ documents, label, isLarge = false }: PagesProps): ReactNode {
  const [chosen, setChosen] = useState("");
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState(0);
  const [isMissing, setMissing] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const document = documents.find((one) => one.id === chosen) ?? documents[0];
  const id = document?.id;
  useEffect(() => {
    setPage(1);
    setMissing(false);
  }, [id]);
  if (!document) return null;
  const shown = Math.min(page, document.pages);
  const turn = (to: number): void => {
    if (!(to >= 1 && to <= document.pages)) return;
    setMissing(false);
    setPage(to);
  };
  const enlarge = (by: number): void => setZoom((now) => Math.max(0, Math.min(ZOOMS.length - 1, now + by)));
  const byKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const acts: Partial<Record<string, () => void>> = { "+": () => enlarge(1), "-": () => enlarge(-1) };
    // Enlarged, the arrows move the page itself.
    if (zoom === 0) Object.assign(acts, { ArrowRight: () => turn(shown + 1), ArrowLeft: () => turn(shown - 1) });
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const picture = (number: number): string => `${document.url}/${number}.jpg`;
  const name = t("{title}, page {n}", { title: document.title, n: shown });
  return (
    <section className={css.attached} aria-label={label}>
      {documents.length === 1 ? (
        <b className={css.title}>{document.title}</b>
      ) : (
        <select
          className="field"
          aria-label={t("Document")}
          value={document.id}
          onChange={(event) => setChosen(event.target.value)}
        >
          {documents.map((one) => (
            <option key={one.id} value={one.id}>
              {one.title}
            </option>
          ))}
        </select>
      )}
      <div className="row wrap" role="group" aria-label={t("Pages du document")}>
        <button
          className="btn slim"
          aria-label={t("Page précédente")}
          disabled={shown === 1}
          onClick={() => turn(shown - 1)}
        >
          {"‹"}
        </button>
        <span className="num small" role="status">
          {t("{n} sur {all}", { n: shown, all: document.pages })}
        </span>
        <button
          className="btn slim"
          aria-label={t("Page suivante")}
          disabled={shown === document.pages}
          onClick={() => turn(shown + 1)}
        >
          {"›"}
        </button>
        <button className="btn slim" aria-label={t("Réduire")} disabled={zoom === 0} onClick={() => enlarge(-1)}>
          {"−"}
        </button>
        <button
          className="btn slim"
          aria-label={t("Agrandir")}
          disabled={zoom === ZOOMS.length - 1}
          onClick={() => enlarge(1)}
        >
          {"+"}
        </button>
        {!isLarge && (
          <button className="btn slim plain" onClick={() => setOpen(true)}>
            {t("En grand…")}
          </button>
        )}
      </div>
      {isMissing && (
        <p className="small" role="alert">
          <span className="warn">{t("Cette page ne s'affiche pas.")}</span>{" "}
          <button className="link" onClick={() => setMissing(false)}>
            {t("Réessayer")}
          </button>
        </p>
      )}
      {!isMissing && (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a page is turned where it is read
        <div className={css.paper} tabIndex={0} role="region" aria-label={name} onKeyDown={byKey}>
          <img
            key={picture(shown)}
            src={picture(shown)}
            alt={t("Page {n} en image : {title}", { n: shown, title: document.title })}
            style={{ width: `${ZOOMS[zoom] ?? 100}%` }}
            onError={() => setMissing(true)}
          />
        </div>
      )}
      {shown < document.pages && <link rel="prefetch" as="image" href={picture(shown + 1)} />}
      {isOpen && (
        <Dialog title={label} width={1180} close={() => setOpen(false)}>
          <AttachedPages documents={documents} label={label} isLarge />
          <button className="btn" onClick={() => setOpen(false)}>
            {t("Fermer")}
          </button>
        </Dialog>
      )}
    </section>
  );
}
