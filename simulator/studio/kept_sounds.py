"""Recorded sequences of a draft: rows, like those of published packs."""

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.errors import Conflict
from simulator.packs.blobs import drop_unneeded, keep_once
from simulator.packs.studio_tables import StudioSoundRow
from simulator.packs.tables import PackSoundRow
from simulator.packs.versions import PackVersion, digest_of
from simulator.typography import french_spaces


async def keep_sounds(session: AsyncSession, version: PackVersion, sounds: dict[str, str]) -> None:
    """Those that are not kept yet. Raises Conflict where a file is no longer what it was at the start."""
    folder = version.pack.folder
    for path, digest in sounds.items():
        if folder is None or await session.get(PackSoundRow, digest) is not None:
            continue
        sound = await asyncio.to_thread(_sound, folder, path)
        if digest_of(sound) != digest:
            raise Conflict(
                "pack_changed",
                french_spaces(f"Le son « {path} » de ce scénario a changé depuis le démarrage de Combiné."),
                "Redémarrez Combiné, puis recommencez.",
            )
        await keep_once(session, PackSoundRow, digest=digest, sound=sound)


async def keep_brought(session: AsyncSession, brought: Mapping[str, bytes]) -> dict[str, str]:
    """By path, as `StudioPackRow.sounds` has them."""
    kept = {path: digest_of(sound) for path, sound in brought.items()}
    for path, digest in kept.items():
        await keep_once(session, PackSoundRow, digest=digest, sound=brought[path])
    return kept


async def sounds_of(session: AsyncSession, sounds: Mapping[str, str]) -> dict[str, bytes]:
    """The bytes, by path."""
    found: dict[str, bytes] = {}
    for path, digest in sounds.items():
        row = await session.get(PackSoundRow, digest)
        if row is not None:
            found[path] = row.sound
    return found


async def drop_sounds(session: AsyncSession, digests: Iterable[str]) -> None:
    """Those that nothing says any more, with what was heard of them."""
    gone = [*digests]
    await drop_unneeded(session, gone)
    left = set(await session.scalars(select(PackSoundRow.digest).where(PackSoundRow.digest.in_(gone))))
    await session.execute(delete(StudioSoundRow).where(StudioSoundRow.digest.in_(set(gone) - left)))


def _sound(folder: Path, path: str) -> bytes:
    try:
        return (folder / path).read_bytes()
    except OSError:
        return b""
