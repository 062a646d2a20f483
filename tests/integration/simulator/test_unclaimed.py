"""Sound on the disk without a row: found, listed to the responsible person, heard, deleted, purged."""

import os
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from simulator.upkeep.unclaimed import find_unclaimed, purge_unclaimed
from telephony import Role
from tests.dumps import Recorded, on_time, spoken
from tests.integration.simulator.ground import Centre, a_centre

SECONDS = 4.0


def sound_without_a_row(centre: Centre, name: str, began: float, is_old: bool = True) -> Path:
    """As a server leaves it that is killed between the first packet and the row."""
    folder = centre.services.settings.recordings / "session" / "run" / name
    call = Recorded(folder, {role: on_time(spoken(1, SECONDS)) for role in Role}, ended=None)
    call.write()
    journal = folder / "call.jsonl"
    lines = journal.read_text().splitlines()
    journal.write_text("\n".join([lines[0].replace("}", f', "started_at": {began}}}'), *lines[1:]]) + "\n")
    if is_old:
        for path in folder.iterdir():
            os.utime(path, (began, began))
    return folder


async def test_it_is_listed_heard_and_deleted_by_the_responsible_person_alone(tmp_path: Path):
    async with a_centre(tmp_path) as centre:
        began = float(round(time.time() - 3600))
        folder = sound_without_a_row(centre, "lost-call", began)
        sound_without_a_row(centre, "just-begun", time.time(), is_old=False)
        lead, jury = await centre.as_("delmas"), await centre.as_("roy")
        assert (await jury.get("/api/staff/upkeep")).status_code == 403
        seen = (await lead.get("/api/staff/upkeep")).json()
        (one,) = seen["unclaimed"]
        assert one["folder"] == "session/run/lost-call"
        assert datetime.fromisoformat(one["began_at"]).timestamp() == began
        assert datetime.fromisoformat(one["kept_until"]) - datetime.fromisoformat(one["began_at"]) == timedelta(
            days=180
        )
        assert "aucun échange" in seen["unclaimed_message"]
        heard = await lead.get(one["audio_url"])
        assert heard.status_code == 200
        assert heard.content.startswith(b"OggS")
        assert (await jury.get(one["audio_url"])).status_code == 403
        gone = await lead.get("/api/staff/upkeep/unclaimed/audio", params={"folder": "../../secrets.json"})
        assert gone.status_code == 404
        for path in folder.iterdir():
            os.utime(path, (began, began))
        left = await lead.post("/api/staff/upkeep/unclaimed/delete", json={"folder": one["folder"]})
        assert left.json()["unclaimed"] == []
        assert not folder.exists()


async def test_it_is_purged_after_the_retention_of_recordings(tmp_path: Path):
    async with a_centre(tmp_path) as centre:
        services = centre.services
        recordings = services.settings.recordings
        old = sound_without_a_row(centre, "old", time.time() - 200 * 86400)
        young = sound_without_a_row(centre, "young", time.time() - 100 * 86400)
        assert len(await find_unclaimed(services.sessions, recordings)) == 2
        assert await purge_unclaimed(services.sessions, recordings, 180, datetime.now(UTC)) == 1
        assert not old.exists()
        assert young.exists()
        shutil.rmtree(young)
        assert await find_unclaimed(services.sessions, recordings) == []
