/** How much extra time an accommodation may grant in this session: a third of each phase, or a share that one sets. */

import { type ReactNode, type SubmitEvent, useState } from "react";

import { client, server, wordsOf } from "../api/client";
import { textIn } from "../shared/formText";
import { t } from "../i18n/t";

export function ExtraTimeCap({ sessionId }: { sessionId: string }): ReactNode {
  const params = { path: { session_id: sessionId } };
  const asked = server.useQuery("get", "/api/staff/exam-days/{session_id}/extra-time-cap", { params });
  const [told, setTold] = useState("");
  if (!asked.data) return null;
  const set = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const typed = textIn(new FormData(event.currentTarget), "percent");
    const percent = typed === "" ? null : Number(typed);
    const { error } = await client.PUT("/api/staff/exam-days/{session_id}/extra-time-cap", {
      params,
      body: { percent },
    });
    setTold(error ? wordsOf(error) : t("Plafond enregistré."));
    await asked.refetch();
  };
  return (
    <form className="row wrap small" onSubmit={(event) => void set(event)}>
      <label className="row wrap" style={{ gap: 8 }}>
        {t("Temps majoré au plus, en % de chaque épreuve (vide : un tiers)")}
        <input
          key={asked.data.percent ?? ""}
          className="field num"
          style={{ width: 80 }}
          name="percent"
          type="number"
          min={0}
          max={100}
          defaultValue={asked.data.percent ?? ""}
        />
      </label>
      <button className="btn slim">{t("Enregistrer le plafond")}</button>
      <span role="status">{told}</span>
    </form>
  );
}
