/** The fields of the studio's forms: a label, what is written, what is wrong with it. */

import css from "./studio.module.css";

import { clsx } from "clsx";
import {
  type ClipboardEvent,
  type CSSProperties,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  useId,
  useRef,
} from "react";
import { flushSync } from "react-dom";

import { t } from "../i18n/t";
import { listAt, textAt } from "./content";
import { FaultNotes, fieldId, useMark } from "./FaultNotes";
import { cleaned, entries, onOneLine, typeIn } from "./pasted";
import { useEdited } from "./useItem";

interface FieldProps {
  path: string;
  label: string;
  /** Fewest lines; 1: a field that grows as it is filled. */
  rows?: number;
  className?: string;
  isBig?: boolean;
  children?: ReactNode;
}

type Pasting = ClipboardEvent<HTMLTextAreaElement | HTMLInputElement>;

/** What comes from Word or a web page comes in clean. */
function pasteWith(clean: (text: string) => string): (event: Pasting) => void {
  return (event) => {
    const pasted = event.clipboardData.getData("text/plain");
    const text = clean(pasted);
    if (text === pasted) return;
    event.preventDefault();
    if (text) typeIn(event.currentTarget, text);
  };
}

export const pasteText = pasteWith(cleaned);
export const pasteLine = pasteWith(onOneLine);

export function TextField({ path, label, rows = 1, className, isBig = false, children }: FieldProps): ReactNode {
  const { content, set } = useEdited();
  const mark = useMark(path);
  return (
    <div className={clsx(css.entry, className)}>
      <label className="label" htmlFor={fieldId(path)}>
        {label}
      </label>
      <textarea
        {...mark}
        className={clsx(isBig ? css.big : "field", css.growing)}
        rows={rows}
        style={{ "--rows": rows } as CSSProperties}
        maxLength={8000}
        value={textAt(content, path)}
        onChange={(event) => set(path, event.target.value)}
        onPaste={pasteText}
      />
      {children}
      <FaultNotes path={path} />
    </div>
  );
}

interface ChoiceProps {
  path: string;
  label: string;
  options: { value: string; label: string }[];
  /** What stands for nothing chosen. */
  none: string;
  className?: string;
}

export function Choice({ path, label, options, none, className }: ChoiceProps): ReactNode {
  const { content, set } = useEdited();
  const mark = useMark(path);
  return (
    <div className={clsx(css.entry, className)}>
      <label className="label" htmlFor={fieldId(path)}>
        {label}
      </label>
      <select
        {...mark}
        className="field"
        value={textAt(content, path)}
        onChange={(event) => set(path, event.target.value || null)}
      >
        <option value="">{none}</option>
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
      <FaultNotes path={path} />
    </div>
  );
}

interface SegmentsProps {
  label: string;
  options: { value: string; label: string }[];
  value: string;
  choose: (value: string) => void;
  isLabelHidden?: boolean;
}

/** One of a few, side by side. */
export function Segments({ label, options, value, choose, isLabelHidden = false }: SegmentsProps): ReactNode {
  const name = useId();
  return (
    <fieldset className={css.segments}>
      <legend className={isLabelHidden ? "sr" : "label"}>{label}</legend>
      <div>
        {options.map((one) => (
          <label key={one.value}>
            <input type="radio" name={name} checked={value === one.value} onChange={() => choose(one.value)} />
            <span>{one.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface LinesProps {
  path: string;
  label: string;
  tone?: "plain" | "say" | "never";
}

/** A list, one sentence a line: Enter begins the next, Backspace on an empty one takes it away. */
export function Lines({ path, label, tone = "plain" }: LinesProps): ReactNode {
  const { content, set } = useEdited();
  return (
    <LineList
      path={path}
      label={label}
      tone={tone}
      lines={listAt(content, path)}
      change={(lines) => set(path, lines)}
    />
  );
}

export function LineList({
  path,
  label,
  tone = "plain",
  lines,
  change,
}: LinesProps & { lines: string[]; change: (lines: string[]) => void }): ReactNode {
  const list = useRef<HTMLUListElement>(null);
  const mark = useMark(path);
  const labelId = useId();
  const focus = (index: number): void => list.current?.querySelectorAll("textarea")[index]?.focus();
  // At once, before the next key: what is typed meanwhile belongs to the new line.
  const changeNow = (next: string[]): void => flushSync(() => change(next));
  const press = (event: KeyboardEvent, index: number): void => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (index >= lines.length) return;
      if (index < lines.length - 1) changeNow(lines.toSpliced(index + 1, 0, ""));
      focus(index + 1);
    } else if (event.key === "Backspace" && lines[index] === "") {
      event.preventDefault();
      changeNow(lines.toSpliced(index, 1));
      focus(Math.max(0, index - 1));
    }
  };
  // Several lines become several entries: the first goes on where the caret is, what stood behind it ends the last.
  const paste = (event: Pasting, index: number): void => {
    const pasted = entries(event.clipboardData.getData("text/plain"));
    if (pasted.length < 2) {
      pasteLine(event);
      return;
    }
    event.preventDefault();
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    const whole = pasted.with(0, value.slice(0, selectionStart ?? 0) + (pasted[0] ?? ""));
    const end = index + whole.length - 1;
    changeNow(lines.toSpliced(index, 1, ...whole.with(-1, (whole.at(-1) ?? "") + value.slice(selectionEnd ?? 0))));
    focus(end);
  };
  const tidy = (event: FocusEvent): void => {
    const isWithin = list.current?.contains(event.relatedTarget) ?? false;
    if (!isWithin && lines.some((one) => one.trim() === "")) change(lines.filter((one) => one.trim() !== ""));
  };
  return (
    <div className={css.entry}>
      <span className={clsx("label", css[tone])} id={labelId}>
        {label}
      </span>
      <ul ref={list} className={clsx(css.lines, css[`${tone}Lines`])} aria-labelledby={labelId}>
        {[...lines, ""].map((line, index) => (
          // A line has no other name than its place.
          <li key={index} data-next={index === lines.length || undefined}>
            <textarea
              {...(index === 0 ? mark : {})}
              className={css.growing}
              rows={1}
              maxLength={8000}
              aria-label={index === lines.length ? t("{label} : ajouter", { label }) : `${label} ${index + 1}`}
              placeholder={index === lines.length ? t("Ajouter…") : undefined}
              value={line}
              onKeyDown={(event) => press(event, index)}
              onChange={(event) => {
                const typed = event.target.value.replace(/\n/g, " ");
                change(index === lines.length ? [...lines, typed] : lines.with(index, typed));
              }}
              onPaste={(event) => paste(event, index)}
              onBlur={tidy}
            />
          </li>
        ))}
      </ul>
      <FaultNotes path={path} />
      {lines.map((_, index) => (
        <FaultNotes key={index} path={`${path}.${index}`} />
      ))}
    </div>
  );
}
