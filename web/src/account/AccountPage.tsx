/** « Mon compte » of the staff: one's own password, and a second factor for whoever wants one. */

import "./account.css";

import { type ReactNode, useCallback, useEffect, useState } from "react";

import { call } from "../api/call";
import type { OwnAccount } from "../api/schema";
import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { OwnPassword } from "./OwnPassword";
import { SecondFactor } from "./SecondFactor";

export default function AccountPage(): ReactNode {
  const [account, setAccount] = useState<OwnAccount | null>(null);
  const load = useCallback(
    () => void call<OwnAccount>("GET", "/api/staff/me/account").then((answer) => answer.ok && setAccount(answer.data)),
    [],
  );
  useEffect(load, [load]);
  return (
    <div className="page">
      <StaffBar title={t("Mon compte")} />
      <main className="column account-page">
        {account && (
          <>
            <p className="soft">{`${account.name} · ${account.login}`}</p>
            <div className="account-cards">
              <OwnPassword login={account.login} />
              <SecondFactor account={account} changed={load} />
            </div>
          </>
        )}
      </main>
    </div>
  );
}
