/** Of which group a page speaks. */

import type { ReactNode } from "react";

import { server } from "../api/client";
import { t } from "../i18n/t";

interface GroupChoiceProps {
  group: string;
  /** What is said where none is chosen. */
  none: string;
  choose: (name: string) => void;
}

export function GroupChoice({ group, none, choose }: GroupChoiceProps): ReactNode {
  const { data: groups = [] } = server.useQuery("get", "/api/staff/progress/groups");
  return (
    <label className="small strong">
      {t("Groupe")}
      <select className="field" value={group} onChange={(event) => choose(event.target.value)}>
        <option value="">{none}</option>
        {groups
          .filter((one) => one.name)
          .map((one) => (
            <option key={one.name} value={one.name}>
              {one.name}
            </option>
          ))}
      </select>
    </label>
  );
}
