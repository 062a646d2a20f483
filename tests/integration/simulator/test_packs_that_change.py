"""A pack is edited, broken or deleted under a session that was played: the session keeps what it played, for ever."""

import asyncio
import copy
import shutil
import sqlite3
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import yaml

from tests.integration.simulator.ground import ADDRESS, HEADERS, did, settings_in
from tests.integration.simulator.house import PACK_ID, Json, Server, a_room, new_seat, staff, write_pack
from tests.integration.simulator.serve import PASSWORD, application
from tests.unit.scenarios.pack_folder import CASE_STUDY, OPUS

SUBJECT = "subjects/sujet.yaml"
PASSING = {"server_now", "created_at", "server_time", "clock", "feedback", "feedback_ready_at", "ready_at"}


@dataclass(frozen=True)
class Played:
    """A stopped installation: an exam's seat whose chat was played and marked, with a drawn sequence; another."""

    folder: Path
    seat: str
    other: str
    run: str

    def pages(self) -> dict[str, str]:
        """What the jury and the session lead read of it."""
        return {
            "sessions": "/api/staff/sessions",
            "desk": f"/api/staff/seats/{self.seat}/desk",
            "other desk": f"/api/staff/seats/{self.other}/desk",
            "documents": f"/api/staff/seats/{self.seat}/documents",
            "file": f"/api/staff/seats/{self.seat}/customers/diallo",
            "replays": f"/api/staff/seats/{self.seat}/replays",
            "replay": f"/api/staff/runs/{self.run}/replay",
            "sheet": f"/api/staff/runs/{self.run}/sheet.pdf",
            "words": f"/api/staff/runs/{self.run}/chat.txt",
            "vcon": f"/api/staff/runs/{self.run}/vcon",
            "draw": f"/api/staff/seats/{self.seat}/draw",
            "sequence": f"/api/staff/seats/{self.seat}/draw/audio",
        }


def add_case_study(folder: Path) -> None:
    home = folder / "packs" / PACK_ID
    study = copy.deepcopy(CASE_STUDY) | {"customer": "morel", "documents": []}
    (home / "case_studies").mkdir()
    (home / "case_studies" / "colis-perdu.yaml").write_text(yaml.safe_dump(study, allow_unicode=True))
    (home / "audio").mkdir()
    (home / "audio" / "colere.opus").write_bytes(OPUS)


async def play(folder: Path) -> Played:
    write_pack(folder)
    add_case_study(folder)
    server = Server(folder)
    try:
        await server.start()
        room = await a_room(server, "exam")  # nothing reads an exam by itself: no finder to start and to wait for
        run = room.seat.runs["chat"]
        await room.jury.do("exchange.start", run_id=run)
        await room.candidate.until(lambda: room.candidate.state["conversation"] is not None, "chat opens")
        await room.candidate.do("chat.send", message_id="m1", text="Bonjour Madame")
        await room.jury.do("mark.place", mark_id="k1", run_id=run, criterion="CP2.1", sign="favourable")
        await room.candidate.do("chat.close")
        await room.candidate.do("wrap_up.finish")
        await room.jury.until(room.jury.phase_is(run, "done"), "done")
        draws = f"/api/staff/seats/{room.seat.seat_id}/draws/recording"
        await room.jury.person.post(draws)
        await room.jury.person.post(f"{draws}/reveal", {"word": "37"})
        lead = await staff(server, "lead")
        other = await new_seat(lead, "practice")
        jurors = {"person_ids": ["roy", "lefort", "lead"]}
        await did(lead.http.put(f"/api/staff/seats/{room.seat.seat_id}/jurors", json=jurors))
        await lead.http.aclose()
        await room.close()
    finally:
        await server.kill()
    return Played(folder, room.seat.seat_id, other.seat_id, run)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return asyncio.run(play(tmp_path_factory.mktemp("played")))


@pytest.fixture(scope="module")
def as_played(played: Played, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, Any]]:
    """What the pages say while the pack is as it was."""
    copy_of = copied_to(played, tmp_path_factory.mktemp("as-played"))

    async def look() -> dict[str, tuple[int, Any]]:
        async with opened(copy_of.folder) as lead:
            return await read(lead, copy_of)

    return asyncio.run(look())


@pytest.fixture
def copied(played: Played, tmp_path: Path) -> Played:
    """An installation of its own for each way of damaging it."""
    return copied_to(played, tmp_path)


def copied_to(played: Played, folder: Path) -> Played:
    for name in ("var", "packs"):
        shutil.copytree(played.folder / name, folder / name, ignore=shutil.ignore_patterns("*.lock"))
    (folder / "web").mkdir()
    (folder / "web" / "index.html").write_text("<!doctype html><title>Combiné</title>")
    return Played(folder, played.seat, played.other, played.run)


