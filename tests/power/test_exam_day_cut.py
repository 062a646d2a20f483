"""A real server loses its power in each phase of an exam day: whatever it had acknowledged is there when it is back.

So nothing typed is lost that is older than what is on its way (a page sends at a pause, and every two seconds at the
latest). A disk that lost nothing is what `kill -9` leaves.
"""

import asyncio
import random
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import pytest

from exams.phases import ProductionId
from simulator.productions.prose import checked
from tests.integration.simulator.case_study import document
from tests.integration.simulator.ground import did
from tests.integration.simulator.house import Desk, Person, Server, candidate, staff
from tests.integration.simulator.sealed_ground import EXAM_PACK, write_exam_pack
from tests.power.disk import ALL_LOST, NONE_LOST, Disk, build, read, taped

SEED = 20261129
PHASES = ["case_study", "preparation", "exchanges", "final_interview"]
PLAYED = ("opening", "case_study", "draw", "preparation", "exchanges", "final_interview")
DISKS = (ALL_LOST, NONE_LOST)
KEYS = 12
"""Versions of a text, each longer by a word."""


@dataclass
class Told:
    """What the server acknowledged at `at` (time.monotonic()): this much of this thing."""

    at: float
    what: str
    value: str


@dataclass
class Played:
    """A day that was played to its end, all of its disk on tape."""

    disk: Disk
    home: Path
    session_id: str = ""
    seat_id: str = ""
    cookies: dict[str, Any] = field(default_factory=dict[str, Any])
    spans: dict[str, tuple[float, float]] = field(default_factory=dict[str, tuple[float, float]])
    told: list[Told] = field(default_factory=list[Told])

    def before(self, moment: float) -> dict[str, str]:
        """The last acknowledged value of each thing."""
        return {one.what: one.value for one in self.told if one.at < moment}


class Stage:
    """Plays one day, and notes what is acknowledged when."""

    def __init__(self, played: Played, lead: Person) -> None:
        self.played, self.lead = played, lead

    @property
    def day(self) -> str:
        return f"/api/staff/exam-days/{self.played.session_id}"

    @property
    def seat(self) -> str:
        return f"/api/staff/seats/{self.played.seat_id}"

    def note(self, what: str, value: str) -> None:
        self.played.told.append(Told(time.monotonic(), what, value))

    async def phase(self, name: str, play: Callable[[], Awaitable[None]]) -> None:
        """Opens it where it is one of the timetable's, plays it, closes it."""
        began = time.monotonic()
        if name in PHASES:
            await self.lead.post(f"{self.day}/phases/open", {"phase": name})
            self.note(f"{name} is", "running")
        await play()
        self.played.spans[name] = (began, time.monotonic())
        if name in PHASES and name != PHASES[-1]:
            ended = {"phase": name, "seat_ids": [self.played.seat_id], "reason": "essai"}
            await self.lead.post(f"{self.day}/phases/close", ended)
            self.note(f"{name} is", "ended")


def growing(word: str) -> list[str]:
    return [" ".join([word] * (number + 1)) for number in range(KEYS)]


@pytest.fixture(scope="module")
def memory() -> Iterator[Path]:
    """A folder whose disk is never the bottleneck: what is safe is counted on the tape, not in milliseconds."""
    shm = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="combine-day-", dir=shm if shm.is_dir() else None) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def played(memory: Path) -> Played:
    return asyncio.run(_play(memory))


async def _play(home: Path) -> Played:
    write_exam_pack(home)
    var, tape = home / "var", home / "tape"
    server = Server(home, **taped(build(home), tape, var))
    played = Played(Disk([], var), home)
    await server.start()
    try:
        await _play_on(server, played)
        # As late as possible: what comes after a cut must not matter.
        await server.kill()
    finally:
        await server.stop()
    played.disk = Disk(read(tape), var)
    return played


async def _play_on(server: Server, played: Played) -> None:
    lead = await staff(server, "lead")
    day = {"format_id": "title", "phases": PHASES, "case_study_id": "colis-perdu"}
    body = {"kind": "exam", "title": "Journée", "pack_id": EXAM_PACK, "subject_id": "sujet", "exam_day": day}
    session = await lead.post("/api/staff/sessions", body)
    seats = f"/api/staff/sessions/{session['id']}/seats"
    seat = await lead.post(seats, {"candidate_name": "Lina Ferrand", "desk": "Poste 4"})
    played.session_id, played.seat_id = session["id"], seat["seat_id"]
    await did(lead.http.put(f"/api/staff/seats/{seat['seat_id']}/jurors", json={"person_ids": ["roy", "lefort"]}))
    code = (await lead.post(f"/api/staff/seats/{seat['seat_id']}/desk-code"))["code"]
    stage = Stage(played, lead)
    one, roy = await candidate(server, code), await staff(server, "roy")
    played.cookies = {
        name: dict(who.http.cookies) for name, who in (("candidate", one), ("lead", lead), ("roy", roy))
    }

    async def opening() -> None:
        await lead.post(f"{stage.day}/opening/lead")
        stage.note("confirmed", "lead")
        about = {"seat_id": played.seat_id, "code_or_name": "Lina Ferrand"}
        await lead.post(f"{stage.day}/opening/candidate", about)
        await lead.post(f"{stage.day}/opening/open")
        stage.note("envelopes", "opened")

    async def case_study() -> None:
        for number, words in enumerate(growing("mot")):
            for text in get_args(ProductionId):
                version = {"client_id": f"{text}-{number:04}".replace("_", "-"), "based_on": number}
                at = f"/api/candidate/productions/{text}/versions"
                await one.post(at, version | {"document": document(words)})
                stage.note(text, words)

    async def draw() -> None:
        await lead.post(f"{stage.seat}/draws/subject", {})
        stage.note("bound", "yes")
        shown = await one.post("/api/candidate/draws/subject/reveal", {"word": "37"})
        stage.note("drawn", str(shown["drawings"][0]["draw"]["revealed"]["number"]))

    async def preparation() -> None:
        customers = (await did(one.http.get("/api/candidate/day/preparation")))["customers"]
        for words in growing("note"):
            for customer in customers:
                kept = {"customer_id": customer["customer_id"], "text": words}
                await did(one.http.put("/api/candidate/day/preparation", json=kept))
                stage.note(f"note {customer['customer_id']}", words)

    async def exchanges() -> None:
        async with Desk(one, played.seat_id) as desk:
            for words in growing("pad"):
                await desk.do("notes.save", text=words)
                stage.note("pad", words)
                await asyncio.sleep(0.05)  # faster is refused as too fast

    async def final_interview() -> None:
        guide = await did(roy.http.get(f"{stage.seat}/interview/guide"))
        item = guide["items"][0]["item"]
        for words in growing("question"):
            await did(roy.http.put(f"{stage.seat}/interview/guide/{item}", json={"text": words}))
            stage.note(f"guide {item}", words)

    for name, play in zip(PLAYED, (opening, case_study, draw, preparation, exchanges, final_interview), strict=True):
        await stage.phase(name, play)
    for who in (lead, one, roy):
        await who.http.aclose()


