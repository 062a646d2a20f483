/** Which invigilator keeps which room of the day; nobody attached: each keeps all of it. */

import { type ReactNode, useState } from "react";

import { client, server, wordsOf } from "../api/client";
import { t } from "../i18n/t";

/** Instead of a room's name: the whole day. */
const WHOLE = "";

export function Keepers({ sessionId, day }: { sessionId: string; day: string }): ReactNode {
  const params = { path: { session_id: sessionId }, query: day ? { day } : {} };
  const asked = server.useQuery("get", "/api/staff/exam-days/{session_id}/invigilators", { params });
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const shown = asked.data;
  if (!shown) return null;
  const set = async (personId: string, rooms: string[]): Promise<void> => {
    setBusy(true);
    const attached = shown.keepers
      .map((one) => ({ person_id: one.person_id, rooms: one.person_id === personId ? rooms : [...one.rooms] }))
      .filter((one) => one.rooms.length > 0);
    const { error } = await client.PUT("/api/staff/exam-days/{session_id}/invigilators", {
      params,
      body: { attached },
    });
    setProblem(error ? wordsOf(error) : "");
    await asked.refetch();
    setBusy(false);
  };
  return (
    <section className="card col" aria-labelledby="keepers" style={{ padding: 16 }}>
      <h3 id="keepers">{t("Surveillants")}</h3>
      <p className="small soft">
        {shown.keepers.length === 0
          ? t("Aucun compte de surveillant. Créez-en un depuis « Comptes ».")
          : shown.anybody
            ? t("Personne n'est attaché : chaque surveillant voit toute la journée.")
            : t("Chacun ne voit que ce à quoi il est attaché. Les autres n'entrent pas.")}
      </p>
      {problem && (
        <p role="alert" className="small strong">
          {problem}
        </p>
      )}
      {shown.keepers.map((one) => (
        <fieldset key={one.person_id} className="row wrap" style={{ border: 0, padding: 0 }} disabled={isBusy}>
          <legend className="strong">{one.name}</legend>
          {[WHOLE, ...shown.rooms].map((room) => (
            <label key={room} className="row small" style={{ gap: 4 }}>
              <input
                type="checkbox"
                checked={one.rooms.includes(room)}
                onChange={(event) => {
                  const others = room === WHOLE ? [] : one.rooms.filter((it) => it !== room && it !== WHOLE);
                  void set(one.person_id, event.target.checked ? [...others, room] : others);
                }}
              />
              {room || t("toute la journée")}
            </label>
          ))}
        </fieldset>
      ))}
    </section>
  );
}
