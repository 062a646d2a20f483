"""The doctor beside a running server: in a process of its own, behind everything else, so that no call waits for it.

Whoever asks is told what the last look found, and whether another is under way: nobody waits for it.
"""

import asyncio
import json
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime

import structlog

from simulator.doctor.finding import Finding
from simulator.settings import Settings

log = structlog.get_logger(__name__)

FRESH_SECONDS = 60.0
LONGEST_SECONDS = 120.0
"""Reading the whole database and adding up the speech model take a while on a slow disk."""

BEHIND = """
import asyncio, json, logging, os, sys
import structlog
hasattr(os, "nice") and os.nice(15)
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
from simulator.doctor.examining import examine
from simulator.settings import Settings
settings = Settings(**json.load(sys.stdin))
print(json.dumps([one.as_json() for one in asyncio.run(examine(settings))]))
"""


class Examination:
    """One per server; `async with` owns the look that is under way, and ends it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._task: asyncio.Task[None] | None = None
        self._done = float("-inf")
        self.found: tuple[Finding, ...] = ()
        """What the last look found; a look that failed is itself a finding."""
        self.at: datetime | None = None
        """When that look ended; None before the first one."""

    async def __aenter__(self) -> "Examination":
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    @property
    def is_looking(self) -> bool:
        return self._task is not None and not self._task.done()

    def look(self) -> None:
        """Begins a look, unless one is under way."""
        if not self.is_looking:
            self._task = asyncio.create_task(self._look(), name="doctor")

    def look_if_old(self) -> None:
        """Begins one where the last is older than a minute."""
        if time.monotonic() - self._done > FRESH_SECONDS:
            self.look()

    async def _look(self) -> None:
        try:
            self.found = tuple(await self._examine())
        except OSError:
            log.exception("doctor_not_started")
            self.found = (_failed("la machine ne peut plus lancer de processus"),)
        self._done, self.at = time.monotonic(), datetime.now(UTC)

    async def _examine(self) -> list[Finding]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            BEHIND,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                # By its standard input: settings hold passwords, which a list of processes would show.
                told, wrong = await process.communicate(self._settings.model_dump_json().encode())
        except TimeoutError:
            return [_failed("il n’a pas fini en deux minutes")]
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        try:
            return [Finding(**one) for one in json.loads(told)]
        except ValueError:
            log.error("doctor_failed", why=wrong.decode(errors="replace")[-2000:])
            return [_failed("il s’est arrêté en route")]


def _failed(why: str) -> Finding:
    remedy = "Lancez « simulator doctor » sur le serveur ; le journal dit pourquoi (doctor_failed)."
    return Finding("doctor", "fault", f"Examen : {why}.", remedy)
