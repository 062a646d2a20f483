/** Bold, italic, underline, lists, undo: a toolbar of one stop for the Tab key, arrows within. */

import styles from "./casestudy.module.css";

import { type Editor, useEditorState } from "@tiptap/react";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";

import { t } from "../i18n/t";

interface Tool {
  name: string;
  label: string;
  sign: ReactNode;
  isOn?: boolean;
  isOff: boolean;
  act: () => void;
}

export function Toolbar({ editor, isOpen }: { editor: Editor; isOpen: boolean }): ReactNode {
  const [at, setAt] = useState(0);
  const bar = useRef<HTMLDivElement>(null);
  const on = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive("bold"),
      italic: now.isActive("italic"),
      underline: now.isActive("underline"),
      bullets: now.isActive("bulletList"),
      numbers: now.isActive("orderedList"),
      undo: now.can().undo(),
      redo: now.can().redo(),
    }),
  });
  const chain = (): ReturnType<Editor["chain"]> => editor.chain().focus();
  const tools: Tool[] = [
    {
      name: "bold",
      label: t("Gras"),
      sign: <b>{t("G")}</b>,
      isOn: on.bold,
      isOff: !isOpen,
      act: () => chain().toggleBold().run(),
    },
    {
      name: "italic",
      label: t("Italique"),
      sign: <i>{t("I")}</i>,
      isOn: on.italic,
      isOff: !isOpen,
      act: () => chain().toggleItalic().run(),
    },
    {
      name: "underline",
      label: t("Souligné"),
      sign: <u>{t("S")}</u>,
      isOn: on.underline,
      isOff: !isOpen,
      act: () => chain().toggleUnderline().run(),
    },
    {
      name: "bullets",
      label: t("Liste à puces"),
      sign: <Drawing path="M6 4h9M6 12h9M2 4h.01M2 12h.01" />,
      isOn: on.bullets,
      isOff: !isOpen,
      act: () => chain().toggleBulletList().run(),
    },
    {
      name: "numbers",
      label: t("Liste numérotée"),
      sign: <Drawing path="M7 4h8M7 12h8M1.5 2.5 3 2v4M1.5 10.5c1-1 2.3-.4 1.8.6L1.5 14h2.2" />,
      isOn: on.numbers,
      isOff: !isOpen,
      act: () => chain().toggleOrderedList().run(),
    },
    {
      name: "undo",
      label: t("Annuler la frappe"),
      sign: <Drawing path="M5 3 2 6l3 3M2 6h7a4 4 0 0 1 0 8H6" />,
      isOff: !isOpen || !on.undo,
      act: () => chain().undo().run(),
    },
    {
      name: "redo",
      label: t("Rétablir la frappe"),
      sign: <Drawing path="m11 3 3 3-3 3M14 6H7a4 4 0 0 0 0 8h3" />,
      isOff: !isOpen || !on.redo,
      act: () => chain().redo().run(),
    },
  ];
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = (at + step + tools.length) % tools.length;
    setAt(next);
    bar.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <div ref={bar} className={styles.tools} role="toolbar" aria-label={t("Mise en forme")} onKeyDown={move}>
      {tools.map((tool, position) => (
        <button
          key={tool.name}
          type="button"
          title={tool.label}
          aria-label={tool.label}
          aria-pressed={tool.isOn}
          aria-disabled={tool.isOff}
          tabIndex={position === at ? 0 : -1}
          onFocus={() => setAt(position)}
          // The selection stays where it is.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => !tool.isOff && tool.act()}
        >
          {tool.sign}
        </button>
      ))}
    </div>
  );
}

function Drawing({ path }: { path: string }): ReactNode {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}
