import type { ReactNode } from "react";

/** Folds a strip away and brings it back. */
export function Toggle({ isOn, flip, label }: { isOn: boolean; flip: () => void; label: string }): ReactNode {
  return (
    <button className="btn slim plain" aria-expanded={isOn} onClick={flip}>
      {`${isOn ? "▾" : "▸"} ${label}`}
    </button>
  );
}
