/** Keeps a form as it is typed: one request at a time, the latest form last, and again while the server is away. */

import { client, isUnreachable, wordsOf } from "../api/client";
import type { FieldFault, SubjectForm, SubjectView } from "../api/schema";

const SETTLED_MS = 600;
const AGAIN_MS = 3_000;

export type Saving = "saved" | "waiting" | "failed";

/** `faults`: null where the server has not looked at it again; `problem`: its refusal, in words. */
export interface Written {
  saving: Saving;
  faults: FieldFault[] | null;
  problem: string;
}

export class FormWriter {
  private latest: SubjectForm;
  private number: number;
  private isSending = false;
  private timer = 0;

  constructor(
    private readonly read: SubjectView,
    private readonly tell: (written: Written) => void,
  ) {
    this.latest = read.form;
    this.number = read.number;
  }

  /** The form as it stands now. */
  change(by: (form: SubjectForm) => SubjectForm): SubjectForm {
    this.latest = by(this.latest);
    this.tell({ saving: "waiting", faults: null, problem: "" });
    this.saveIn(SETTLED_MS);
    return this.latest;
  }

  stop(): void {
    window.clearTimeout(this.timer);
  }

  private saveIn(milliseconds: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), milliseconds);
  }

  private async save(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    const sent = this.latest;
    const { data, error } = await client.PUT("/api/staff/document-subjects/{subject_id}", {
      params: { path: { subject_id: this.read.id } },
      body: { number: this.number, form: sent },
    });
    this.isSending = false;
    if (data) {
      this.number = data.number;
      const isLatest = this.latest === sent;
      this.tell({ saving: isLatest ? "saved" : "waiting", faults: data.faults, problem: "" });
      if (!isLatest) this.saveIn(0);
      return;
    }
    this.tell({ saving: "failed", faults: null, problem: wordsOf(error) });
    // What is typed stays on the page; a server that was away is asked again.
    if (isUnreachable(error)) this.saveIn(AGAIN_MS);
  }
}
