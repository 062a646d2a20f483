import { type ReactNode, useEffect, useId, useRef } from "react";

import { t } from "../i18n/t";
import { useEndOutOfSight } from "./endInSight";

/** A modal window with its title; Escape closes it. Where it is longer than the screen, it says so at its edge. */
export function Dialog({
  title,
  close,
  width = 460,
  children,
}: {
  title: string;
  close: () => void;
  width?: number;
  children: ReactNode;
}): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const end = useRef<HTMLDivElement>(null);
  const continues = useEndOutOfSight(end);
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
  }, []);
  return (
    <dialog ref={dialog} className="card dialog" style={{ width }} aria-labelledby={titleId} onClose={close}>
      <div className="col" style={{ gap: 14 }}>
        <h2 id={titleId}>{title}</h2>
        {children}
      </div>
      <div ref={end} className="dialog-end" />
      {continues && (
        <p className="dialog-continues" aria-hidden="true">
          {t("▾ La suite est plus bas")}
        </p>
      )}
    </dialog>
  );
}
