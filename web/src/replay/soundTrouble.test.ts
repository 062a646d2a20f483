import { expect, it } from "vitest";

import { soundTrouble } from "./soundTrouble";

it("does not call unreadable what plays without a loudspeaker, as in Firefox", () => {
  expect(soundTrouble({ code: 3, message: "OnMediaSinkAudioError" })).toBe("no_output");
});

it("calls unreadable what cannot be fetched or decoded", () => {
  expect(soundTrouble({ code: 4, message: "404: Not Found" })).toBe("unreadable");
  expect(soundTrouble({ code: 3, message: "NS_ERROR_DOM_MEDIA_DEMUXER_ERR" })).toBe("unreadable");
  expect(soundTrouble(null)).toBe("unreadable");
});
