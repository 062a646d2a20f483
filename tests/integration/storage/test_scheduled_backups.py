"""Backups that make themselves, with the real commands: made, tried, put off, told when they fail."""

import asyncio
import hashlib
import shutil
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from simulator.backups.diary import read_diary
from simulator.backups.scheduled import AGAIN, PUT_OFF, TRIAL_EVERY, ScheduledBackups
from simulator.backups.state import state_of
from simulator.backups.trying import CannotRestore, try_to_restore
from simulator.settings import Settings, load_secret
from simulator.storage.backup import back_up
from simulator.storage.database import open_engine
from simulator.storage.migrating import steps
from tests.integration.storage.cut_short import settings_in
from tests.integration.storage.filling import filled

SOUND = b"OggS" * 5000
TODAY = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


async def an_installation(folder: Path) -> Settings:
    """With a finished recording, and a folder for backups inside the data folder: it is never part of one."""
    found = settings_in(folder)
    settings = found.model_copy(update={"backups": found.data / "packs" / "backups", "backup_hour": 3})
    (settings.data / "packs" / "backups").mkdir(parents=True)
    load_secret(settings.data)
    engine = open_engine(settings.url)
    await filled(engine, steps()[-1])
    async with engine.begin() as connection:
        digest = hashlib.sha256(SOUND).hexdigest()
        await connection.execute(
            text("UPDATE recording SET folder = 'call-' || rowid, sha256 = :sha256"), {"sha256": digest}
        )
        folders = [row[0] for row in await connection.execute(text("SELECT folder FROM recording"))]
    await engine.dispose()
    for one in folders:
        (settings.recordings / one).mkdir(parents=True)
        (settings.recordings / one / "call.ogg").write_bytes(SOUND)
    return settings


async def test_a_backup_is_made_and_tried_by_the_very_commands(tmp_path: Path) -> None:
    settings, now = await an_installation(tmp_path), TODAY
    backups = ScheduledBackups(settings, lambda: False, lambda: now)
    await backups.look()
    [file] = (settings.data / "packs" / "backups").iterdir()
    assert file.name == "combine-20261129T120000Z.zip"
    with zipfile.ZipFile(file) as archive:
        assert not [one for one in archive.namelist() if "backups/" in one]
    diary = read_diary(settings.data)
    assert diary.good is not None
    assert "Sauvegarde faite et relue" in diary.good.said
    assert diary.restore is None
    await backups.look()
    diary = read_diary(settings.data)
    assert diary.restore is not None
    assert diary.restore.problem == ""
    assert "3 enregistrements comparés" in diary.restore.said
    assert state_of(settings, now).level == "ok"
    assert not list(settings.data.glob(".restore-trial.*"))


class Commands:
    """Stands where the commands are; `answer` is what the next ones say."""

    def __init__(self) -> None:
        self.given: list[list[str]] = []
        self.answer = (True, "Fait.")

    async def __call__(self, words: Sequence[str]) -> tuple[bool, str]:
        self.given.append([words[0], words[1]])
        if words[0] == "backup" and self.answer[0]:
            await asyncio.to_thread(Path(words[1]).write_bytes, b"PK")
        return self.answer


async def test_day_after_day_one_is_made_old_ones_go_and_one_a_month_is_tried(tmp_path: Path) -> None:
    settings = settings_in(tmp_path).model_copy(update={"backups": tmp_path / "b", "backups_kept": (2, 0, 0)})
    settings.data.mkdir(parents=True)
    (tmp_path / "b").mkdir()
    commands, now = Commands(), TODAY
    backups = ScheduledBackups(settings, lambda: False, lambda: now, commands)
    for _ in range(40):
        for _ in range(3):
            await backups.look()
        now += timedelta(days=1)
    assert [one[0] for one in commands.given].count("backup") == 40
    assert [one[0] for one in commands.given].count("try-backup") == 1 + 39 * timedelta(days=1) // TRIAL_EVERY
    assert len(list((tmp_path / "b").iterdir())) == 2


async def test_nobody_on_the_telephone_waits_for_one_and_it_is_not_put_off_for_ever(tmp_path: Path) -> None:
    settings = settings_in(tmp_path).model_copy(update={"backups": tmp_path / "b", "backup_hour": 0})
    settings.data.mkdir(parents=True)
    (tmp_path / "b").mkdir()
    commands = Commands()
    midnight = TODAY.astimezone().replace(hour=0)
    now = midnight - timedelta(hours=1)
    backups = ScheduledBackups(settings, lambda: is_busy, lambda: now, commands)
    is_busy = False
    await backups.look()
    is_busy = True
    now = midnight + timedelta(minutes=1)
    await backups.look()
    assert len(commands.given) == 1
    now = midnight + PUT_OFF + timedelta(minutes=1)
    await backups.look()
    assert [one[0] for one in commands.given] == ["backup", "backup"]


