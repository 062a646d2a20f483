import { type ReactNode, useEffect, useRef, useState } from "react";

interface PopoverProps {
  /** What the button shows. */
  button: ReactNode;
  /** The button's class; its accessible name is what it shows, unless `name` says more. */
  className?: string;
  name?: string;
  /** Accessible name of the panel. */
  label: string;
  side?: "left" | "right";
  /** Opens above its button. */
  upward?: boolean;
  children: ReactNode;
}

/** A panel under its button: Escape or a click elsewhere closes it, and the focus goes back. */
export function Popover({
  button,
  className = "btn slim",
  name,
  label,
  side = "right",
  upward = false,
  children,
}: PopoverProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const outside = (event: PointerEvent): void => {
      if (!whole.current?.contains(event.target as Node)) setOpen(false);
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      setOpen(false);
      opener.current?.focus();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("keydown", escape);
    };
  }, [isOpen]);
  return (
    <div className="popover" ref={whole}>
      <button
        ref={opener}
        type="button"
        className={className}
        aria-expanded={isOpen}
        aria-label={name}
        onClick={() => setOpen(!isOpen)}
      >
        {button}
      </button>
      {isOpen && (
        <div className={`card popover-panel ${side} ${upward ? "upward" : ""}`} role="group" aria-label={label}>
          {children}
        </div>
      )}
    </div>
  );
}
