/** « Mon compte » of the staff: one's own password, and a second factor for whoever wants one. */

import css from "./account.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import { server } from "../api/client";
import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { OwnPassword } from "./OwnPassword";
import { SecondFactor } from "./SecondFactor";

export default function AccountPage(): ReactNode {
  const { data: account, refetch } = server.useQuery("get", "/api/staff/me/account");
  return (
    <div className="page">
      <StaffBar title={t("Mon compte")} />
      <main className={clsx("column", css.page)}>
        {account && (
          <>
            <p className="soft">{`${account.name} · ${account.login}`}</p>
            <div className={css.cards}>
              <OwnPassword login={account.login} />
              <SecondFactor account={account} changed={() => void refetch()} />
            </div>
          </>
        )}
      </main>
    </div>
  );
}
