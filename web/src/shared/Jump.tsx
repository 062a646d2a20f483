import type { ReactNode } from "react";

import { t } from "../i18n/t";

/** The parts of a desk that stands in one long column: on a small or much enlarged screen only. */
export function Jump({ parts }: { parts: [id: string, name: string][] }): ReactNode {
  return (
    <nav className="jump" aria-label={t("Aller à une partie du poste")}>
      {parts.map(([id, name]) => (
        <a key={id} href={`#${id}`}>
          {name}
        </a>
      ))}
    </nav>
  );
}
