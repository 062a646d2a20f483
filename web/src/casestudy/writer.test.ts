/** Nothing typed is lost, nothing is sent twice under two names, and two tabs are told of one another. */

import "fake-indexeddb/auto";

import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { Answer } from "../api/answers";
import type { KeptVersion } from "../api/schema";
import { BrowserCopies, type Sent } from "./copies";
import { fromLines, plain } from "./prose";
import { LONGEST_MS, PAUSE_MS, Writer } from "./writer";

const NOW = {} as KeptVersion["now"];
const CUT: Answer<KeptVersion> = { ok: false, status: 0, problem: { code: "unreachable", message: "", remedy: "" } };

/** A server that keeps what it is sent, once for each name; `isCut`: unreachable; `isDeaf`: keeps and does not say. */
class Server {
  versions: { id: string; text: string; basedOn: number }[] = [];
  isCut = false;
  isDeaf = false;
  refusal: Answer<KeptVersion> | null = null;
  asked = 0;

  readonly send = (sent: Sent): Promise<Answer<KeptVersion>> => {
    this.asked += 1;
    if (this.isCut) return Promise.resolve(CUT);
    if (this.refusal) return Promise.resolve(this.refusal);
    if (!this.versions.some((one) => one.id === sent.clientId))
      this.versions.push({ id: sent.clientId, text: plain(sent.document), basedOn: sent.basedOn });
    if (this.isDeaf) return Promise.resolve(CUT);
    const number = this.versions.findIndex((one) => one.id === sent.clientId) + 1;
    const parted =
      sent.basedOn === number - 1
        ? null
        : { written: "reply_letter" as const, number: number - 1, words: 1, saved_at: "2026-11-24T09:41:00Z" };
    return Promise.resolve({ ok: true, data: { number, saved_at: "2026-11-24T09:41:07Z", parted, now: NOW } });
  };

  get texts(): string[] {
    return this.versions.map((one) => one.text);
  }
}

let seats = 0;
let seat = "";

function writer(server: Server, tab = "tab-1", number = 0, text = ""): Writer {
  const start = { number, document: fromLines(text), savedAt: null };
  return new Writer({ seat, written: "reply_letter", tab }, start, server.send, new BrowserCopies());
}

async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  // IndexedDB answers in its own time, which the made-up one does not drive.
  for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
}

