/** A labelled field of a form, with the words that help to fill it in. */

import { type ComponentProps, type ReactNode, useId } from "react";

type Props = Omit<ComponentProps<"input">, "onChange" | "value"> & {
  label: string;
  value: string;
  onValue: (value: string) => void;
  hint?: string;
};

export function Field({ label, value, onValue, hint, className = "field", ...input }: Props): ReactNode {
  const hintId = useId();
  return (
    <label className="strong">
      {label}
      <input
        {...input}
        className={className}
        value={value}
        aria-describedby={hint === undefined ? undefined : hintId}
        onChange={(event) => onValue(event.target.value)}
      />
      {hint !== undefined && (
        <span id={hintId} className="small soft">
          {hint}
        </span>
      )}
    </label>
  );
}
