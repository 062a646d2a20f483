/** One production's editor: paragraphs, lists, bold, italic, underline, and nothing else. No placeholder, ever. */

import styles from "./casestudy.module.css";

import Bold from "@tiptap/extension-bold";
import Document from "@tiptap/extension-document";
import HardBreak from "@tiptap/extension-hard-break";
import Italic from "@tiptap/extension-italic";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import Paragraph from "@tiptap/extension-paragraph";
import Text from "@tiptap/extension-text";
import Underline from "@tiptap/extension-underline";
import { UndoRedo } from "@tiptap/extensions";
import { type Editor, EditorContent, useEditor } from "@tiptap/react";
import { type ReactNode, useEffect, useRef } from "react";

import type { Copied } from "./clipboard";
import type { Prose } from "./prose";
import type { WrittenId } from "./useCaseStudy";
import { cleanWord } from "./word";

export const EXTENSIONS = [
  Document,
  Paragraph,
  Text,
  Bold,
  Italic,
  Underline,
  BulletList,
  OrderedList,
  ListItem,
  ListKeymap,
  HardBreak,
  UndoRedo,
];

interface EditorProps {
  label: string;
  start: Prose;
  isOpen: boolean;
  spellCheck: boolean;
  /** Whether text from outside may come in; else it is refused, and told with its length. */
  outsidePaste: boolean;
  copied: Copied;
  changed: (document: Prose, editor: Editor) => void;
  refused: (characters: number) => void;
  written: WrittenId;
  ready: (written: WrittenId, editor: Editor | null) => void;
}

export function ProductionEditor(props: EditorProps): ReactNode {
  const { label, start, isOpen, spellCheck, written, ready } = props;
  // The editor is made once: what it calls is whatever was handed in last.
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const refusesPaste = (data: DataTransfer | null): boolean => {
    const text = data?.getData("text/plain") ?? "";
    if (latest.current.outsidePaste || (text && latest.current.copied.has(text))) return false;
    if (text) latest.current.refused(text.length);
    return true;
  };
  const editor = useEditor({
    extensions: EXTENSIONS,
    content: start,
    editable: isOpen,
    injectCSS: false,
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label,
        spellcheck: String(spellCheck),
        autocorrect: spellCheck ? "on" : "off",
        lang: "fr",
        class: styles.prose ?? "",
      },
      transformPastedHTML: cleanWord,
      handlePaste: (_, event) => refusesPaste(event.clipboardData),
      handleDrop: (_, event, __, moved) => !moved && refusesPaste(event.dataTransfer),
    },
    onUpdate: ({ editor: changed }) => latest.current.changed(changed.getJSON(), changed),
  });
  useEffect(() => {
    ready(written, editor);
    return () => ready(written, null);
  }, [editor, written, ready]);
  useEffect(() => {
    editor.setEditable(isOpen, false);
  }, [editor, isOpen]);
  return <EditorContent editor={editor} />;
}
