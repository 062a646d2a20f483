"""The server's own backups: one a day, a trial of one a month; each in a process of its own, behind everything else.

Nobody's call waits for a backup: while somebody is on the telephone it is put off, for some hours at most.
"""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import structlog

from simulator.backups.diary import Diary, Tried, read_diary, write_diary
from simulator.backups.keeping import Kept, is_due, name_of, to_remove
from simulator.settings import Settings

log = structlog.get_logger(__name__)

LOOK_SECONDS = 60.0
SOON_SECONDS = 2.0
"""While one that was asked for waits for the end of a call."""

PUT_OFF = timedelta(hours=6)
"""A centre that is on the telephone for longer has its backup all the same."""

TRIAL_EVERY = timedelta(days=30)
AGAIN = timedelta(hours=1)
"""After a backup that failed."""

LONGEST_SECONDS = 6 * 3600.0

Run = Callable[[Sequence[str]], Awaitable[tuple[bool, str]]]
"""A command of ours; whether it went well, and its last words in French."""


class ScheduledBackups:
    """`async with` owns the task. Does nothing where no folder is set."""

    def __init__(
        self, settings: Settings, is_busy: Callable[[], bool], now: Callable[[], datetime], run: Run | None = None
    ) -> None:
        """`is_busy`: somebody is on the telephone. `now`: of any time zone."""
        self._settings, self._is_busy, self._now = settings, is_busy, now
        self._run = run or _OwnCommand(settings)
        self._task: asyncio.Task[None] | None = None
        self._asked = asyncio.Event()
        self.at_work: Literal["", "backup", "trial"] = ""
        """What is under way."""

    @property
    def is_asked(self) -> bool:
        """Somebody wants one that has not begun: it waits for the end of a call, or for the next look."""
        return self._asked.is_set()

    def ask(self) -> None:
        """One more, as soon as nobody is on the telephone; asked twice, it is one. Forgotten by a stop."""
        self._asked.set()

    async def __aenter__(self) -> "ScheduledBackups":
        if self._settings.backups is not None:
            self._task = asyncio.create_task(self._look_often(), name="backups")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _look_often(self) -> None:
        while True:
            if self.is_asked:
                # During a call: looked at again shortly, not in a circle.
                await asyncio.sleep(SOON_SECONDS)
            else:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._asked.wait(), LOOK_SECONDS)
            try:
                await self.look()
            except Exception:
                # The disk or the folder is away: looked at again in a minute.
                log.exception("backups_not_looked_at")

    async def look(self) -> None:
        """Makes what is due. Cancelling ends the process that was at it; what is half written has no name yet."""
        folder = self._settings.backups
        if folder is None:
            return
        diary = await asyncio.to_thread(read_diary, self._settings.data)
        now = self._now()
        if (self.is_asked and not self._is_busy()) or self._is_backup_due(diary, now):
            self._asked.clear()
            diary = await self._back_up(folder, diary, now)
        elif self._is_trial_due(diary, now) and diary.good is not None:
            await self._try(folder / diary.good.file, diary, now)

    def _is_backup_due(self, diary: Diary, now: datetime) -> bool:
        local = now.astimezone()
        last = diary.good.at if diary.good is not None else None
        if not is_due(local, last, self._settings.backup_hour):
            return False
        if tried_again_at(diary, now) is not None:
            return False
        return not self._is_busy() or is_due(local, last, self._settings.backup_hour, PUT_OFF)

    def _is_trial_due(self, diary: Diary, now: datetime) -> bool:
        good, last = diary.good, diary.restore
        if good is None or self._is_busy():
            return False
        if last is None or not timedelta(0) <= now - last.at < TRIAL_EVERY:
            return True
        # One that could not be restored says nothing of the next: whoever mended the cause need not wait a month.
        return bool(last.problem) and last.file != good.file

    async def _back_up(self, folder: Path, diary: Diary, now: datetime) -> Diary:
        file = folder / name_of(now)
        is_well, said = await self._at_work("backup", ["backup", str(file)])
        tried = Tried(at=now, file=file.name, said=said if is_well else "", problem="" if is_well else said)
        diary = diary.model_copy(update={"backup": tried} | ({"good": tried} if is_well else {}))
        await asyncio.to_thread(write_diary, self._settings.data, diary)
        if not is_well:
            log.error("backup_failed", file=str(file), why=said)
            return diary
        log.info("backup_made", file=str(file))
        await asyncio.to_thread(_remove_old, file, Kept(*self._settings.backups_kept))
        return diary

    async def _try(self, file: Path, diary: Diary, now: datetime) -> None:
        is_well, said = await self._at_work("trial", ["try-backup", str(file)])
        tried = Tried(at=now, file=file.name, said=said if is_well else "", problem="" if is_well else said)
        await asyncio.to_thread(write_diary, self._settings.data, diary.model_copy(update={"restore": tried}))
        if is_well:
            log.info("backup_tried", file=str(file))
        else:
            log.error("backup_cannot_be_restored", file=str(file), why=said)

    async def _at_work(self, what: Literal["backup", "trial"], words: Sequence[str]) -> tuple[bool, str]:
        self.at_work = what
        try:
            return await self._run(words)
        finally:
            self.at_work = ""


def tried_again_at(diary: Diary, now: datetime) -> datetime | None:
    """Until when one that failed keeps the next from being tried; None: nothing does."""
    failed = diary.backup
    is_recent = failed is not None and failed.problem and timedelta(0) <= now - failed.at < AGAIN
    return failed.at + AGAIN if failed is not None and is_recent else None


def _remove_old(made: Path, kept: Kept) -> None:
    for path in to_remove(list(made.parent.iterdir()), kept, made):
        path.unlink(missing_ok=True)
        log.info("backup_removed", file=str(path))


class _OwnCommand:
    """`simulator …` with these settings, in a process that gives way to all others."""

    def __init__(self, settings: Settings) -> None:
        self._environment = {
            **os.environ,
            "COMBINE_DATA": str(settings.data.absolute()),
            "COMBINE_DATABASE_URL": settings.url,
            **({"COMBINE_PACKS": str(settings.packs.absolute())} if settings.packs is not None else {}),
        }

    async def __call__(self, words: Sequence[str]) -> tuple[bool, str]:
        behind = "import os; hasattr(os, 'nice') and os.nice(15); from simulator.cli import main; main()"
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            behind,
            *words,
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                told, wrong = await process.communicate()
        except TimeoutError:
            return False, "La sauvegarde n’a pas fini en six heures."
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        said = (told if process.returncode == 0 else wrong or told).decode(errors="replace").strip()
        return process.returncode == 0, (said.splitlines() or ["Sans un mot."])[-1][:400]


def machine_time() -> datetime:
    """Of this machine's clock: a backup keeps the hours that people read on it."""
    return datetime.now(UTC)