async def kept(server: Server, played: Played) -> dict[str, str]:
    """All that may be read now of what `Played.told` names, by people who were signed in before the cut."""
    found: dict[str, str] = {}
    people = {name: Person(server, "candidate" if name == "candidate" else "staff") for name in played.cookies}
    for name, person in people.items():
        person.http.cookies.update(played.cookies[name])
    lead, one, roy = people["lead"].http, people["candidate"].http, people["roy"].http
    try:
        board = await did(lead.get(f"/api/staff/exam-days/{played.session_id}/board"))
        if board["envelopes_seen_by"]:
            found["confirmed"] = "lead"
        found["envelopes"] = board["envelopes"]
        found |= {f"{phase['phase']} is": phase["state"] for phase in board["places"][0]["phases"]}
        desk = await did(one.get("/api/candidate/desk"))
        found["pad"] = desk["notes"]
        for drawing in (await did(one.get("/api/candidate/draws")))["drawings"]:
            found["bound"] = "yes"
            if drawing["draw"]["revealed"] is not None:
                found["drawn"] = str(drawing["draw"]["revealed"]["number"])
        case_study = await did(one.get("/api/candidate/productions"))
        found |= {text["written"]: checked(text["document"]).text for text in case_study["texts"]}
        notes = await one.get("/api/candidate/day/preparation")
        if notes.status_code == 200:
            found |= {f"note {each['customer_id']}": each["note"] for each in notes.json()["customers"]}
        guide = await roy.get(f"/api/staff/seats/{played.seat_id}/interview/guide")
        if guide.status_code == 200:
            found |= {f"guide {each['item']}": each["note"] for each in guide.json()["items"]}
    finally:
        for person in people.values():
            await person.http.aclose()
    return found


OWN = {
    "opening": ("confirmed", "envelopes"),
    "case_study": ("case_study is", *get_args(ProductionId)),
    "draw": ("bound", "drawn"),
    "preparation": ("preparation is", "note "),
    "exchanges": ("exchanges is", "pad"),
    "final_interview": ("final_interview is", "guide "),
}
"""What each phase is about: read in it at least, of whatever was acknowledged."""


@pytest.mark.parametrize("how", DISKS, ids=["all unsynced lost", "kill -9"])
@pytest.mark.parametrize("phase", PLAYED)
async def test_nothing_acknowledged_is_lost_by_a_power_cut(
    played: Played, memory: Path, phase: str, how: int
) -> None:
    begin, end = played.spans[phase]
    first = min(one.at for one in played.told if one.at > begin and one.what.startswith(OWN[phase]))
    moment = random.Random(f"{SEED} {phase} {how}").uniform(first, end)
    folder = memory / f"{phase}-{how}"
    folder.mkdir()
    played.disk.rebuild(folder / "var", played.disk.number_at(moment), how)
    server = Server(folder, COMBINE_PACKS=str(played.home / "packs"))
    await server.start()
    try:
        found = await kept(server, played)
    finally:
        await server.stop()
        shutil.rmtree(folder)
    told = played.before(moment)
    own = [what for what in told if what.startswith(OWN[phase])]
    assert own, "something was acknowledged in this phase before its cut"
    assert set(own) <= set(found), "and may be read"
    lost = {
        what: (value, found[what])
        for what, value in told.items()
        if what in found and not is_at_least(found[what], value)
    }
    assert lost == {}


def is_at_least(found: str, acknowledged: str) -> bool:
    """The same, or what came just after it: a longer text, a phase that was ended."""
    return found.startswith(acknowledged) or (acknowledged, found) == ("running", "ended")


def test_every_phase_of_the_day_was_played_key_by_key(played: Played) -> None:
    assert set(played.spans) == set(PLAYED)
    last = played.before(time.monotonic())
    texts = [what for what in last if what in get_args(ProductionId) or what.startswith(("note ", "pad", "guide "))]
    assert len(texts) >= 6
    assert all(len(last[what].split()) == KEYS for what in texts)
    assert last["envelopes"] == "opened"
