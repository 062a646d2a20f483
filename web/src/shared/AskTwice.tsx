import { type ReactNode, useState } from "react";

import { t } from "../i18n/t";

interface AskTwiceProps {
  /** What the button says. */
  children: ReactNode;
  /** To whoever does not see beside whom it stands. */
  label?: string | undefined;
  /** What is asked before it is done; what the second button says. */
  question: string;
  yes: string;
  disabled?: boolean;
  className?: string;
  act: () => void;
}

/** A button for what cannot be undone: it asks once more, where it stands. */
export function AskTwice({
  children,
  label,
  question,
  yes,
  disabled = false,
  className = "btn slim",
  act,
}: AskTwiceProps): ReactNode {
  const [isAsking, setAsking] = useState(false);
  if (!isAsking || disabled)
    return (
      <button
        type="button"
        className={className}
        disabled={disabled}
        aria-label={label}
        onClick={() => setAsking(true)}
      >
        {children}
      </button>
    );
  return (
    <span className="row wrap" role="group" aria-label={question} style={{ justifyContent: "flex-end" }}>
      <span className="small">{question}</span>
      {/* eslint-disable-next-line jsx-a11y/no-autofocus -- takes the place of the button that was just pressed */}
      <button type="button" className={className.replace(" primary", "")} autoFocus onClick={() => setAsking(false)}>
        {t("Non")}
      </button>
      <button
        type="button"
        className={`${className} primary`}
        onClick={() => {
          setAsking(false);
          act();
        }}
      >
        {yes}
      </button>
    </span>
  );
}
