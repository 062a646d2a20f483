"""The installation's own state, for whoever is responsible for it."""

import asyncio
from datetime import UTC, datetime
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import FileResponse

from simulator.accounts.guards import Leader
from simulator.backups.state import state_of
from simulator.errors import NotFound
from simulator.ids import CallId
from simulator.parts import UseFinisher, UseSettings, UseUpkeep
from simulator.settings import Settings
from simulator.storage.disk_space import MEGABYTE, DiskRoom
from simulator.typography import french_spaces
from simulator.upkeep.unclaimed import UnclaimedSound, delete_unclaimed
from simulator.upkeep.views import DiskView, UnclaimedDeletion, UnclaimedView, UpkeepView
from simulator.upkeep.watching import Upkeep

router = APIRouter()

_DISK: dict[str, tuple[str, str]] = {
    "plenty": ("", ""),
    "low": (
        "Le disque du serveur se remplit : il y reste {free} Mo.",
        "Libérez de la place avant la prochaine séance ; les enregistrements périmés s’effacent d’eux-mêmes.",
    ),
    "reserved": (
        "Le disque du serveur est presque plein ({free} Mo) : les appels ne s’enregistrent plus.",
        "Libérez de la place tout de suite : l’enregistrement reprend de lui-même. Messages et repères sont gardés.",
    ),
    "full": (
        "Le disque du serveur est plein : rien ne s’y écrit plus que sur la réserve des messages et des repères.",
        "Libérez de la place tout de suite : tout reprend de soi-même.",
    ),
}


@router.get("/api/staff/upkeep")
async def upkeep(who: Leader, settings: UseSettings, upkeep: UseUpkeep) -> UpkeepView:
    """Room on the disk, and sound that belongs to no exchange."""
    return await _view(settings, upkeep)


@router.get("/api/staff/upkeep/unclaimed/audio", response_class=FileResponse)
async def unclaimed_audio(
    folder: str, who: Leader, settings: UseSettings, finisher: UseFinisher, upkeep: UseUpkeep
) -> FileResponse:
    """The stereo file of a call without an exchange, made now if it never was."""
    one = await _found(upkeep, folder)
    place = settings.recordings / one.folder
    await finisher.make(CallId(place.name), place)
    return FileResponse(place / "call.ogg", media_type="audio/ogg", content_disposition_type="inline")


@router.post("/api/staff/upkeep/unclaimed/delete")
async def delete(body: UnclaimedDeletion, who: Leader, settings: UseSettings, upkeep: UseUpkeep) -> UpkeepView:
    """Deletes the sound of a call without an exchange, for good."""
    await delete_unclaimed(settings.recordings, await _found(upkeep, body.folder))
    return await _view(settings, upkeep)


async def _view(settings: Settings, upkeep: Upkeep) -> UpkeepView:
    found = await upkeep.unclaimed()
    message = (
        "Le son de ces appels est sur le disque, mais aucun échange n’y est rattaché : le serveur a été coupé au "
        "moment où ils commençaient. Écoutez-les pour les reconnaître ; effacez-les, ou laissez-les s’effacer à "
        "leur date."
    )
    backups = await asyncio.to_thread(state_of, settings, datetime.now(UTC))
    is_wrong = backups.level == "fault"
    return UpkeepView(
        backups_message=french_spaces(backups.said) if is_wrong else "",
        backups_remedy=french_spaces(backups.remedy) if is_wrong else "",
        disk=_disk(upkeep.disk.room),
        unclaimed=tuple(_unclaimed(one, settings.retention_days) for one in found),
        unclaimed_message=message if found else "",
    )


async def _found(upkeep: Upkeep, folder: str) -> UnclaimedSound:
    """Raises NotFound for whatever is not in the list."""
    for one in await upkeep.unclaimed():
        if one.folder == folder:
            return one
    raise NotFound("Ce son n’existe plus.")


def _disk(room: DiskRoom) -> DiskView:
    message, remedy = _DISK[room.level]
    free = room.free // MEGABYTE
    return DiskView(
        level=room.level,
        free_megabytes=free,
        total_megabytes=room.total // MEGABYTE,
        message=message.format(free=free),
        remedy=remedy,
    )


def _unclaimed(one: UnclaimedSound, retention_days: int) -> UnclaimedView:
    return UnclaimedView(
        folder=one.folder,
        began_at=one.began_at,
        seconds=one.seconds,
        megabytes=round(one.bytes / MEGABYTE, 1),
        kept_until=one.kept_until(retention_days),
        audio_url=f"/api/staff/upkeep/unclaimed/audio?folder={quote(one.folder)}",
    )
