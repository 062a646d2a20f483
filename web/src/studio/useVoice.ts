import { useCallback, useEffect, useRef, useState } from "react";

import { type MicrophoneTrouble, NoMicrophone, VoiceRecorder } from "./voiceRecorder";

const EVERY_MS = 100;

export interface Voice {
  isRecording: boolean;
  level: number;
  seconds: number;
  trouble: MicrophoneTrouble | null;
  begin: () => void;
  /** What was recorded; null where nothing was. */
  end: () => Promise<File | null>;
  drop: () => void;
}

/** A recording at the microphone; leaving the page gives it back. */
export function useVoice(): Voice {
  const recorder = useRef<VoiceRecorder | null>(null);
  const isGone = useRef(false);
  const [isRecording, setRecording] = useState(false);
  const [shown, setShown] = useState({ level: 0, seconds: 0 });
  const [trouble, setTrouble] = useState<MicrophoneTrouble | null>(null);
  const drop = useCallback((): void => {
    recorder.current?.close();
    recorder.current = null;
    setRecording(false);
  }, []);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      recorder.current?.close();
      recorder.current = null;
    };
  }, []);
  useEffect(() => {
    if (!isRecording) return;
    const timer = window.setInterval(() => {
      const now = recorder.current;
      if (now) setShown({ level: now.level(), seconds: Math.floor(now.seconds()) });
    }, EVERY_MS);
    return () => window.clearInterval(timer);
  }, [isRecording]);
  const begin = useCallback((): void => {
    setTrouble(null);
    setShown({ level: 0, seconds: 0 });
    VoiceRecorder.open()
      .then((opened) => {
        if (isGone.current) {
          opened.close();
          return;
        }
        recorder.current = opened;
        setRecording(true);
      })
      .catch((error: unknown) => setTrouble(error instanceof NoMicrophone ? error.trouble : "failed"));
  }, []);
  const end = useCallback(async (): Promise<File | null> => {
    const recorded = (await recorder.current?.end()) ?? null;
    recorder.current = null;
    setRecording(false);
    return recorded;
  }, []);
  return { isRecording, ...shown, trouble, begin, end, drop };
}
