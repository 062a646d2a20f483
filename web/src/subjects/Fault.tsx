/** What is wrong with one field, read with it: problem and remedy. */

import type { ReactNode } from "react";

import type { FieldFault } from "../api/schema";

export interface Faulty {
  "aria-invalid"?: true;
  "aria-describedby"?: string;
}

export const faultId = (field: string): string => `fault-${field}`;

/** The faults of a form, by field; none before they are asked for. */
export class Faults {
  constructor(private readonly all: FieldFault[]) {}

  of(field: string): FieldFault[] {
    return this.all.filter((one) => one.field === field);
  }

  /** What its input is told. */
  mark(field: string): Faulty {
    return this.of(field).length > 0 ? { "aria-invalid": true, "aria-describedby": faultId(field) } : {};
  }
}

export function Fault({ faults, field }: { faults: Faults; field: string }): ReactNode {
  const found = faults.of(field);
  if (found.length === 0) return null;
  return (
    <span id={faultId(field)} className="small warn">
      {found.map((one) => `${one.problem} ${one.remedy}`).join(" ")}
    </span>
  );
}
