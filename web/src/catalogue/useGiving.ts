import { useState } from "react";

import { client, wordsOf } from "../api/client";

export interface Exercise {
  pack_id: string;
  subject_id: string;
  exchange_id: string;
}

interface Giving {
  problem: string;
  isOpening: boolean;
  /** Opens a session on this exercise for these trainees, and goes there. */
  give: (exercise: Exercise, groupName: string, trainees: string[]) => Promise<void>;
}

export function useGiving(): Giving {
  const [problem, setProblem] = useState("");
  const [isOpening, setOpening] = useState(false);
  const give = async (exercise: Exercise, groupName: string, trainees: string[]): Promise<void> => {
    setOpening(true);
    const { data, error } = await client.POST("/api/staff/catalogue/exercises", {
      body: {
        pack_id: exercise.pack_id,
        subject_id: exercise.subject_id,
        exchange_id: exercise.exchange_id,
        group_name: groupName,
        trainees,
      },
    });
    setOpening(false);
    setProblem(wordsOf(error));
    if (data) location.assign(`/sessions/${data.session_id}`);
  };
  return { problem, isOpening, give };
}
