import { type ReactNode, useEffect, useId, useRef } from "react";

/** A modal window with its title; Escape closes it. */
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
    </dialog>
  );
}
