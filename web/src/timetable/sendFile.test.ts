import { expect, it, vi } from "vitest";

import { sendFile } from "./sendFile";

const FILE = new File(["x"], "scenario.zip");

function answered(status: number, type: string, body: string): void {
  vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(body, { status, headers: { "Content-Type": type } }));
}

it("says that a proxy refuses the size, where its page of HTML does", async () => {
  answered(413, "text/html", "<h1>413 Request Entity Too Large</h1>");
  const answer = await sendFile("POST", "/x", FILE, 100);
  expect(answer).toMatchObject({ ok: false, problem: { code: "too_large_for_proxy" } });
  expect(JSON.stringify(answer)).toContain("33 Mo");
});

it("does not call another page of a proxy the network", async () => {
  answered(502, "text/html", "<h1>Bad Gateway</h1>");
  const answer = await sendFile("POST", "/x", FILE, 100);
  expect(answer).toMatchObject({ ok: false, problem: { code: "proxy" } });
  expect(JSON.stringify(answer)).toContain("502");
});

it("hands on what Combiné itself says, and what comes of it", async () => {
  answered(413, "application/json", JSON.stringify({ code: "too_large", message: "Trop long.", remedy: "" }));
  expect(await sendFile("POST", "/x", FILE, 100)).toMatchObject({ ok: false, problem: { code: "too_large" } });
  answered(200, "application/json", "[1]");
  expect(await sendFile("POST", "/x", FILE, 100)).toEqual({ ok: true, data: [1] });
});
