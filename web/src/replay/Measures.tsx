/** What was measured, each against the company's target where there is one. */

import css from "./feedback.module.css";

import { clsx } from "clsx";
import type { ReactNode } from "react";

import type { MeasuredView } from "../api/schema";
import { plural, t } from "../i18n/t";

interface Line {
  name: string;
  value: string;
  target: string;
  /** Null where nothing says what is right. */
  kept: boolean | null;
}

const seconds = (value: number): string => `${Math.round(value)}\u00a0s`;

/** One line for each fact that was measured; `kept` compares with the target as it is shown, in whole seconds. */
export function measureLines(measured: MeasuredView): Line[] {
  const lines: Line[] = [];
  const against = (name: string, value: number | null, target: number | null): void => {
    if (value === null) return;
    lines.push({
      name,
      value: seconds(value),
      target: target === null ? "" : seconds(target),
      kept: target === null ? null : Math.round(value) <= target,
    });
  };
  const plain = (name: string, value: string | null): void => {
    if (value !== null) lines.push({ name, value, target: "", kept: null });
  };
  against(t("Décroché en"), measured.answer_seconds, measured.answer_target_seconds);
  against(t("Première réponse en"), measured.first_reply_seconds, measured.first_reply_target_seconds);
  against(t("Réponse la plus lente"), measured.slowest_reply_seconds, measured.reply_target_seconds);
  plain(
    t("Mises en attente"),
    measured.holds === null
      ? null
      : measured.holds === 0
        ? t("aucune")
        : `${measured.holds} (${seconds(measured.hold_seconds ?? 0)})`,
  );
  plain(
    t("Votre part de parole"),
    measured.candidate_speech_percent === null ? null : `${Math.round(measured.candidate_speech_percent)}\u00a0%`,
  );
  plain(t("Silences de plus de 3 s"), measured.silences_over_3s === null ? null : String(measured.silences_over_3s));
  plain(
    t("Vous avez coupé la parole"),
    measured.interruptions === null ? null : plural(measured.interruptions, "{n} fois", "{n} fois"),
  );
  return lines;
}

export function Measures({ measured }: { measured: MeasuredView }): ReactNode {
  const lines = measureLines(measured);
  const { qualification_right: right, qualification_wrong: wrong } = measured;
  if (lines.length + right.length + wrong.length === 0) return null;
  return (
    <section aria-label={t("Ce qui a été mesuré")}>
      <h2>{t("Ce qui a été mesuré")}</h2>
      {lines.length > 0 && (
        <table className={css.measures}>
          <tbody>
            {lines.map((line) => (
              <tr key={line.name}>
                <th scope="row">{line.name}</th>
                <td className="num strong">{line.value}</td>
                <td className="num soft">{line.target && t("objectif {target}", { target: line.target })}</td>
                <td>
                  {line.kept !== null && (
                    <span className={`pill ${line.kept ? "live" : "ring"}`}>
                      {line.kept ? t("tenu") : t("à améliorer")}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {right.length + wrong.length > 0 && (
        <ul className={clsx("small plain-list", css.checked)}>
          {right.map((one) => (
            <li key={one}>
              <span aria-hidden="true">{"✓"}</span> {one}
            </li>
          ))}
          {wrong.map((one) => (
            <li key={one} className={css.wrong}>
              <span aria-hidden="true">{"→"}</span> {one}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
