import type { ReactNode } from "react";

/** A table that needs its width: on a narrow screen it moves sideways by itself, the page does not. */
export function WideTable({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <div className="wide-table" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