@asynccontextmanager
async def opened(folder: Path) -> AsyncGenerator[httpx.AsyncClient]:
    """The server starts again on this folder; the session lead signs in."""
    app = application(settings_in(folder))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, client=("10.0.0.1", 50000))
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS, headers=HEADERS) as lead:
            await did(lead.post("/api/staff/sign-in", json={"login": "lead", "password": PASSWORD}))
            yield lead


async def read(lead: httpx.AsyncClient, played: Played) -> dict[str, tuple[int, Any]]:
    """Each page's status and content; of a PDF, that it is one."""
    found: dict[str, tuple[int, Any]] = {}
    for name, path in played.pages().items():
        answer = await lead.get(path)
        kind = answer.headers.get("content-type", "")
        told = answer.content[:5] if "pdf" in kind else steady(answer.json()) if "json" in kind else answer.content
        found[name] = (answer.status_code, told)
    return found


def steady(told: Any) -> Any:
    """Without what the hour of reading makes."""
    if isinstance(told, dict):
        return {name: steady(value) for name, value in cast("Json", told).items() if name not in PASSING}
    return [steady(one) for one in cast("list[Any]", told)] if isinstance(told, list) else told


def edit(home: Path, name: str, change: Callable[[Json], object]) -> None:
    data = yaml.safe_load((home / name).read_text(encoding="utf-8"))
    change(data)
    (home / name).write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def rename_subject(home: Path) -> None:
    edit(home, SUBJECT, lambda data: data.update(id="renomme", title="Renommé"))
    (home / SUBJECT).rename(home / "subjects" / "renomme.yaml")


def reword(home: Path) -> None:
    edit(home, SUBJECT, lambda data: data["exchanges"][2]["candidate"].update(label="Autre libellé"))
    edit(home, "company.yaml", lambda data: data.update(name="Autre maison"))
    edit(home, "company.yaml", lambda data: data["qualification"]["motifs"][0].update(label="Autre"))
    shutil.rmtree(home / "case_studies")


def put_a_folder_for_a_file(home: Path) -> None:
    (home / SUBJECT).unlink()
    (home / SUBJECT).mkdir()


DAMAGE: dict[str, Callable[[Path], object]] = {
    "pack deleted": shutil.rmtree,
    "exchange removed": lambda home: edit(home, SUBJECT, lambda data: data["exchanges"].pop()),
    "everything reworded": reword,
    "subject renamed": rename_subject,
    "customer removed": lambda home: (home / "customers" / "diallo.yaml").unlink(),
    "sound removed": lambda home: shutil.rmtree(home / "audio"),
    "broken YAML": lambda home: (home / SUBJECT).write_text("exchanges: [\n"),
    "wrong shape": lambda home: (home / "company.yaml").write_text("- une liste\n- au lieu d’un bloc\n"),
    "not text": lambda home: (home / "company.yaml").write_bytes(bytes(range(256))),
    "a folder for a file": put_a_folder_for_a_file,
    "company gone": lambda home: (home / "company.yaml").unlink(),
}
WORKS = ("pack deleted", "exchange removed", "everything reworded", "subject renamed")
"""What leaves a pack that can be played, or none: all else is said to whoever prepares sessions."""


@pytest.mark.parametrize("damage", DAMAGE)
async def test_whatever_happens_to_its_pack_a_session_reads_as_it_was_played(
    copied: Played, as_played: dict[str, tuple[int, Any]], damage: str
) -> None:
    assert {name: status for name, (status, _) in as_played.items() if status != 200} == {}
    DAMAGE[damage](copied.folder / "packs" / PACK_ID)
    async with opened(copied.folder) as lead:
        assert await read(lead, copied) == as_played
        broken = await did(lead.get("/api/staff/broken-packs"))
    assert [one["folder"] for one in broken] == ([] if damage in WORKS else [PACK_ID])
    for one in broken:
        assert one["faults"]
        assert all(fault["problem"] and fault["remedy"] for fault in one["faults"])
        assert PACK_ID in one["message"]