beforeEach(() => {
  seats += 1;
  seat = `seat-${seats}`;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(() => vi.useRealTimers());

it("sends at a pause, and every two seconds where there is none", async () => {
  const server = new Server();
  const one = writer(server);
  one.type(fromLines("Madame,"));
  expect(one.snapshot().status).toBe("waiting");
  await pass(PAUSE_MS);
  expect(server.texts).toEqual(["Madame,"]);
  expect(one.snapshot()).toMatchObject({ status: "kept", savedAt: "2026-11-24T09:41:07Z", unsent: 0 });
  for (let key = 0; key < 12; key += 1) {
    one.type(fromLines(`Madame, ${"x".repeat(key + 1)}`));
    await pass(LONGEST_MS / 10);
  }
  expect(server.versions.length).toBe(2);
});

it("says when its keys were struck, each version of its own, a reload or a cut between", async () => {
  const server = new Server();
  const [sent, clock]: [Sent[], { at: number }] = [[], { at: 1000 }];
  const send = (one: Sent): Promise<Answer<KeptVersion>> => {
    sent.push(one);
    return server.send(one);
  };
  const start = { number: 0, document: fromLines(""), savedAt: null };
  const place = { seat, written: "reply_letter", tab: "tab-1" };
  const page = (): Writer => new Writer(place, start, send, new BrowserCopies(), undefined, () => clock.at);
  const first = page();
  first.type(fromLines("Madame,"));
  clock.at = 1500;
  first.type(fromLines("Madame, je"));
  await pass(PAUSE_MS);
  server.isCut = true;
  clock.at = 60_000;
  first.type(fromLines("Madame, je vous"));
  await pass(PAUSE_MS);
  clock.at = 90_000;
  first.type(fromLines("Madame, je vous réponds"));
  await pass(PAUSE_MS);
  first.leave();
  server.isCut = false;
  clock.at = 500_000;
  await page().recover();
  await pass(LONGEST_MS);
  const struck = new Map(sent.map((one) => [plain(one.document), one.typed]));
  expect([...struck]).toEqual([
    ["Madame, je", { from: 1000, until: 1500 }],
    ["Madame, je vous", { from: 60_000, until: 60_000 }],
    ["Madame, je vous réponds", { from: 90_000, until: 90_000 }],
  ]);
});

it("goes on through a cut, counts what waits, and brings it once", async () => {
  const server = new Server();
  const one = writer(server);
  one.type(fromLines("Une phrase gardée."));
  await pass(PAUSE_MS);
  server.isCut = true;
  one.type(fromLines("Une phrase gardée. Une deuxième. Une troisième ! Et une quatrième ?"));
  await pass(PAUSE_MS);
  expect(one.snapshot()).toMatchObject({ status: "cut", unsent: 3 });
  one.type(fromLines("Une phrase gardée. Une deuxième. Une troisième ! Et une quatrième ? Fin."));
  await pass(5000);
  server.isCut = false;
  await pass(5000);
  expect(one.snapshot()).toMatchObject({ status: "kept", unsent: 0 });
  expect(server.texts.at(-1)).toContain("Fin.");
  expect(new Set(server.versions.map((version) => version.id)).size).toBe(server.versions.length);
});

it("sends the very same version again when the answer was lost", async () => {
  const server = new Server();
  const one = writer(server);
  server.isDeaf = true;
  one.type(fromLines("Reçu sans réponse."));
  await pass(PAUSE_MS);
  one.type(fromLines("Reçu sans réponse. Et la suite."));
  server.isDeaf = false;
  await pass(5000);
  expect(server.texts).toEqual(["Reçu sans réponse.", "Reçu sans réponse. Et la suite."]);
  expect(server.versions.map((version) => version.basedOn)).toEqual([0, 1]);
  expect(one.snapshot().other).toBeNull();
});

it("brings after a reload what the page before could not", async () => {
  const server = new Server();
  server.isCut = true;
  const before = writer(server);
  before.type(fromLines("Tapé pendant la coupure."));
  await pass(1000);
  before.leave();
  await pass(10);
  server.isCut = false;
  const after = writer(server);
  expect(await after.recover()).toBe(true);
  expect(plain(after.document)).toBe("Tapé pendant la coupure.");
  expect(server.texts).toEqual(["Tapé pendant la coupure."]);
  const third = writer(server, "tab-1", 1, "Tapé pendant la coupure.");
  expect(await third.recover()).toBe(false);
});

it("leaves another tab's copy to that tab while it lives, and takes it over once it is gone", async () => {
  const server = new Server();
  server.isCut = true;
  const other = writer(server, "tab-2");
  other.type(fromLines("Dans l'autre onglet."));
  await pass(PAUSE_MS + 300);
  other.leave();
  await pass(10);
  server.isCut = false;
  expect(await writer(server, "tab-1").recover()).toBe(false);
  vi.setSystemTime(Date.now() + 60_000);
  expect(await writer(server, "tab-1").recover()).toBe(true);
  expect(server.texts).toEqual(["Dans l'autre onglet."]);
});

it("tells both tabs, and either text can go on", async () => {
  const server = new Server();
  const here = writer(server, "tab-1");
  const there = writer(server, "tab-2");
  here.type(fromLines("ici"));
  await pass(PAUSE_MS);
  there.type(fromLines("là"));
  await pass(PAUSE_MS);
  expect(there.snapshot().other).toMatchObject({ number: 1 });
  here.told({ written: "reply_letter", number: 2, words: 1, saved_at: null });
  expect(here.snapshot().other).toMatchObject({ number: 2 });
  here.keepMine();
  await pass(PAUSE_MS);
  expect(server.texts).toEqual(["ici", "là", "ici"]);
  expect(here.snapshot().other).toBeNull();
  there.takeOver(3, fromLines("ici"));
  there.type(fromLines("ici, et la suite"));
  await pass(PAUSE_MS);
  expect(server.versions.at(-1)).toMatchObject({ text: "ici, et la suite", basedOn: 3 });
});

it("stops when the phase is over, keeps the copy, and brings it when the phase opens again", async () => {
  const server = new Server();
  const one = writer(server);
  server.refusal = {
    ok: false,
    status: 409,
    problem: { code: "case_study_over", message: "L'étude de cas est terminée.", remedy: "" },
  };
  one.type(fromLines("Trop tard."));
  await pass(PAUSE_MS);
  expect(one.snapshot()).toMatchObject({ status: "refused", unsent: 1, why: "L'étude de cas est terminée." });
  const asked = server.asked;
  await pass(20_000);
  expect(server.asked).toBe(asked);
  server.refusal = null;
  one.again();
  await pass(10);
  expect(server.texts).toEqual(["Trop tard."]);
});

it("waits for the end of a break, and brings by itself what a cut had kept back", async () => {
  const server = new Server();
  const one = writer(server);
  server.refusal = {
    ok: false,
    status: 409,
    problem: { code: "break_takes_nothing", message: "Vous êtes en pause.", remedy: "" },
  };
  one.type(fromLines("Tapé avant la pause."));
  await pass(PAUSE_MS);
  expect(one.snapshot()).toMatchObject({ status: "cut", unsent: 1 });
  server.refusal = null;
  await pass(5000);
  expect(server.texts).toEqual(["Tapé avant la pause."]);
});

it("sends when it is left what was typed an instant before, and keeps its copy where that is refused", async () => {
  const server = new Server();
  const one = writer(server);
  one.type(fromLines("Dernier mot"));
  one.leave();
  await pass(10);
  expect(server.texts).toEqual(["Dernier mot"]);
  server.isCut = true;
  const cut = writer(server, "tab-1", 1, "Dernier mot");
  cut.type(fromLines("Dernier mot, et un autre"));
  cut.leave();
  await pass(20_000);
  server.isCut = false;
  await pass(20_000);
  expect(server.texts, "the one that is left goes on no more").toEqual(["Dernier mot"]);
  const next = writer(server, "tab-1", 1, "Dernier mot");
  expect(await next.recover()).toBe(true);
  expect(server.texts.at(-1)).toBe("Dernier mot, et un autre");
});

/** Two tabs that wrote at the same time: the server has both texts, and both tabs say so. */
async function partedTabs(server: Server): Promise<{ here: Writer; there: Writer }> {
  const [here, there] = [writer(server, "tab-1"), writer(server, "tab-2")];
  here.type(fromLines("ici"));
  await pass(PAUSE_MS);
  there.type(fromLines("là"));
  await pass(PAUSE_MS);
  here.told({ written: "reply_letter", number: 2, words: 1, saved_at: null });
  await pass(10);
  return { here, there };
}

it("finds its own text and the question again after a reload, in both tabs, until somebody chooses", async () => {
  const server = new Server();
  await partedTabs(server);
  for (let reload = 0; reload < 2; reload += 1) {
    vi.setSystemTime(Date.now() + 60_000);
    const here = writer(server, "tab-1", 2, "là");
    await here.recover();
    expect(plain(here.document)).toBe("ici");
    expect(here.snapshot()).toMatchObject({ status: "kept", unsent: 0, other: { number: 2 } });
    const there = writer(server, "tab-2", 2, "là");
    await there.recover();
    expect(plain(there.document)).toBe("là");
    expect(there.snapshot()).toMatchObject({ status: "kept", other: { number: 1 } });
  }
  expect(server.texts, "nothing is sent again").toEqual(["ici", "là"]);
  const here = writer(server, "tab-1", 2, "là");
  await here.recover();
  here.keepMine();
  await pass(PAUSE_MS);
  expect(server.texts).toEqual(["ici", "là", "ici"]);
  for (const tab of ["tab-1", "tab-2"]) {
    const chosen = writer(server, tab, 3, "ici");
    await chosen.recover();
    expect(plain(chosen.document)).toBe("ici");
    expect(chosen.snapshot().other).toBeNull();
  }
});

it("asks in a new tab where those that parted were closed, and goes on typing in one that was reloaded", async () => {
  const server = new Server();
  await partedTabs(server);
  const fresh = writer(server, "tab-3", 2, "là");
  await fresh.recover();
  expect(plain(fresh.document)).toBe("là");
  expect(fresh.snapshot().other).toMatchObject({ number: 1 });
  const here = writer(server, "tab-1", 2, "là");
  await here.recover();
  here.type(fromLines("ici encore"));
  await pass(PAUSE_MS);
  const again = writer(server, "tab-1", 3, "ici encore");
  await again.recover();
  expect(plain(again.document)).toBe("ici encore");
  expect(again.snapshot().other).toMatchObject({ number: 2 });
});

it("calls a seat that is closed by its name, no cut network, and brings what waits once the code is entered again", async () => {
  const server = new Server();
  const one = writer(server);
  server.refusal = { ok: false, status: 401, problem: { code: "signed_out", message: "", remedy: "" } };
  one.type(fromLines("Écrit pendant la fermeture."));
  await pass(PAUSE_MS);
  one.type(fromLines("Écrit pendant la fermeture. Et après."));
  expect(one.snapshot()).toMatchObject({ status: "barred", unsent: 2 });
  server.refusal = null;
  await pass(5000);
  expect(server.texts.at(-1)).toBe("Écrit pendant la fermeture. Et après.");
  expect(one.snapshot().status).toBe("kept");
});
