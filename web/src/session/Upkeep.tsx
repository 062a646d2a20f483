/** What the installation needs of whoever is responsible for it: room on its disk, backups, sound that no exchange claims. */

import type { ReactNode } from "react";

import { isRefused, server } from "../api/client";
import { t } from "../i18n/t";
import { AskTwice } from "../shared/AskTwice";
import { clock, day, timeOfDay } from "../shared/time";

const LOOK_EVERY_MS = 20_000;

/** Nothing at all while all is well, and for whoever is not responsible. */
export function Upkeep(): ReactNode {
  const { data: seen, refetch } = server.useQuery(
    "get",
    "/api/staff/upkeep",
    {},
    { refetchInterval: ({ state }) => (isRefused(state.error) ? false : LOOK_EVERY_MS) },
  );
  const forgetting = server.useMutation("post", "/api/staff/upkeep/unclaimed/delete", { onSettled: () => refetch() });
  const isWell = seen?.disk.level === "plenty" && seen.unclaimed.length === 0 && !seen.backups_message;
  if (seen === undefined || isWell) return null;
  return (
    <section className="card col" style={{ padding: 20 }} aria-label={t("Entretien du serveur")}>
      {seen.disk.message && (
        <div role={seen.disk.level === "low" ? "status" : "alert"}>
          <b style={{ color: seen.disk.level === "low" ? "inherit" : "var(--c-bad)" }}>{seen.disk.message}</b>{" "}
          {seen.disk.remedy}
        </div>
      )}
      {seen.backups_message && (
        <div role="alert">
          <b style={{ color: "var(--c-bad)" }}>{seen.backups_message}</b> {seen.backups_remedy}
        </div>
      )}
      {seen.unclaimed.length > 0 && (
        <>
          <p>{seen.unclaimed_message}</p>
          <ul className="col">
            {seen.unclaimed.map((one) => (
              <li key={one.folder} className="row wrap between">
                <span className="num">
                  {t("{day} à {time}", { day: day(one.began_at), time: timeOfDay(one.began_at) })}
                  {one.seconds !== null && ` · ${clock(one.seconds)}`}
                </span>
                {/* eslint-disable-next-line jsx-a11y/media-has-caption -- sound that nobody has heard yet */}
                <audio controls preload="none" src={one.audio_url} aria-label={t("Écouter")} />
                <span className="small soft">{t("S'efface le {day}", { day: day(one.kept_until) })}</span>
                <AskTwice
                  question={t("Effacer ce son pour de bon ?")}
                  yes={t("Effacer")}
                  act={() => forgetting.mutate({ body: { folder: one.folder } })}
                >
                  {t("Effacer")}
                </AskTwice>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