async def test_a_seat_added_later_plays_the_version_of_its_session(copied: Played) -> None:
    DAMAGE["exchange removed"](copied.folder / "packs" / PACK_ID)
    async with opened(copied.folder) as lead:
        (session,) = [one for one in await did(lead.get("/api/staff/sessions")) if one["kind"] == "practice"]
        path = f"/api/staff/sessions/{session['id']}/seats"
        seat = await did(lead.post(path, json={"candidate_name": "Noé Petit", "desk": "Poste 5"}))
        assert seat["exchanges"] == 3
        body = {"kind": "practice", "title": "Neuve", "pack_id": PACK_ID, "subject_id": "sujet"}
        new = await did(lead.post("/api/staff/sessions", json=body))
        path = f"/api/staff/sessions/{new['id']}/seats"
        seat = await did(lead.post(path, json={"candidate_name": "Noé Petit", "desk": "Poste 5"}))
        assert seat["exchanges"] == 2


async def test_a_version_is_kept_once_and_a_session_with_it_or_not_at_all(copied: Played) -> None:
    database = copied.folder / "var" / "combine.sqlite3"
    with closing(sqlite3.connect(database)) as rows:
        assert rows.execute("SELECT count(*) FROM pack_version").fetchone() == (1,)
        assert rows.execute("SELECT count(*) FROM pack_sound").fetchone() == (1,)
        assert rows.execute("SELECT count(*) FROM training_session WHERE pack_version IS NULL").fetchone() == (0,)
    async with opened(copied.folder) as lead:
        edit(copied.folder / "packs" / PACK_ID, "company.yaml", lambda data: data.update(name="Autre maison"))
    async with opened(copied.folder) as lead:
        (copied.folder / "packs" / PACK_ID / "audio" / "colere.opus").write_bytes(OPUS + b"autre")
        body = {"kind": "practice", "title": "Neuve", "pack_id": PACK_ID, "subject_id": "sujet"}
        await did(lead.post("/api/staff/sessions", json=body))  # the sound of that digest is already kept
    with closing(sqlite3.connect(database)) as rows:
        assert rows.execute("SELECT count(*) FROM pack_version").fetchone() == (2,)
        assert rows.execute("SELECT count(*) FROM pack_sound").fetchone() == (1,)


async def test_a_sound_that_changed_since_the_start_makes_no_session_and_says_why(copied: Played) -> None:
    sound = copied.folder / "packs" / PACK_ID / "audio" / "colere.opus"
    sound.write_bytes(OPUS + b"nouveau")
    async with opened(copied.folder) as lead:
        sound.unlink()
        body = {"kind": "practice", "title": "Neuve", "pack_id": PACK_ID, "subject_id": "sujet"}
        answer = await lead.post("/api/staff/sessions", json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "pack_changed")
        assert "colere.opus" in answer.json()["message"]
        assert answer.json()["remedy"]
        assert len(await did(lead.get("/api/staff/sessions"))) == 2


@pytest.mark.parametrize("damage", ["", "exchange removed", "pack deleted"])
async def test_sessions_of_earlier_versions_get_their_copy_at_upgrade_or_what_is_left(
    copied: Played, damage: str
) -> None:
    """As an earlier Combiné left it: no version kept."""
    with closing(sqlite3.connect(copied.folder / "var" / "combine.sqlite3")) as rows:
        rows.execute("UPDATE training_session SET pack_version = NULL")
        rows.execute("DELETE FROM pack_version")
        rows.execute("DELETE FROM pack_sound")
        rows.commit()
    shutil.rmtree(copied.folder / "var" / "pack_sounds", ignore_errors=True)
    home = copied.folder / "packs" / PACK_ID
    if damage:
        DAMAGE[damage](home)
    async with opened(copied.folder) as lead:
        pages = await read(lead, copied)
    # The case is in no copy then: its sequence and its customers' files say so, in words.
    expected = {name: 404 if damage == "pack deleted" and name in ("sequence", "file") else 200 for name in pages}
    assert {name: status for name, (status, _) in pages.items()} == expected
    assert "Bonjour Madame" in str(pages["words"][1])
    if not damage:
        shutil.rmtree(home)
        async with opened(copied.folder) as lead:
            assert await read(lead, copied) == pages
    else:
        assert "Retiré du scénario" in str(pages["replays"][1])


async def test_a_pack_that_comes_back_is_kept_at_the_next_start(copied: Played) -> None:
    with closing(sqlite3.connect(copied.folder / "var" / "combine.sqlite3")) as rows:
        rows.execute("UPDATE training_session SET pack_version = NULL")
        rows.commit()
    home = copied.folder / "packs" / PACK_ID
    away = copied.folder / "away"
    home.rename(away)
    async with opened(copied.folder) as lead:
        assert "Retiré du scénario" in str((await read(lead, copied))["replays"])
    away.rename(home)
    async with opened(copied.folder) as lead:
        assert "Retiré du scénario" not in str((await read(lead, copied))["replays"])
