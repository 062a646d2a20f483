"""A pack's folder read beside the server: its faults in French, and what can be played of it."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import structlog

from scenarios import Fault
from simulator.errors import Conflict, SimulatorError
from simulator.packs.versions import PackVersion, from_content
from simulator.timetable.reading_process import ReadingFailed, read_apart

log = structlog.get_logger(__name__)

SECONDS = 90.0
"""It gives way to everything else on the machine; a large pack takes two of them where there is nothing else."""

AT_ONCE = asyncio.Semaphore(1)

WORKER = "simulator.packs.check_worker"


@dataclass(frozen=True, slots=True)
class PackRead:
    """`version`: None where it has errors."""

    faults: tuple[Fault, ...]
    version: PackVersion | None


class BadPackZip(SimulatorError):
    """Nothing of it was kept."""

    status = 422

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__("pack_zip_refused", problem, remedy)


async def read_pack(home: Path) -> PackRead:
    """What stands in this folder. Raises Conflict: it could not be read to its end. Cancelled, the process ends."""
    return await _asked(home, b"")


async def unpack_pack(data: bytes, within: Path) -> PackRead:
    """A ZIP, into a folder below `within`, which is the caller's to remove. Raises BadPackZip, Conflict."""
    return await _asked(within, data, "unpack")


async def _asked(folder: Path, data: bytes, *asked: str) -> PackRead:
    async with AT_ONCE:
        try:
            told = await read_apart(WORKER, str(folder), *asked, data=data, seconds=SECONDS)
        except ReadingFailed as failed:
            log.warning("pack_check_ended", folder=folder.name, code=failed.code)
            raise Conflict(
                "pack_not_read",
                "La lecture de ce scénario n’a pas abouti : il est trop gros, ou la machine est très occupée.",
                "Recommencez hors séance ; si cela se répète, « simulator packs check » sur le serveur en dit plus.",
            ) from None
    return await asyncio.to_thread(_understood, told)


def _understood(told: bytes) -> PackRead:
    answer = cast(dict[str, Any], json.loads(told))
    if "refused" in answer:
        raise BadPackZip(*answer["refused"])
    faults = tuple(Fault(**one) for one in answer["faults"])
    if answer["content"] is None or any(one.severity == "error" for one in faults):
        return PackRead(faults, None)
    kept = from_content(answer["content"])
    pack = kept.pack.model_copy(update={"folder": Path(answer["folder"])})
    return PackRead(faults, PackVersion(pack, kept.sounds, kept.content))
