"""After the last signature: results, sealed archives fetched into a folder, and verified there without the server."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archives import verify_archive
from simulator.rehearsal.faults import DidNotHold
from simulator.rehearsal.held_day import Candidacy, HeldDay
from simulator.rehearsal.person import Json

SEAL_SECONDS = 120.0
"""How long an archive may take: documents are set and sounds read again."""

MINUTES_NAME = "proces-verbal.pdf"


@dataclass(frozen=True, slots=True)
class Archive:
    """`key`, `root`: as the procès-verbal prints them."""

    path: Path
    root: str
    key: str
    files: int


async def look_at_results(day: HeldDay, candidates: list[Candidacy]) -> None:
    """Exports say what was decided. Raises DidNotHold, as all below."""
    for one in candidates:
        told = await day.lead.get(one.at("results.json"))
        if not told["jury"]["signatures"]:
            raise DidNotHold(f"Les résultats de {one.name} ne portent pas de signature.")
    if not await day.lead.file(f"{day.at}/results.csv"):
        raise DidNotHold("L’export de la session est vide.")


async def seal(day: HeldDay, out: Path) -> list[Archive]:
    """The candidates' archives, owed since the last signature, then the session's; fetched into `out`."""
    shown = await _sealed(day, _of_candidates)
    found = [await _fetched(day, one, out) for one in shown]
    await day.lead.post(f"{day.at}/archives")
    for one in await _sealed(day, _of_session):
        found.append(await _fetched(day, one, out))
    minutes = await day.lead.file(f"{day.at}/results/minutes.pdf")
    await asyncio.to_thread((out / MINUTES_NAME).write_bytes, minutes)
    return found


def verify(found: list[Archive]) -> None:
    """As `simulator archive verify FILE --cle … --empreinte …` does."""
    for one in found:
        verdict = verify_archive(one.path, one.key)
        if not verdict.is_whole or verdict.root != one.root:
            said = verdict.faults[0].words if verdict.faults else "son empreinte n’est pas celle du PV"
            raise DidNotHold(f"{one.path.name} ne tient pas : {said}")


def _of_candidates(page: Json) -> list[Any]:
    return [one["archive"] for one in page["candidates"]]


def _of_session(page: Json) -> list[Any]:
    return [page["archive"]]


async def _sealed(day: HeldDay, pick: Callable[[Json], list[Any]]) -> list[Any]:
    """Once all of them are there."""
    try:
        async with asyncio.timeout(SEAL_SECONDS):
            while True:
                page = await day.lead.get(f"/api/staff/sessions/{day.session_id}/deliberations")
                archives = pick(page)
                if all(archives):
                    return [one | {"key": page["key"]} for one in archives]
                owed = [one["archive_owed"] for one in (page, *page["candidates"]) if one["archive_owed"]]
                if any(one["is_given_up"] for one in owed):
                    raise DidNotHold(f"Une archive n’a pas pu être scellée : {owed[0]['why']}")
                await asyncio.sleep(0.2)
    except TimeoutError:
        raise DidNotHold(f"Les archives ne sont pas scellées en {SEAL_SECONDS:.0f} s.") from None


async def _fetched(day: HeldDay, one: Any, out: Path) -> Archive:
    content = await day.lead.file(f"/api/staff/archives/{one['id']}")
    path = out / one["name"]
    if path.exists():
        raise DidNotHold(f"Deux archives portent le nom {path.name}.")
    await asyncio.to_thread(path.write_bytes, content)
    return Archive(path, "".join(one["root"].split()), one["key"], one["files"])
