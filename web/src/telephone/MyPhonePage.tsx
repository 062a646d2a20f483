/** « Mon téléphone » of the staff: reached from their bar and from the jury's desk. */

import css from "./telephone.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { MyPhone } from "./MyPhone";

export default function MyPhonePage(): ReactNode {
  return (
    <div className="page">
      <StaffBar title={t("Mon téléphone")} />
      <main className={clsx("column wide", css.phonePage)}>
        <p className="soft">
          {t(
            "Un téléphone de bureau ou une application peut sonner à la place du navigateur. L'écran garde la fiche du client, les repères et les commandes.",
          )}
        </p>
        <MyPhone door="staff" />
      </main>
    </div>
  );
}
