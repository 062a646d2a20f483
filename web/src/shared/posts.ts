/**
 * What staff do to a played exchange (marks, verdicts, words), posted one after the other in their order. A server that
 * does not answer, or answers that it failed, is asked again until it has it: nothing is to be done twice by hand. Each
 * body carries its own id, so that what arrived after all is not done twice. Knows no component.
 */

import type { Problem } from "../live/waiting";

/** What the server said; `status` 0: nothing. */
export type Answer<View> = { ok: true; data: View } | { ok: false; status: number; problem: Problem };

interface Kept<Post> {
  all: () => Post[];
  save: (posts: Post[]) => void;
}

interface Events<View> {
  onDone: (view: View) => void;
  onRefused: (problem: Problem) => void;
  /** Whether something waits because the server could not take it. */
  onWaiting: (isWaiting: boolean) => void;
  /** What waits is sent once they have signed in again. */
  onSignedOut: () => void;
}

const AGAIN_MS = 3000;

/** No « no »: nothing was heard, the server failed or is asked too often, or whoever asks is to sign in again. */
function isNotNow(status: number): boolean {
  return status === 0 || status === 401 || status === 429 || status >= 500;
}

export class Posts<Post, View> {
  private posts: Post[];
  private isBusy = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly send: (post: Post) => Promise<Answer<View>>,
    private readonly events: Events<View>,
    private readonly kept: Kept<Post>,
  ) {
    this.posts = kept.all();
  }

  add(post: Post): void {
    this.change([...this.posts, post]);
    void this.run();
  }

  /** Sends what waits; does nothing while it does. */
  async run(): Promise<void> {
    clearTimeout(this.timer);
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      for (let first = this.posts[0]; first; first = this.posts[0]) {
        const answer = await this.send(first);
        if (!answer.ok && isNotNow(answer.status)) {
          this.events.onWaiting(true);
          if (answer.status === 401) this.events.onSignedOut();
          this.timer = setTimeout(() => void this.run(), AGAIN_MS);
          return;
        }
        this.change(this.posts.slice(1));
        if (answer.ok) this.events.onDone(answer.data);
        else this.events.onRefused(answer.problem);
      }
      this.events.onWaiting(false);
    } finally {
      this.isBusy = false;
    }
  }

  /** The page is left: what waits stays in the browser. */
  stop(): void {
    clearTimeout(this.timer);
  }

  private change(posts: Post[]): void {
    this.posts = posts;
    this.kept.save(posts);
  }
}
