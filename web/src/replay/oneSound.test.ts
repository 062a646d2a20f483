import { expect, it, vi } from "vitest";

import { silenceOthers } from "./oneSound";

function recording(): { media: HTMLMediaElement; pause: ReturnType<typeof vi.fn> } {
  const media = document.createElement("audio");
  const pause = vi.fn();
  media.pause = pause;
  return { media, pause };
}

it("stops the recording before, and not the one that goes on", () => {
  const [call, consultation] = [recording(), recording()];
  silenceOthers(call.media);
  silenceOthers(consultation.media);
  silenceOthers(consultation.media);
  expect(call.pause).toHaveBeenCalledOnce();
  expect(consultation.pause).not.toHaveBeenCalled();
  silenceOthers(call.media);
  expect(consultation.pause).toHaveBeenCalledOnce();
});
