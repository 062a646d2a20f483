"""A pack's folder read beside the server: its faults in French, and what can be played of it."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import structlog

from scenarios import Fault
from simulator.errors import Conflict
from simulator.packs.versions import PackVersion, from_content
from simulator.timetable.reading_process import ReadingFailed, read_apart

log = structlog.get_logger(__name__)

SECONDS = 90.0
"""It gives way to everything else on the machine; a large pack takes two of them where there is nothing else."""

AT_ONCE = asyncio.Semaphore(1)


@dataclass(frozen=True, slots=True)
class PackRead:
    """`version`: None where it has errors."""

    faults: tuple[Fault, ...]
    version: PackVersion | None


async def read_pack(home: Path) -> PackRead:
    """Raises Conflict: it could not be read to its end. Cancelled, the process is killed."""
    async with AT_ONCE:
        try:
            told = await read_apart("simulator.packs.check_worker", data=str(home).encode(), seconds=SECONDS)
        except ReadingFailed as failed:
            log.warning("pack_check_ended", folder=home.name, code=failed.code)
            raise Conflict(
                "pack_not_read",
                "La lecture de ce scénario n’a pas abouti : il est trop gros, ou la machine est très occupée.",
                "Recommencez hors séance ; si cela se répète, « simulator packs check » sur le serveur en dit plus.",
            ) from None
    return await asyncio.to_thread(_understood, told, home)


def _understood(told: bytes, home: Path) -> PackRead:
    answer = cast(dict[str, Any], json.loads(told))
    faults = tuple(Fault(**one) for one in answer["faults"])
    if answer["content"] is None or any(one.severity == "error" for one in faults):
        return PackRead(faults, None)
    kept = from_content(answer["content"])
    pack = kept.pack.model_copy(update={"folder": home})
    return PackRead(faults, PackVersion(pack, kept.sounds, kept.content))
