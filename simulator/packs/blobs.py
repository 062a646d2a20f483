"""Rows that are named by what they hold: kept once, and dropped once nothing says their name."""

from collections.abc import Iterable
from typing import cast as typed

from sqlalchemy import String, cast, delete, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.packs.studio_tables import StudioPackRow
from simulator.packs.tables import DocumentSubjectRow, PackSoundRow, PackVersionRow
from simulator.packs.versions import Digest, PackVersion


async def keep_once(session: AsyncSession, table: type[PackVersionRow | PackSoundRow], **values: object) -> None:
    """Two at the same instant keep the same content: the second finds it there."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    await session.execute(insert(table).values(**values).on_conflict_do_nothing())


async def drop_unneeded(session: AsyncSession, sounds: Iterable[Digest]) -> None:
    """Sounds and pages that neither a kept version nor what is being written has. Nothing of them stays behind."""
    await forget_what_is_deleted(session)
    for sound in sounds:
        version = select(PackVersionRow.digest).where(PackVersionRow.content.contains(sound)).limit(1)
        subject = select(DocumentSubjectRow.id).where(cast(DocumentSubjectRow.files, String).contains(sound)).limit(1)
        written = select(StudioPackRow.id).where(cast(StudioPackRow.sounds, String).contains(sound)).limit(1)
        for named in (version, subject, written):
            if await session.scalar(named) is not None:
                break
        else:
            await session.execute(delete(PackSoundRow).where(PackSoundRow.digest == sound))


async def drop_document_subject(session: AsyncSession, version: PackVersion) -> set[Digest]:
    """What this version was made of, where it was a subject in documents; the pages that it had."""
    row = await session.get(DocumentSubjectRow, version.pack.company.id)
    if row is None:
        return set()
    await session.delete(row)
    await session.flush()
    return {digest for file in row.files.values() for digest in pages_of_file(file)}


def pages_of_file(file: dict[str, object]) -> list[Digest]:
    """Digests of the pictures of one attached file, in order."""
    return typed(list[Digest], file.get("pages", []))


async def forget_what_is_deleted(session: AsyncSession) -> None:
    """What is deleted is overwritten with zeros, not only forgotten."""
    if session.get_bind().dialect.name == "sqlite":
        await session.execute(text("PRAGMA secure_delete = ON"))
