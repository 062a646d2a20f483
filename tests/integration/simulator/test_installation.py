"""« Cette installation »: how it stands, what the doctor finds, a backup on demand, who may take one away."""

import asyncio
import io
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from simulator.backups import scheduled
from simulator.doctor import apart
from simulator.recordings.tables import RecordingRow
from tests.integration.simulator.ground import Centre, a_centre, did
from tests.integration.simulator.knocking import played_run
from tests.integration.simulator.test_own_account import second_factor_of

pytestmark = pytest.mark.timeout(400)
"""The doctor and the backup give way to everything else that this machine does."""


def never(*_: object) -> bool:
    return False


async def made(lead: Any, within: float = 180) -> dict[str, Any]:
    """Once the backup that was asked for is there."""
    async with asyncio.timeout(within):
        while True:
            backups = (await did(lead.get("/api/staff/installation")))["backups"]
            if backups["files"] and not backups["at_work"] and not backups["is_asked"]:
                return backups
            await asyncio.sleep(0.1)


async def test_a_backup_is_made_on_demand_shown_and_taken_away_with_a_second_factor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "backups").mkdir()
    busy = True
    monkeypatch.setattr(scheduled, "SOON_SECONDS", 0.05)
    monkeypatch.setattr(scheduled.ScheduledBackups, "_is_trial_due", never)
    async with a_centre(tmp_path, backups=tmp_path / "backups") as centre:
        monkeypatch.setattr(centre.services.backups, "_is_busy", lambda: busy)
        monkeypatch.setattr(centre.services.backups, "_is_backup_due", never)
        lead = await centre.as_("delmas")
        seen = await did(lead.get("/api/staff/installation"))
        assert seen["is_ready"] is True
        assert seen["version"]
        assert seen["backups"]["files"] == []
        assert (await lead.post("/api/staff/installation/backups")).status_code == 202
        await asyncio.sleep(0.3)
        waiting = (await did(lead.get("/api/staff/installation")))["backups"]
        assert (waiting["is_asked"], waiting["files"]) == (True, []), "somebody is on the telephone"
        busy = False
        backups = await made(lead)
        assert backups["level"] == "ok"
        assert datetime.fromisoformat(backups["next_at"]) > datetime.now(UTC)
        [file] = backups["files"]
        assert (file["download_url"], backups["may_download"]) == ("", False)
        refused = await lead.get(f"/api/staff/installation/backups/{file['name']}")
        assert (refused.status_code, refused.json()["code"]) == (409, "second_factor_needed")
        await can_take_it_away(centre, file["name"], tmp_path)


async def can_take_it_away(centre: Centre, name: str, folder: Path) -> None:
    sure, _, _ = await second_factor_of(centre, "delmas")
    [file] = (await did(sure.get("/api/staff/installation")))["backups"]["files"]
    assert file["name"] == name
    taken = await sure.get(file["download_url"])
    assert taken.status_code == 200, taken.text
    assert taken.headers["content-disposition"].startswith("attachment")
    assert any(one.endswith(".sqlite3") for one in zipfile.ZipFile(io.BytesIO(taken.content)).namelist())
    (folder / "backups" / "notes.txt").write_text("x")
    for other in ("notes.txt", "..%2fvar%2fsecrets.json", "combine-20200101T000000Z.zip"):
        assert (await sure.get(f"/api/staff/installation/backups/{other}")).status_code == 404


async def test_without_a_folder_none_can_be_asked_for_and_the_way_out_is_said(tmp_path: Path) -> None:
    async with a_centre(tmp_path) as centre:
        lead = await centre.as_("delmas")
        refused = await lead.post("/api/staff/installation/backups")
        assert (refused.status_code, refused.json()["code"]) == (409, "no_backup_folder")
        assert "COMBINE_BACKUPS" in refused.json()["remedy"]
        backups = (await did(lead.get("/api/staff/installation")))["backups"]
        assert (backups["level"], backups["folder"], backups["next_at"]) == ("warning", "", None)


