/** « Fiabilité des constats »: findings beside jurors' verdicts, differences first, and the switch of each detector. */

import css from "./detectors.module.css";

import { clsx } from "clsx";
import { keepPreviousData } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { server, wordsOf } from "../api/client";
import { t } from "../i18n/t";
import { StaffBar } from "../shared/StaffBar";
import { WideTable } from "../shared/WideTable";
import { day } from "../shared/time";
import { DetectorDetail, type DetectorLine } from "./DetectorDetail";
import { number } from "./kappaWords";
import { ShippedMeasures } from "./ShippedMeasures";

const PERIODS: [number, string][] = [
  [92, "3 derniers mois"],
  [365, "12 derniers mois"],
  [3660, "Depuis le début"],
];

/** For whoever translates them. */
export const PERIOD_WORDS = PERIODS.map(([, words]) => words);

export default function DetectorsPage(): ReactNode {
  const [days, setDays] = useState(365);
  const {
    data: found,
    error,
    refetch,
  } = server.useQuery(
    "get",
    "/api/staff/detectors",
    { params: { query: { days } } },
    { placeholderData: keepPreviousData },
  );
  const maySwitch = server.useQuery("get", "/api/staff/me").data?.roles.includes("session_lead") ?? false;
  const [open, setOpen] = useState<string | null>(null);
  const { mutateAsync, error: refused } = server.useMutation("put", "/api/staff/detectors/{criterion}", {
    onSettled: () => refetch(),
  });
  const problem = wordsOf(refused ?? error);
  const flip = async (line: DetectorLine, reason: string): Promise<void> => {
    // What was refused stands in `refused`.
    await mutateAsync({ params: { path: { criterion: line.criterion } }, body: { is_on: !line.is_on, reason } }).catch(
      () => undefined,
    );
  };
  const lines = found?.lines ?? [];
  const competences = [...new Set(lines.map((line) => line.competence))];
  return (
    <div className="page">
      <StaffBar title={t("Fiabilité des constats")} />
      <main className="column wide">
        <div className="row between wrap">
          <p className="soft" style={{ maxWidth: 760 }}>
            {t(
              "Quand un juré a soumis sa notation, chacune de ses appréciations est placée à côté du constat. Un constat qui s'en écarte trop égare : désactivez-le.",
            )}
          </p>
          <label className="row small strong">
            {t("Période")}
            <select
              className={clsx("field", css.narrowField)}
              value={days}
              onChange={(event) => setDays(Number(event.target.value))}
            >
              {PERIODS.map(([value, words]) => (
                <option key={value} value={value}>
                  {t(words)}
                </option>
              ))}
            </select>
          </label>
        </div>
        {problem && (
          <p role="alert" style={{ color: "var(--c-bad)" }}>
            {problem}
          </p>
        )}
        {found?.proofreader_is_missing && (
          <p className="card">
            {t(
              "Correcteur Grammalecte absent de ce serveur : les constats d'orthographe ne voient que peu de fautes. Faites installer le paquet grammalecte-cli par le service informatique, puis redémarrez Combiné.",
            )}
          </p>
        )}
        {found && <ShippedMeasures shipped={found.shipped} isFolded={lines.some((line) => line.all.pairs > 0)} />}
        {found && found.lines.every((line) => line.all.pairs === 0) && (
          <p className="card">{t("Aucune notation soumise sur cette période : rien à comparer encore.")}</p>
        )}
        {competences.map((competence) => (
          <section key={competence} className="card" aria-label={competence}>
            <h2>{competence}</h2>
            <WideTable label={`${t("Fiabilité des constats")} ${competence}`}>
              <table className={clsx("list", css.detectors)}>
                <thead>
                  <tr>
                    <th scope="col">{t("Critère")}</th>
                    <th scope="col">{t("Comparés")}</th>
                    <th scope="col">{t("Identiques")}</th>
                    <th scope="col">{t("Opposés")}</th>
                    <th scope="col">{t("Kappa")}</th>
                    <th scope="col">{t("Retenus / écartés")}</th>
                    <th scope="col">{t("Constat")}</th>
                  </tr>
                </thead>
                <tbody>
                  {lines
                    .filter((line) => line.competence === competence)
                    .map((line) => (
                      <Line
                        key={line.criterion}
                        line={line}
                        isOpen={open === line.criterion}
                        toggle={() => setOpen(open === line.criterion ? null : line.criterion)}
                        flip={maySwitch ? flip : undefined}
                      />
                    ))}
                </tbody>
              </table>
            </WideTable>
          </section>
        ))}
      </main>
    </div>
  );
}

interface LineProps {
  line: DetectorLine;
  isOpen: boolean;
  toggle: () => void;
  /** Only for whoever may switch it. */
  flip?: (line: DetectorLine, reason: string) => Promise<void>;
}

function Line({ line, isOpen, toggle, flip }: LineProps): ReactNode {
  const { all } = line;
  return (
    <>
      <tr className={line.is_on ? undefined : css.isOff}>
        <th scope="row">
          <button className="link" aria-expanded={isOpen} onClick={toggle}>
            {line.criterion}
          </button>{" "}
          {line.label}
        </th>
        <td className="num">{all.pairs || "–"}</td>
        <td className="num">{all.pairs ? all.same : "–"}</td>
        <td className="num">
          {all.opposite ? <b style={{ color: "var(--c-bad)" }}>{all.opposite}</b> : all.pairs ? 0 : "–"}
        </td>
        <td className="num">{all.kappa === null ? "–" : number(all.kappa)}</td>
        <td className="num">{`${line.taken} / ${line.rejected}`}</td>
        <td>
          {line.is_on
            ? t("proposé")
            : line.switched_at
              ? t("désactivé le {day}", { day: day(line.switched_at) })
              : t("désactivé d'office (famille fragile)")}
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td colSpan={7}>
            <DetectorDetail line={line} flip={flip} />
          </td>
        </tr>
      )}
    </>
  );
}
