/** Practice: the draw of a recorded sequence in one click, and the calm screen that plays it. */

import { type SubmitEvent, type ReactNode, useState } from "react";
import { useQuery } from "@tanstack/react-query";

import { queries, server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { timeOfDay } from "../shared/time";

export function OneStepDraw({ seatId }: { seatId: string }): ReactNode {
  const [reason, setReason] = useState("");
  const params = { path: { seat_id: seatId } };
  const asked = server.queryOptions("get", "/api/staff/seats/{seat_id}/draw", { params });
  const { data: drawn, error, isSuccess, refetch } = useQuery(asked);
  const drawing = server.useMutation("post", "/api/staff/seats/{seat_id}/draw", {
    onSuccess: (made) => {
      queries.setQueryData(asked.queryKey, made);
      setReason("");
    },
  });
  const playing = server.useMutation("post", "/api/staff/seats/{seat_id}/draw/played", { onSettled: () => refetch() });
  const problem = wordsOf(drawing.error ?? error);
  const draw = (event?: SubmitEvent): void => {
    event?.preventDefault();
    drawing.mutate({ params, body: { reason } });
  };
  return (
    <div className="desk">
      <StaffBar title={t("Tirage d'une séquence enregistrée")} />
      {problem && (
        <div className="banner bad" role="alert">
          {problem}
        </div>
      )}
      <main style={{ flex: 1, display: "grid", placeItems: "center", textAlign: "center", padding: 40 }}>
        {isSuccess && !drawn && !problem && (
          <div className="col" style={{ gap: 20, alignItems: "center" }}>
            <h2 style={{ fontSize: 28 }}>{t("Aucune séquence n'est encore tirée")}</h2>
            <p className="soft">{t("Le serveur tire au sort ; le tirage est inscrit au dossier.")}</p>
            <button
              className="btn primary"
              style={{ fontSize: 20, minHeight: 64, padding: "0 40px" }}
              onClick={() => draw()}
            >
              {t("Tirer au sort")}
            </button>
          </div>
        )}
        {drawn && (
          <div className="col" style={{ gap: 22, alignItems: "center", width: "min(720px, 90vw)" }}>
            <span className="soft">{drawn.case_study_title}</span>
            <h2 style={{ fontSize: 36 }}>{t("Séquence tirée")}</h2>
            {/* eslint-disable-next-line jsx-a11y/media-has-caption -- the candidate must answer to what is heard: a text would change the exercise */}
            <audio controls src={drawn.audio_url} style={{ width: "100%" }} onPlay={() => playing.mutate({ params })} />
            <p className="soft">
              {t("Tirée à {time} par {name}, parmi {n}.", {
                time: timeOfDay(drawn.drawn_at),
                name: drawn.drawn_by,
                n: drawn.among,
              })}{" "}
              {drawn.played_at
                ? t("Écoutée à {time}.", { time: timeOfDay(drawn.played_at) })
                : t("Pas encore écoutée.")}
            </p>
            <details>
              <summary className="soft small">{t("Nouveau tirage")}</summary>
              <form className="row" onSubmit={draw}>
                <input
                  className="field"
                  value={reason}
                  required
                  minLength={3}
                  aria-label={t("Motif du nouveau tirage")}
                  placeholder={t("Motif (obligatoire)")}
                  onChange={(event) => setReason(event.target.value)}
                />
                <button className="btn">{t("Tirer à nouveau")}</button>
              </form>
            </details>
          </div>
        )}
      </main>
    </div>
  );
}
