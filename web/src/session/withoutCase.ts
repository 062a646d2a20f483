/** The phases of an exam day whose subject has no case study: nothing is written beforehand, no sequence is drawn. */

import type { NewExamDay } from "../api/schema";

const HELD: Record<NewExamDay["format_id"], NonNullable<NewExamDay["phases"]>> = {
  title: ["preparation", "exchanges", "debrief", "final_interview"],
  ccp1: ["preparation", "exchanges", "debrief"],
  ccp2: ["preparation", "exchanges", "technical_interview"],
};

export function withoutCase(day: NewExamDay): NewExamDay {
  return { ...day, phases: HELD[day.format_id] };
}