async def test_the_doctor_looks_beside_the_server_one_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_centre(tmp_path) as centre:
        begun = 0
        start = asyncio.create_subprocess_exec

        async def counted(*given: Any, **more: Any) -> Any:
            nonlocal begun
            begun += 1
            return await start(*given, **more)

        monkeypatch.setattr(asyncio, "create_subprocess_exec", counted)
        lead = await centre.as_("delmas")
        (centre.services.settings.data / "secrets.json").chmod(0o644)
        first = await did(lead.get("/api/staff/installation/examination"))
        assert (first["is_looking"], first["looked_at"], first["points"]) == (True, None, [])
        found = {one["name"]: one for one in await looked(lead)}
        assert begun == 1, "whoever asks again meanwhile begins no other"
        assert found["database"]["level"] == "ok"
        assert found["secrets"]["level"] == "fault"
        assert found["secrets"]["remedy"].startswith("chmod 600")
        (centre.services.settings.data / "secrets.json").chmod(0o600)
        assert begun == 1, "what was found a moment ago is good"
        assert (await did(lead.post("/api/staff/installation/examination")))["is_looking"] is True
        assert {one["name"]: one["level"] for one in await looked(lead)}["secrets"] == "ok"


async def looked(lead: Any) -> list[dict[str, Any]]:
    """Once no look is under way."""
    async with asyncio.timeout(180):
        while (seen := await did(lead.get("/api/staff/installation/examination")))["is_looking"]:
            await asyncio.sleep(0.1)
    return seen["points"]


async def test_a_doctor_that_stops_halfway_is_itself_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_centre(tmp_path) as centre:
        monkeypatch.setattr(apart, "BEHIND", "import sys; sys.exit('broken')")
        found = await looked(await centre.as_("delmas"))
        assert [(one["name"], one["level"]) for one in found] == [("doctor", "fault")]
        assert "simulator doctor" in found[0]["remedy"]


async def test_the_forecast_weighs_what_is_on_the_disk(tmp_path: Path) -> None:
    async with a_centre(tmp_path) as centre:
        await filled_with(centre, days=10, size=2_000_000)
        disk = (await did((await centre.as_("delmas")).get("/api/staff/installation")))["disk"]
        assert "Au rythme des 9 derniers jours (2,0\u00a0Mo par jour)" in disk["said"]
        assert disk["total_gigabytes"] >= disk["free_gigabytes"] > 0


async def filled_with(centre: Centre, days: int, size: int) -> None:
    """A recording a day."""
    place = await centre.place()
    run_id = await played_run(centre, place)
    now = datetime.now(UTC)
    async with centre.services.sessions() as session, session.begin():
        for day in range(days):
            folder = f"call-{day}"
            at = now - timedelta(days=day, minutes=1)
            ids = {"session_id": place.session_id, "seat_id": place.seat_id, "run_id": run_id}
            session.add(RecordingRow(call_id=folder, folder=folder, started_at=at, state="ready", **ids))
            kept = centre.services.settings.recordings / folder
            kept.mkdir(parents=True)
            (kept / "call.ogg").write_bytes(bytes(size))


async def test_an_example_is_a_practice_session_of_whoever_asked_and_there_is_one(tmp_path: Path) -> None:
    async with a_centre(tmp_path) as centre:
        lead = await centre.as_("delmas")
        people = len(await did(lead.get("/api/staff/people")))
        made = await did(lead.post("/api/staff/installation/example"))
        [session] = await did(lead.get("/api/staff/sessions"))
        assert (session["id"], session["kind"], session["seats"]) == (made["session_id"], "practice", 2)
        mine = await did(lead.get("/api/staff/my-seats"))
        assert sorted(seat["candidate_name"] for seat in mine) == ["Léa Martin", "Yanis Benali"]
        assert len(await did(lead.get("/api/staff/people"))) == people, "nobody's account comes with it"
        again = await lead.post("/api/staff/installation/example")
        assert (again.status_code, again.json()["code"]) == (409, "has_sessions")


async def test_of_several_who_ask_for_the_example_at_once_one_makes_it(tmp_path: Path) -> None:
    async with a_centre(tmp_path) as centre:
        leads = [await centre.as_("delmas") for _ in range(4)]
        answers = await asyncio.gather(*(one.post("/api/staff/installation/example") for one in leads))
        assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
        assert {one.json()["code"] for one in answers if one.status_code == 409} == {"has_sessions"}
        assert len(await did(leads[0].get("/api/staff/sessions"))) == 1
