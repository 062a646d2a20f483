import type { ReactNode } from "react";

import { isRefused, server } from "../api/client";
import type { SlowedView } from "../api/schema";
import { plural, t } from "../i18n/t";
import { day } from "../shared/time";

const EVERY_MS = 10_000;

/** Who guesses at the door and is slowed; one click lets them try again. Only the session lead gets an answer. */
export function Guesses(): ReactNode {
  const { data: guesses, refetch } = server.useQuery(
    "get",
    "/api/staff/guesses",
    {},
    { refetchInterval: ({ state }) => (isRefused(state.error) ? false : EVERY_MS) },
  );
  const { mutate } = server.useMutation("post", "/api/staff/guesses/reopen", { onSettled: () => refetch() });
  if (guesses === undefined || (guesses.slowed.length === 0 && guesses.earlier.length === 0)) return null;
  const reopen = ({ door, key, place }: SlowedView): void => mutate({ body: { door, key, place } });
  return (
    <section className="card col" style={{ padding: 20 }} aria-labelledby="guesses">
      <h2 id="guesses">{t("Essais de connexion")}</h2>
      {guesses.slowed.length > 0 && (
        <div role="status" className="col" style={{ gap: 8 }}>
          <p className="small soft">
            {t(
              "Quelqu'un se trompe ou devine : ses essais sont ralentis, personne d'autre n'est gêné. « Rouvrir » lui permet de réessayer tout de suite.",
            )}
          </p>
          <ul className="plain-list">
            {guesses.slowed.map((one) => (
              <li
                key={`${one.door} ${one.key} ${one.place}`}
                className="row between small wrap"
                style={{ padding: "4px 0" }}
              >
                <span>
                  <b>{whose(one)}</b>{" "}
                  <span className="soft">
                    {[
                      one.place || t("un appareil connu"),
                      plural(one.wrong, "{n} essai faux", "{n} essais faux"),
                      one.refused > 0 ? plural(one.refused, "{n} refusé", "{n} refusés") : "",
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                </span>
                <button className="btn slim" onClick={() => reopen(one)}>
                  {t("Rouvrir")}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {guesses.earlier.length > 0 && (
        <details>
          <summary className="strong small">{t("Depuis un mois")}</summary>
          <ul className="plain-list small">
            {guesses.earlier.map((one) => (
              <li
                key={`${one.at} ${one.place}`}
              >{`${day(one.at)} · ${one.login ?? t("identifiant inconnu")} · ${one.place}`}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function whose(one: SlowedView): string {
  if (one.door === "code") return t("Codes de poste");
  if (one.name === null) return t("Identifiant inconnu");
  return one.door === "second_factor" ? t("{name} : second facteur", { name: one.name }) : one.name;
}
