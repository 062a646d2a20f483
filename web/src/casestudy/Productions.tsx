/** The three productions: tabs, tools, the sheet as it will print, and where it all stands. */

import styles from "./casestudy.module.css";

import type { Editor } from "@tiptap/react";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";

import { client } from "../api/client";
import type { CaseStudyView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { Copied } from "./clipboard";
import { ProductionEditor } from "./Editor";
import { Letterhead } from "./Letterhead";
import { NAMES } from "./names";
import { HEADS, type Length, lengthOf } from "./pages";
import { Parted } from "./Parted";
import { plain, type Prose } from "./prose";
import { SaveState, useAllWriters } from "./SaveState";
import { wordsIn } from "./sentences";
import { Toolbar } from "./Toolbar";
import type { WrittenId, Writers } from "./useCaseStudy";

interface ProductionsProps {
  desk: CaseStudyView;
  writers: Writers;
  isOpen: boolean;
}

interface Size extends Length {
  words: number;
}

export function Productions({ desk, writers, isOpen }: ProductionsProps): ReactNode {
  const [shown, setShown] = useState<WrittenId>(desk.produces[0] ?? "case_summary");
  const [sizes, setSizes] = useState<Partial<Record<WrittenId, Size>>>({});
  const [editors, setEditors] = useState<Partial<Record<WrittenId, Editor | null>>>({});
  const [refused, setRefused] = useState(0);
  const copied = useMemo(() => new Copied(), []);
  const state = useAllWriters(writers);
  const measure = useRef<HTMLDivElement>(null);

  useEffect(() => {
    document.addEventListener("copy", copied.heard);
    document.addEventListener("cut", copied.heard);
    return () => {
      document.removeEventListener("copy", copied.heard);
      document.removeEventListener("cut", copied.heard);
    };
  }, [copied]);

  const size = useCallback((written: WrittenId, editor: Editor): void => {
    const sheet = measure.current;
    if (!sheet) return;
    sheet.replaceChildren(...[...editor.view.dom.childNodes].map((node) => node.cloneNode(true)));
    const head = written === "reply_letter" ? HEADS.letter : HEADS.text;
    // The space after the last paragraph is on no page.
    const height = Math.max(0, sheet.getBoundingClientRect().height - 7);
    const words = wordsIn(plain(editor.getJSON()));
    setSizes((before) => ({ ...before, [written]: { ...lengthOf(height, head), words } }));
    sheet.replaceChildren();
  }, []);
  const sizeSoon = useSoon(size);
  const ready = useCallback(
    (written: WrittenId, made: Editor | null): void => {
      setEditors((before) => ({ ...before, [written]: made }));
      if (made) sizeSoon(written, made);
    },
    [sizeSoon],
  );

  const refusedPaste = (written: WrittenId, characters: number): void => {
    setRefused(characters);
    if (written === "notes") return;
    void client.POST("/api/candidate/productions/{production}/paste-refused", {
      params: { path: { production: written } },
      body: { characters },
    });
  };

  const editor = editors[shown] ?? null;
  const length = sizes[shown];
  const other = writers.get(shown)?.snapshot().other ?? null;
  return (
    <section className={`card ${styles.editor}`} aria-label={t("Vos trois productions")}>
      <div className={styles.top}>
        <div className={styles.productions} role="tablist" aria-label={t("Vos trois productions")}>
          {desk.produces.map((written, position) => (
            <button
              key={written}
              id={`production-${written}`}
              role="tab"
              aria-selected={written === shown}
              aria-controls={`sheet-${written}`}
              tabIndex={written === shown ? 0 : -1}
              onClick={() => setShown(written)}
              onKeyDown={(event) => {
                const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
                if (!step) return;
                const next = desk.produces[(position + step + desk.produces.length) % desk.produces.length];
                if (!next) return;
                setShown(next);
                document.getElementById(`production-${next}`)?.focus();
              }}
            >
              <b>{`${position + 1} · ${t(NAMES[written])}`}</b>
              <span className="num">{sizeWords(sizes[written])}</span>
            </button>
          ))}
        </div>
        {editor && <Toolbar editor={editor} isOpen={isOpen} />}
      </div>
      {other && (
        <Parted
          key={other.number}
          other={other}
          keepMine={() => writers.get(shown)?.keepMine()}
          takeOver={(document) => {
            writers.get(shown)?.takeOver(other.number, document);
            editor?.commands.setContent(document, { emitUpdate: false });
          }}
        />
      )}
      {refused > 0 && (
        <div className={styles.parted} role="alert">
          <span>
            {t(
              "Collage refusé : dans cette épreuve, seul un texte copié sur cette page peut être collé. Cet essai est noté, avec sa longueur seulement.",
            )}
          </span>
          <button className="btn slim" onClick={() => setRefused(0)}>
            {t("Fermer")}
          </button>
        </div>
      )}
      <div className={styles.desk}>
        {desk.produces.map((written) => {
          const writer = writers.get(written);
          return (
            writer && (
              <div
                key={written}
                id={`sheet-${written}`}
                className={styles.sheet}
                role="tabpanel"
                aria-labelledby={`production-${written}`}
                hidden={written !== shown}
              >
                {written === "reply_letter" && desk.files && (
                  <Letterhead company={desk.files.company} customer={desk.files.customer} />
                )}
                <ProductionEditor
                  label={t(NAMES[written])}
                  start={writer.document}
                  isOpen={isOpen}
                  spellCheck={desk.spell_check}
                  outsidePaste={desk.outside_paste}
                  copied={copied}
                  changed={(document: Prose, changed: Editor) => {
                    writer.type(document);
                    setRefused(0);
                    sizeSoon(written, changed);
                  }}
                  refused={(characters) => refusedPaste(written, characters)}
                  written={written}
                  ready={ready}
                />
              </div>
            )
          );
        })}
      </div>
      <div ref={measure} className={`${styles.prose} ${styles.measure}`} aria-hidden="true" inert />
      <div className={styles.foot}>
        <SaveState state={state} isOpen={isOpen} />
        {length && (
          <span className="small num">
            <b>{plural(length.pages, "{n} page A4", "{n} pages A4")}</b>{" "}
            <span className="soft">{plural(length.linesLeft, "· reste {n} ligne", "· reste {n} lignes")}</span>
          </span>
        )}
        <span className="grow" />
        <button className="btn" onClick={() => void readOver(writers)} disabled={state.status === "cut"}>
          {t("Relire comme imprimé")}
        </button>
      </div>
    </section>
  );
}

/** The server prints what it has: what waits goes first. */
async function readOver(writers: Writers): Promise<void> {
  await Promise.all([...writers.values()].map((writer) => writer.flush()));
  window.open("/api/candidate/productions/preview.pdf", "combine-relecture");
}

function sizeWords(size: Size | undefined): string {
  if (!size || size.words === 0) return t("rien d'écrit");
  return `${plural(size.words, "{n} mot", "{n} mots")}, ${plural(size.pages, "{n} page", "{n} pages")}`;
}

/** Measuring lays out the whole text: once the keys rest. */
function useSoon(act: (written: WrittenId, editor: Editor) => void): (written: WrittenId, editor: Editor) => void {
  const timers = useRef(new Map<WrittenId, number>());
  useEffect(() => {
    const all = timers.current;
    return () => all.forEach((timer) => window.clearTimeout(timer));
  }, []);
  return useCallback(
    (written, editor) => {
      window.clearTimeout(timers.current.get(written));
      timers.current.set(
        written,
        window.setTimeout(() => !editor.isDestroyed && act(written, editor), 300),
      );
    },
    [act],
  );
}