async def test_one_that_fails_is_told_and_made_again_within_the_hour(tmp_path: Path) -> None:
    settings = settings_in(tmp_path).model_copy(update={"backups": tmp_path / "b"})
    settings.data.mkdir(parents=True)
    (tmp_path / "b").mkdir()
    commands, now = Commands(), TODAY
    commands.answer = (False, "Le disque est plein.")
    backups = ScheduledBackups(settings, lambda: False, lambda: now, commands)
    await backups.look()
    await backups.look()
    assert len(commands.given) == 1, "not each minute"
    assert "Le disque est plein." in state_of(settings, now).remedy
    now += AGAIN
    commands.answer = (True, "Fait.")
    await backups.look()
    assert state_of(settings, now).level == "ok"


async def test_one_that_cannot_be_restored_is_followed_by_a_trial_of_the_next(tmp_path: Path) -> None:
    settings = settings_in(tmp_path).model_copy(update={"backups": tmp_path / "b"})
    settings.data.mkdir(parents=True)
    (tmp_path / "b").mkdir()
    commands, now = Commands(), TODAY
    backups = ScheduledBackups(settings, lambda: False, lambda: now, commands)
    await backups.look()
    commands.answer = (False, "Il y manque un enregistrement.")
    for _ in range(3):
        await backups.look()
    assert [one[0] for one in commands.given] == ["backup", "try-backup"], "the same one is not tried again"
    assert state_of(settings, now).level == "fault"
    now += timedelta(days=1)
    commands.answer = (True, "Fait.")
    await backups.look()
    await backups.look()
    assert [one[0] for one in commands.given] == ["backup", "try-backup"] * 2
    assert state_of(settings, now).level == "ok"


async def test_after_a_clock_that_was_years_ahead_a_backup_is_made_each_day_and_stays(tmp_path: Path) -> None:
    settings = settings_in(tmp_path).model_copy(update={"backups": tmp_path / "b", "backups_kept": (1, 0, 0)})
    settings.data.mkdir(parents=True)
    (tmp_path / "b").mkdir()
    commands, now = Commands(), TODAY + timedelta(days=3000)
    backups = ScheduledBackups(settings, lambda: False, lambda: now, commands)
    await backups.look()
    for day in range(3):
        now = TODAY + timedelta(days=day)
        await backups.look()
        assert (tmp_path / "b" / f"combine-{now:%Y%m%dT%H%M%SZ}.zip").exists()
        assert [one[0] for one in commands.given].count("backup") == 2 + day


async def test_whoever_cancels_ends_the_process_that_was_at_it(tmp_path: Path) -> None:
    settings = await an_installation(tmp_path)
    looking = asyncio.create_task(ScheduledBackups(settings, lambda: False, lambda: TODAY).look())
    await asyncio.sleep(0.3)
    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking
    folder = settings.data / "packs" / "backups"
    assert [one.name for one in folder.iterdir() if one.suffix == ".zip"] == []
    assert read_diary(settings.data).good is None


async def test_what_could_not_be_restored_is_said_in_a_sentence(tmp_path: Path) -> None:
    settings = await an_installation(tmp_path)
    file, trials = tmp_path / "saved.zip", tmp_path / "trials"
    trials.mkdir()
    await back_up(settings, file)
    found = await try_to_restore(file, trials, settings.recordings)
    assert found.sounds == 3
    assert found.rows > 3
    whole = file.read_bytes()
    for content, said in ((whole[: len(whole) // 2], "abîmée"), (b"", "abîmée")):
        file.write_bytes(content)
        with pytest.raises(CannotRestore, match=said):
            await try_to_restore(file, trials, settings.recordings)
    file.unlink()
    with pytest.raises(CannotRestore, match="n’est plus là"):
        await try_to_restore(file, trials, settings.recordings)
    lost = next(settings.recordings.iterdir())
    kept = (lost / "call.ogg").read_bytes()
    (lost / "call.ogg").unlink()
    await back_up(settings, file)
    assert (await try_to_restore(file, trials, settings.recordings)).sounds == 3, "purged meanwhile, here too"
    (lost / "call.ogg").write_bytes(kept)
    with pytest.raises(CannotRestore, match=f"manque l’enregistrement « {lost.name} »"):
        await try_to_restore(file, trials, settings.recordings)
    file.unlink()
    (lost / "call.ogg").write_bytes(kept[:-1] + b"!")
    await back_up(settings, file)
    with pytest.raises(CannotRestore, match="est autre que dans la base"):
        await try_to_restore(file, trials, settings.recordings)
    assert list(trials.iterdir()) == []
    shutil.rmtree(trials)
