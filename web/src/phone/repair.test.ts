import { expect, it } from "vitest";

import { withRepair } from "./repair";

const medium = [
  "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8",
  "a=rtpmap:111 opus/48000/2",
  "a=rtcp-fb:111 transport-cc",
  "a=fmtp:111 minptime=10;useinbandfec=1",
  "a=rtpmap:63 red/48000/2",
  "a=rtpmap:9 G722/8000",
  "",
];
const offered = [...medium.slice(0, -1), ...medium].join("\r\n");

it("asks for lost packets of Opus in each medium, and of nothing else", () => {
  const lines = withRepair(offered).split("\r\n");
  expect(lines.filter((line) => line.includes("nack"))).toEqual(["a=rtcp-fb:111 nack", "a=rtcp-fb:111 nack"]);
  expect(lines.filter((line) => line !== "a=rtcp-fb:111 nack")).toEqual(offered.split("\r\n"));
});

it("leaves alone what asks for them already, and what has no Opus", () => {
  expect(withRepair(withRepair(offered))).toBe(withRepair(offered));
  expect(withRepair("m=audio 9 RTP/AVP 8\r\n")).toBe("m=audio 9 RTP/AVP 8\r\n");
});
