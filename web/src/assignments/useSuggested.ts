import { useState } from "react";

import { client, wordsOf } from "../api/client";
import type { OpenedPlace, SuggestionView } from "../api/schema";

interface Suggested {
  problem: string;
  opened: { place: OpenedPlace; title: string } | null;
  /** This browser sits down at what progress suggests. */
  play: (one: SuggestionView) => void;
}

export function useSuggested(): Suggested {
  const [problem, setProblem] = useState("");
  const [opened, setOpened] = useState<Suggested["opened"]>(null);
  const play = async (one: SuggestionView): Promise<void> => {
    const { data, error } = await client.POST("/api/candidate/suggestions/play", {
      body: { pack_id: one.pack_id, subject_id: one.subject_id, exchange_id: one.exchange_id },
    });
    setProblem(wordsOf(error));
    setOpened(data ? { place: data, title: one.label } : null);
  };
  return { problem, opened, play: (one) => void play(one) };
}
