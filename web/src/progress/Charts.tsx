/** The drawings of progress. Each stands beside the same figures in words, so a screen reader skips it. */

import css from "./progress.module.css";

import type { ReactNode } from "react";
import {
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  PolarAngleAxis,
  PolarGrid,
  PolarRadiusAxis,
  Radar,
  RadarChart,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from "recharts";

import type { CompetenceProgress, TrendPoint, WeekView } from "../api/schema";
import { t } from "../i18n/t";
import { weekName } from "./words";

const SHARES: [number, number] = [0, 100];
const whole = (share: number | null | undefined): number | null => (share == null ? null : Math.round(100 * share));
const tick = { fontSize: 12, fill: "var(--c-soft)" };

/** Competences with at least one observation; a radar needs three of them. */
export function observed(competences: CompetenceProgress[]): CompetenceProgress[] {
  return competences.filter((one) => one.judged !== null || one.proposed !== null);
}

export function CompetenceRadar({ competences }: { competences: CompetenceProgress[] }): ReactNode {
  const seen = observed(competences);
  const data = seen.map((one) => ({
    name: one.competence,
    judged: whole(one.judged?.favourable),
    proposed: whole(one.proposed?.favourable),
  }));
  const judgedName = t("Avis des formateurs");
  const proposedName = t("Constats proposés");
  if (seen.length < 3)
    return (
      <Drawn height={60 + 56 * seen.length}>
        <BarChart accessibilityLayer={false} data={data} layout="vertical" margin={{ left: 0, right: 16 }}>
          <XAxis type="number" domain={SHARES} tick={tick} unit=" %" />
          <YAxis type="category" dataKey="name" width={44} tick={tick} />
          <Bar dataKey="judged" name={judgedName} fill="var(--c-brand)" barSize={16} isAnimationActive={false} />
          <Bar
            dataKey="proposed"
            name={proposedName}
            fill="var(--c-hold)"
            fillOpacity={0.55}
            barSize={10}
            isAnimationActive={false}
          />
          <Legend wrapperStyle={{ fontSize: 13 }} />
        </BarChart>
      </Drawn>
    );
  return (
    <Drawn height={300}>
      <RadarChart accessibilityLayer={false} data={data} outerRadius="76%">
        <PolarGrid stroke="var(--c-rule)" />
        <PolarAngleAxis dataKey="name" tick={{ fontSize: 13, fill: "var(--c-text)" }} />
        <PolarRadiusAxis
          domain={SHARES}
          angle={90}
          tickCount={5}
          tick={{ fontSize: 11, fill: "var(--c-soft)" }}
          axisLine={false}
        />
        <Radar
          dataKey="proposed"
          name={proposedName}
          stroke="var(--c-hold)"
          strokeDasharray="5 4"
          fill="none"
          connectNulls
          isAnimationActive={false}
        />
        <Radar
          dataKey="judged"
          name={judgedName}
          stroke="var(--c-brand)"
          strokeWidth={2}
          fill="var(--c-brand)"
          fillOpacity={0.18}
          dot
          connectNulls
          isAnimationActive={false}
        />
        <Legend wrapperStyle={{ fontSize: 13 }} />
      </RadarChart>
    </Drawn>
  );
}

export function PracticeWeeks({ weeks }: { weeks: WeekView[] }): ReactNode {
  const data = weeks.map((one) => ({ name: weekName(one.week), minutes: one.minutes }));
  return (
    <Drawn height={220}>
      <BarChart accessibilityLayer={false} data={data} margin={{ left: 0, right: 8, top: 8 }}>
        <CartesianGrid vertical={false} stroke="var(--c-rule)" />
        <XAxis dataKey="name" tick={tick} tickLine={false} />
        <YAxis tick={tick} width={36} allowDecimals={false} axisLine={false} tickLine={false} />
        <Bar dataKey="minutes" fill="var(--c-brand)" radius={[4, 4, 0, 0]} maxBarSize={44} isAnimationActive={false} />
      </BarChart>
    </Drawn>
  );
}

/** One criterion from week to week; nothing to draw before the second week. */
export function Trend({ trend }: { trend: TrendPoint[] }): ReactNode {
  if (trend.length < 2) return null;
  const data = trend.map((one) => ({ judged: whole(one.judged), proposed: whole(one.proposed) }));
  return (
    <div className={css.trend} aria-hidden="true">
      <LineChart
        accessibilityLayer={false}
        data={data}
        width={120}
        height={34}
        margin={{ top: 4, bottom: 4, left: 4, right: 4 }}
      >
        <YAxis domain={SHARES} hide />
        <Line
          dataKey="proposed"
          stroke="var(--c-hold)"
          strokeDasharray="3 3"
          dot={false}
          connectNulls
          isAnimationActive={false}
        />
        <Line
          dataKey="judged"
          stroke="var(--c-brand)"
          strokeWidth={2}
          dot={{ r: 2 }}
          connectNulls
          isAnimationActive={false}
        />
      </LineChart>
    </div>
  );
}

function Drawn({ height, children }: { height: number; children: ReactNode }): ReactNode {
  return (
    <div aria-hidden="true" style={{ height }}>
      <ResponsiveContainer width="100%" height="100%">
        {children}
      </ResponsiveContainer>
    </div>
  );
}
