/** What is looked at once a centre is new: from this browser the address, the microphone and the line; on the server
 * the certificate, the disk and the clock, as the doctor finds them. */

import { useEffect, useState } from "react";

import { client, wordsOf } from "../api/client";
import { useExamination } from "../installation/useExamination";
import { t } from "../i18n/t";
import { lookAtSound } from "../network/check";
import { type Line, microphone, sound } from "../network/verdicts";
import { addressLine, serverLines } from "./lines";

interface FirstChecks {
  lines: Line[];
  isLooking: boolean;
  problem: string;
  again: () => void;
}

export function useFirstChecks(): FirstChecks {
  const looked = useExamination();
  const [heard, setHeard] = useState<Line[]>([]);
  const [problem, setProblem] = useState("");
  const [round, setRound] = useState(0);
  useEffect(() => {
    let isLeft = false;
    void listen().then((outcome) => {
      if (isLeft) return;
      setHeard(outcome.lines);
      setProblem(outcome.problem);
    });
    return () => {
      isLeft = true;
    };
  }, [round]);
  return {
    lines: [addressLine(location), ...heard, ...serverLines(looked.points)],
    isLooking: looked.isLooking || (heard.length === 0 && !problem),
    problem,
    again: () => {
      setHeard([]);
      setProblem("");
      setRound(round + 1);
      looked.again();
    },
  };
}

async function listen(): Promise<{ lines: Line[]; problem: string }> {
  try {
    const { data, error } = await client.GET("/api/staff/network-check");
    if (!data) return { lines: [], problem: wordsOf(error) };
    const found = await lookAtSound(data, () => undefined);
    return { lines: [microphone(found), sound(found)], problem: "" };
  } catch {
    return { lines: [], problem: t("Le serveur ne répond pas.") };
  }
}
