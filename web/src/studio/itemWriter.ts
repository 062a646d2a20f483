/**
 * Keeps an item as it is written: what is wrong is asked soon after each word, the content is saved once the author
 * pauses or goes on to another field, one request at a time: « Annuler » takes back one field's change, however fast
 * they type. Somebody else's state is never overwritten: the author chooses, field by field.
 */

import { client, isUnreachable, wordsOf } from "../api/client";
import type { ItemView, Overtaking, StudioFault } from "../api/schema";
import type { Content } from "./content";

const CHECK_MS = 300;
const SAVE_MS = 1_000;
const AGAIN_MS = 3_000;
/** Steps that wait for a server that is away: beyond, the oldest ones become one. */
const MOST_STEPS = 50;

export type Kind = ItemView["kind"];
export type Saving = "saved" | "waiting" | "failed";

export interface Written {
  content: Content;
  saving: Saving;
  faults: StudioFault[];
  problem: string;
  mayUndo: boolean;
  savedAt: string;
  /** Somebody else's state, in which nothing of this one is. */
  overtaken: Overtaking | null;
}

export class ItemWriter {
  private now: Written;
  private number: number;
  private base: Content;
  private sending: Promise<void> | null = null;
  private checkTimer = 0;
  private saveTimer = 0;
  /** What stood on the page each time the author went on to another field, not sent yet. */
  private steps: Content[] = [];
  private field = "";
  /** Within one act of the author, which may set several fields. */
  private isActing = false;

  constructor(
    private readonly packId: string,
    private readonly item: ItemView,
    private readonly tell: (written: Written) => void,
  ) {
    this.number = item.number;
    this.base = item.content;
    this.now = {
      content: item.content,
      saving: "saved",
      faults: item.faults,
      problem: "",
      mayUndo: item.may_undo,
      savedAt: item.changed_at,
      overtaken: null,
    };
  }

  get content(): Content {
    return this.now.content;
  }

  /** What was last known to be kept: an author's own changes are told from it. */
  get kept(): Content {
    return this.base;
  }

  /** `field`: the path of what is changed. */
  change(field: string, by: (content: Content) => Content): void {
    if (field !== this.field && !this.isActing) {
      this.field = field;
      if (this.now.saving === "waiting") this.endStep();
    }
    this.isActing = true;
    queueMicrotask(() => (this.isActing = false));
    this.says({ content: by(this.now.content), saving: "waiting", problem: "" });
    window.clearTimeout(this.checkTimer);
    this.checkTimer = window.setTimeout(() => void this.check(), CHECK_MS);
    // Overtaken, it is refused again: what differs is then told of what stands on the page now.
    this.saveIn(SAVE_MS);
  }

  stop(): void {
    window.clearTimeout(this.checkTimer);
    window.clearTimeout(this.saveTimer);
  }

  /** Everything typed so far is kept, or could not be; whether it is. */
  async flush(): Promise<boolean> {
    window.clearTimeout(this.saveTimer);
    while (this.sending) await this.sending;
    if (this.now.saving !== "saved" && this.now.overtaken === null) await this.save();
    // The steps before the last one, or what was typed meanwhile.
    while (this.now.saving === "waiting" && this.now.overtaken === null) await this.save();
    return this.now.saving === "saved";
  }

  async undo(): Promise<void> {
    if (!(await this.flush())) return;
    const { data, error } = await client.POST("/api/staff/studio/{studio_id}/items/{kind}/{item_id}/undo", {
      params: { path: this.path },
      body: { number: this.number },
    });
    if (data) this.takes(data);
    else this.refused(error);
  }

  /** To an earlier state. */
  async goBack(to: number): Promise<void> {
    if (!(await this.flush())) return;
    const { data, error } = await client.POST("/api/staff/studio/{studio_id}/items/{kind}/{item_id}/back", {
      params: { path: this.path, query: { to } },
      body: { number: this.number },
    });
    if (data) this.takes(data);
    else this.refused(error);
  }

  /** What the author has chosen to keep of both states. */
  async resolve(content: Content): Promise<void> {
    window.clearTimeout(this.saveTimer);
    while (this.sending) await this.sending;
    const theirs = this.now.overtaken;
    if (!theirs) return;
    this.number = theirs.number;
    this.base = theirs.content;
    this.steps = [];
    this.says({ content, overtaken: null, saving: "waiting" });
    this.saveIn(0);
  }

  private get path(): { studio_id: string; kind: Kind; item_id: string } {
    return { studio_id: this.packId, kind: this.item.kind, item_id: this.item.id };
  }

  private says(change: Partial<Written>): void {
    this.now = { ...this.now, ...change };
    this.tell(this.now);
  }

  private takes(item: ItemView): void {
    this.number = item.number;
    this.base = item.content;
    this.says({
      content: item.content,
      faults: item.faults,
      saving: "saved",
      mayUndo: item.may_undo,
      savedAt: item.changed_at,
      problem: "",
    });
  }

  private async check(): Promise<void> {
    const asked = this.now.content;
    const { data } = await client.POST("/api/staff/studio/{studio_id}/items/{kind}/{item_id}/check", {
      params: { path: this.path },
      body: { content: asked as never },
    });
    // An answer about words that were changed meanwhile would jump.
    if (data && asked === this.now.content) this.says({ faults: data });
  }

  private endStep(): void {
    this.steps.push(this.now.content);
    if (this.steps.length > MOST_STEPS) this.steps.shift();
    void this.save();
  }

  private saveIn(milliseconds: number): void {
    window.clearTimeout(this.saveTimer);
    this.saveTimer = window.setTimeout(() => void this.save(), milliseconds);
  }

  private async save(): Promise<void> {
    if (this.sending) return this.sending;
    this.sending = this.send().finally(() => (this.sending = null));
    await this.sending;
  }

  private async send(): Promise<void> {
    const sent = this.steps[0] ?? this.now.content;
    const { data, error } = await client.PUT("/api/staff/studio/{studio_id}/items/{kind}/{item_id}", {
      params: { path: this.path },
      body: { number: this.number, content: sent as never },
    });
    const isLatest = this.now.content === sent;
    if (!data) {
      this.refused(error, isLatest);
      return;
    }
    this.number = data.number;
    this.base = sent;
    if (this.steps[0] === sent) this.steps.shift();
    this.says({
      saving: isLatest ? "saved" : "waiting",
      faults: isLatest ? data.faults : this.now.faults,
      mayUndo: data.may_undo,
      savedAt: data.changed_at,
      problem: "",
    });
    if (!isLatest) this.saveIn(this.steps.length > 0 ? 0 : SAVE_MS);
  }

  private refused(error: unknown, isLatest = true): void {
    if (isOvertaking(error)) {
      this.steps = [];
      // Of what was typed meanwhile it is asked again: only then is all told that differs.
      this.says({ overtaken: error, saving: isLatest ? "failed" : "waiting" });
      if (!isLatest) this.saveIn(0);
      return;
    }
    this.says({ saving: "failed", problem: wordsOf(error) });
    // What is typed stays on the page; a server that was away is asked again.
    if (isUnreachable(error)) this.saveIn(AGAIN_MS);
  }
}

function isOvertaking(error: unknown): error is Overtaking {
  return typeof error === "object" && error !== null && "code" in error && error.code === "overtaken";
}
