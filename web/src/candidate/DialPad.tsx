import css from "./phone.module.css";

import { clsx } from "clsx";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";

import { t } from "../i18n/t";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** The keys of a telephone, for mouse and keyboard; what was pressed stays readable. */
export function DialPad({ press, close }: { press: (digits: string) => void; close: () => void }): ReactNode {
  const [pressed, setPressed] = useState("");
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const give = (digit: string): void => {
    press(digit);
    setPressed((before) => (before + digit).slice(-18));
  };
  const typed = (event: KeyboardEvent): void => {
    if (event.key === "Escape") close();
    if (event.altKey || event.ctrlKey || event.metaKey || !DIGITS.includes(event.key)) return;
    event.preventDefault();
    give(event.key);
  };
  return (
    <div className={clsx("card", css.dialPad)} role="group" aria-label={t("Clavier du téléphone")}>
      <output className={clsx("num", css.dialled)} aria-label={t("Touches composées")}>
        {pressed || "—"}
      </output>
      {DIGITS.map((digit, index) => (
        <button
          key={digit}
          ref={index === 0 ? first : undefined}
          className="btn num"
          onClick={() => give(digit)}
          onKeyDown={typed}
        >
          {digit}
        </button>
      ))}
    </div>
  );
}
