"""Recorded sequences of a draft: made of what somebody recorded, sent or had voiced; measured, heard back, kept.

A sound is kept beside the draft by a name of its own; which one a sequence plays is said in its case study, which has
its states. An undo finds the sound of before.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, cast

import structlog
from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.conduct.in_turn import in_turn
from simulator.errors import Conflict, NotFound, SimulatorError
from simulator.models_folder import models_folder
from simulator.packs.blobs import keep_once
from simulator.packs.studio_tables import (
    StudioItemRow,
    StudioPackRow,
    StudioSoundRow,
    StudioStateRow,
    StudioVersionRow,
)
from simulator.packs.tables import PackSoundRow
from simulator.packs.versions import digest_of
from simulator.parts import UseSessions, UseSettings
from simulator.settings import Settings
from simulator.storage.database import Sessions
from simulator.studio.kept_sounds import drop_sounds
from simulator.studio.rows import pack_row
from simulator.timetable.reading_process import ReadingFailed, read_apart
from telephony.speech import is_installed

log = structlog.get_logger(__name__)

SOUND_WORKER, HEARING_WORKER = "simulator.studio.sound_worker", "simulator.studio.hearing_worker"
SOUND_SECONDS, HEARING_SECONDS = 90.0, 300.0
AT_ONCE, HEARD_AT_ONCE = asyncio.Semaphore(2), asyncio.Semaphore(1)

MOST_SOUNDS = 120
"""Of one draft, those that an undo may find again included."""

PROBLEMS: Mapping[str, tuple[str, str]] = {
    "unreadable": (
        "Ce fichier n’est pas un son que Combiné sait lire.",
        "Déposez un fichier WAV, MP3, M4A, OGG, FLAC ou WebM, ou enregistrez au micro.",
    ),
    "too_long": ("Ce son dure plus de quatre minutes.", "Une séquence dure moins d’une minute : coupez-la."),
    "too_short": ("Ce son dure moins d’une seconde.", "Recommencez, et attendez la fin pour arrêter."),
    "silent": (
        "On n’entend rien dans ce son.",
        "Vérifiez le micro choisi et son niveau, puis recommencez.",
    ),
    "too_heavy": (
        "Ce son n’a pas pu être traité : il est trop lourd, ou la machine est très occupée.",
        "Réduisez-le, ou recommencez dans un moment.",
    ),
}

NO_EAR = "La transcription n’est pas installée sur ce serveur : les mots ne sont pas comparés."


class SoundRefused(SimulatorError):
    """Nothing of it is kept."""

    status = 422

    def __init__(self, code: str) -> None:
        super().__init__(f"sound_{code}", *PROBLEMS.get(code, PROBLEMS["unreadable"]))


@dataclass(frozen=True, slots=True)
class KnownSound:
    """`heard`: None where nobody has listened yet."""

    audio: str
    seconds: float
    loudness: float
    heard: str | None


class StudioSounds:
    """Of all drafts. Each call is one transaction: all of it or nothing."""

    def __init__(self, sessions: Sessions, models: Path, may_hear: bool) -> None:
        self._sessions, self._models, self.may_hear = sessions, models, may_hear

    async def make(self, pack_id: str, sequence: str, data: bytes) -> KnownSound:
        """A sequence's sound of whatever was sent. Raises NotFound, SoundRefused, Conflict. Cancelled, nothing is
        kept."""
        async with self._sessions() as session:
            await pack_row(session, pack_id)
        told, sound = await _worked(data)
        digest = digest_of(sound)
        audio = f"audio/{sequence[:50]}-{digest[:8]}.opus"
        async with in_turn(f"studio {pack_id}"), self._sessions() as session, session.begin():
            row = await pack_row(session, pack_id)
            sounds = {**row.sounds, audio: digest}
            gone = await _unneeded(session, row) if len(sounds) > MOST_SOUNDS else set[str]()
            row.sounds = {path: one for path, one in sounds.items() if path not in gone or path == audio}
            if len(row.sounds) > MOST_SOUNDS:
                raise Conflict(
                    "too_many_sounds", "Ce scénario a trop de sons.", "Retirez des séquences, ou faites-en un second."
                )
            await keep_once(session, PackSoundRow, digest=digest, sound=sound)
            known = StudioSoundRow(digest=digest, seconds=told["seconds"], loudness=told["loudness"], heard=None)
            if await session.get(StudioSoundRow, digest) is None:
                session.add(known)
            await session.flush()
            await drop_sounds(session, [sounds[path] for path in gone])
        log.info("studio_sound_kept", pack=pack_id, seconds=told["seconds"])
        return KnownSound(audio, told["seconds"], told["loudness"], None)

    async def known(self, pack_id: str, audio: str) -> KnownSound:
        """Measured where it has not been. Raises NotFound, SoundRefused."""
        digest, sound = await self._found(pack_id, audio)
        async with self._sessions() as session:
            row = await session.get(StudioSoundRow, digest)
        if row is None:
            told, _ = await _worked(sound, "measure")
            row = StudioSoundRow(digest=digest, seconds=told["seconds"], loudness=told["loudness"], heard=None)
            async with in_turn(f"studio sound {digest}"), self._sessions() as session, session.begin():
                if await session.get(StudioSoundRow, digest) is None:
                    session.add(row)
            return KnownSound(audio, told["seconds"], told["loudness"], None)
        return KnownSound(audio, row.seconds, row.loudness, row.heard)

    async def hear(self, pack_id: str, audio: str) -> KnownSound:
        """With what a recogniser that does not know the text makes of it. Raises NotFound, Conflict."""
        known = await self.known(pack_id, audio)
        if known.heard is not None:
            return known
        if not self.may_hear:
            raise Conflict("no_ear", NO_EAR, "« Cette installation » dit quoi ajouter.")
        digest, sound = await self._found(pack_id, audio)
        _, samples = await _worked(sound, "heard")
        async with HEARD_AT_ONCE:
            try:
                told = await read_apart(HEARING_WORKER, str(self._models), data=samples, seconds=HEARING_SECONDS)
            except ReadingFailed as failed:
                log.warning("studio_hearing_ended", code=failed.code)
                raise Conflict(
                    "not_heard",
                    "La transcription de cette séquence n’a pas abouti.",
                    "Recommencez dans un moment ; la séquence, elle, est gardée.",
                ) from None
        heard = str(cast(dict[str, Any], json.loads(told))["heard"])
        async with self._sessions() as session, session.begin():
            row = await session.get(StudioSoundRow, digest)
            if row is not None:
                row.heard = heard
        return replace(known, heard=heard)

    async def sound(self, pack_id: str, audio: str) -> bytes:
        """To be listened to. Raises NotFound."""
        return (await self._found(pack_id, audio))[1]

    async def _found(self, pack_id: str, audio: str) -> tuple[str, bytes]:
        async with self._sessions() as session:
            digest = (await pack_row(session, pack_id)).sounds.get(audio)
            row = await session.get(PackSoundRow, digest) if digest is not None else None
            if digest is None or row is None:
                raise NotFound("Ce son n’est pas (ou plus) dans le scénario.")
            return digest, row.sound


async def _worked(data: bytes, *asked: str) -> tuple[dict[str, Any], bytes]:
    async with AT_ONCE:
        try:
            told = await read_apart(SOUND_WORKER, *asked, data=data, seconds=SOUND_SECONDS)
        except ReadingFailed as failed:
            log.warning("studio_sound_ended", code=failed.code, size=len(data))
            raise SoundRefused("too_heavy") from None
    head, _, sound = told.partition(b"\n")
    found = cast(dict[str, Any], json.loads(head))
    if "problem" in found:
        raise SoundRefused(found["problem"])
    return found, sound


async def _unneeded(session: AsyncSession, row: StudioPackRow) -> set[str]:
    """Paths of sounds that no state of any item, and no published version, says."""
    said: list[str] = []
    for table, column in (
        (StudioItemRow, StudioItemRow.content),
        (StudioStateRow, StudioStateRow.content),
        (StudioVersionRow, StudioVersionRow.content),
    ):
        said += await session.scalars(select(column).where(table.pack_id == row.id, column.contains(".opus")))
    return {path for path in row.sounds if not any(path in one for one in said)}


async def the_sounds(sessions: UseSessions, settings: UseSettings) -> StudioSounds:
    """FastAPI dependency."""
    return StudioSounds(sessions, models_folder(settings), _may_hear(settings))


def _may_hear(settings: Settings) -> bool:
    return settings.transcription and is_installed(models_folder(settings))


UseStudioSounds = Annotated[StudioSounds, Depends(the_sounds)]
