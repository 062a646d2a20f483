import type { ReactNode } from "react";

import { t } from "../i18n/t";
import { Dialog } from "../shared/Dialog";
import { MyPhone } from "../telephone/MyPhone";

/** « Mon téléphone » over the desk: the call that comes closes it. */
export function MyPhoneDialog({ close }: { close: () => void }): ReactNode {
  return (
    <Dialog title={t("Mon téléphone")} close={close} width={1120}>
      <MyPhone door="candidate" />
      <div className="row" style={{ justifyContent: "flex-end" }}>
        <button className="btn" onClick={close}>
          {t("Fermer")}
        </button>
      </div>
    </Dialog>
  );
}
