import { useEffect, useState } from "react";

import { call } from "../api/call";
import type { FeedbackView } from "../api/schema";

const AGAIN_MS = 2000;

/** The feedback of an exchange below `root` (null: none), asked again until it has been read. */
export function useFeedback(root: string | null): FeedbackView | null {
  const [feedback, setFeedback] = useState<FeedbackView | null>(null);
  useEffect(() => {
    if (root === null) return;
    let timer = 0;
    const ask = async (): Promise<void> => {
      const answer = await call<FeedbackView>("GET", `${root}/feedback`);
      if (!answer.ok) return;
      setFeedback(answer.data);
      if (answer.data.state === "waiting") timer = window.setTimeout(() => void ask(), AGAIN_MS);
    };
    timer = window.setTimeout(() => void ask());
    return () => window.clearTimeout(timer);
  }, [root]);
  return feedback;
}
