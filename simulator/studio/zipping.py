"""A draft out as a ZIP of the documented YAML, and a ZIP in as a new draft: both worked out in a process of its own.

What no author has touched goes out as it came in, byte by byte; of what was changed the comments stay.
"""

import asyncio
import io
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import structlog

from scenarios.zipped import write_zip
from simulator.errors import Conflict, SimulatorError
from simulator.packs.studio_tables import StudioFileRow
from simulator.studio.beginnings import slug_of
from simulator.studio.items import Item
from simulator.studio.plain_files import plain_files
from simulator.timetable.reading_process import ReadingFailed, read_apart
from simulator.typography import french_spaces

log = structlog.get_logger(__name__)

WORKER = "simulator.studio.zip_worker"
SECONDS = 90.0
AT_ONCE = asyncio.Semaphore(1)


class ZipUnfit(SimulatorError):
    """Nothing of it was kept."""

    status = 422

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__("studio_zip_refused", french_spaces(problem), french_spaces(remedy))


@dataclass(frozen=True, slots=True)
class KeptFile:
    """`said`: as `StudioFileRow` has it."""

    path: str
    content: bytes
    said: str


@dataclass(frozen=True, slots=True)
class UnpackedDraft:
    """What a ZIP holds; `sounds` by their path."""

    items: tuple[Item, ...]
    files: tuple[KeptFile, ...]
    sounds: Mapping[str, bytes]


async def unpacked(data: bytes) -> UnpackedDraft:
    """Of a stranger's ZIP. Raises ZipUnfit, Conflict. Cancelled, the process is killed."""
    told = await _asked("read", data)
    head, _, rest = told.partition(b"\n")
    return await asyncio.to_thread(_understood, head, rest)


def _understood(head: bytes, rest: bytes) -> UnpackedDraft:
    answer = cast(dict[str, Any], json.loads(head))
    if "refused" in answer:
        raise ZipUnfit(*answer["refused"])
    if "faults" in answer:
        file, line, problem, remedy = answer["faults"][0]
        where = f"« {file} », ligne {line}" if line else f"« {file} »"
        others = len(answer["faults"]) - 1
        more = (
            f" Ce n’est pas la seule faute : il y en a {others} autre{'s' if others > 1 else ''}." if others else ""
        )
        raise ZipUnfit(f"{where} : {problem}{more}", remedy)
    sounds: dict[str, bytes] = {}
    for path, length in answer["sounds"]:
        sounds[path], rest = rest[:length], rest[length:]
    return UnpackedDraft(
        tuple(Item(one["kind"], one["id"], one["content"], one["parent"]) for one in answer["items"]),
        tuple(KeptFile(path, b64decode(one["content"]), one["said"]) for path, one in answer["files"].items()),
        sounds,
    )


async def packed(
    pack_id: str, items: Sequence[Item], kept: Sequence[StudioFileRow], sounds: Mapping[str, bytes]
) -> tuple[str, bytes]:
    """The folder's name, and a ZIP of it. `kept`: what the draft was begun from. Raises Conflict."""
    known = {one.path: one for one in kept}
    own_id = _own_id(pack_id, items, known.get("company.yaml"))
    now = plain_files(own_id, items)
    files = {one.path: one.content for one in kept if not one.said}
    changed: dict[str, Any] = {}
    for path, data in now.items():
        before = known.get(path)
        if before is not None and before.said and json.loads(before.said) == data:
            files[path] = before.content
        else:
            changed[path] = data
    if changed:
        asked = {
            "files": {
                path: {"content": b64encode(one.content).decode(), "said": one.said}
                for path in changed
                if (one := known.get(path)) is not None and one.said
            },
            "now": changed,
        }
        written = json.loads(await _asked("write", json.dumps(asked).encode()))
        files |= {path: b64decode(content) for path, content in written.items()}
    return own_id, await asyncio.to_thread(_zipped, {**files, **sounds}, own_id)


def _zipped(files: Mapping[str, bytes], folder: str) -> bytes:
    made = io.BytesIO()
    write_zip(files, folder, made)
    return made.getvalue()


def _own_id(pack_id: str, items: Sequence[Item], company: StudioFileRow | None) -> str:
    """The identifier that it came with; else one of its name, which people read."""
    came_with = json.loads(company.said).get("id") if company is not None and company.said else ""
    name = next((str(one.content.get("name") or "") for one in items if one.kind == "company"), "")
    return str(came_with) if came_with else slug_of(name) or pack_id


async def _asked(what: str, data: bytes) -> bytes:
    async with AT_ONCE:
        try:
            return await read_apart(WORKER, what, data=data, seconds=SECONDS)
        except ReadingFailed as failed:
            log.warning("studio_zip_ended", asked=what, code=failed.code)
            raise Conflict(
                "studio_zip_not_read",
                "Ce scénario n’a pas pu être lu jusqu’au bout : il est trop gros, ou la machine est très occupée.",
                "Recommencez dans un moment ; si cela se répète, allégez-le.",
            ) from None
