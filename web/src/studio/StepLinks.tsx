/** The exchanges of the subject, as their candidates will see them; one more at the end. */

import css from "./studio.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import { server } from "../api/client";
import type { StudioPackView } from "../api/schema";
import { t } from "../i18n/t";

export function StepLinks({ pack, current }: { pack: StudioPackView; current: string }): ReactNode {
  const parent = pack.items.find((one) => one.kind === "exchange" && one.id === current)?.parent ?? "";
  const exchanges = pack.items.filter((one) => one.kind === "exchange" && one.parent === parent && !one.is_removed);
  const { mutate, isPending } = server.useMutation("post", "/api/staff/studio/{studio_id}/items/{kind}", {
    onSuccess: (made) => location.assign(`/atelier/${pack.id}/exchange/${made.id}`),
  });
  return (
    <nav className={css.steps} aria-label={t("Les échanges du sujet")}>
      {exchanges.map((one, index) => (
        <a
          key={one.id}
          className={clsx(css.step, one.id === current && css.now)}
          href={`/atelier/${pack.id}/exchange/${one.id}`}
          aria-current={one.id === current ? "page" : undefined}
          title={one.about}
        >
          {`${index + 1} ${one.id === current || exchanges.length < 4 ? (one.about.split(" · ")[0] ?? "") : ""}`.trim()}
          {pack.faults.some((it) => it.kind === "exchange" && it.id === one.id && it.severity === "error") && (
            <span className="sr">{t(", à compléter")}</span>
          )}
        </a>
      ))}
      <button
        type="button"
        className={css.step}
        disabled={isPending}
        aria-label={t("Nouvel échange dans ce sujet")}
        onClick={() =>
          mutate({
            params: { path: { studio_id: pack.id, kind: "exchange" } },
            body: { parent, copy_of: "", content: {} },
          })
        }
      >
        {"+"}
      </button>
    </nav>
  );
}
