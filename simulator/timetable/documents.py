"""Keeping and finding the documents that the jury considers of a candidate (RE section 2)."""

import asyncio
import hashlib
import secrets
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from simulator.conduct.tables import SeatRow
from simulator.errors import Conflict, NotFound
from simulator.facts.fact import Actor
from simulator.ids import SeatId
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions
from simulator.timetable.files import FOLDER, media_type_of, shown_name
from simulator.timetable.tables import CandidateDocumentRow, CandidateRecordRow
from simulator.timetable.views import DocumentKind, DocumentView
from telephony.durable import write_whole

WORDS: dict[DocumentKind, str] = {
    "professional_file": "dossier professionnel",
    "ecf": "livret d’ECF",
    "certification": "livret de certification",
}

EXPECTED: dict[str, frozenset[DocumentKind]] = {
    "training": frozenset({"professional_file", "ecf"}),
    "vae": frozenset({"professional_file"}),
    "ccp": frozenset({"professional_file", "certification"}),
}
"""By access route: the results of evaluations in training, or the certificates that were gathered."""


class CandidateDocuments:
    """`data`: the data folder."""

    def __init__(self, sessions: Sessions, data: Path, clock: SteadyClock) -> None:
        self._sessions, self._folder, self._clock = sessions, data / FOLDER, clock

    async def of_seat(self, seat_id: SeatId) -> list[DocumentView]:
        """One of each kind, missing ones too."""
        async with self._sessions() as session:
            query = select(CandidateDocumentRow).where(CandidateDocumentRow.seat_id == seat_id)
            rows = {row.kind: row for row in await session.scalars(query)}
            record = await session.get(CandidateRecordRow, seat_id)
        expected = EXPECTED[record.route if record is not None else "training"]
        return [
            DocumentView(
                kind=kind,
                words=words,
                is_expected=kind in expected,
                name=rows[kind].name if kind in rows else None,
                size=rows[kind].size if kind in rows else None,
                url=f"/api/staff/candidate-documents/{seat_id}/{kind}" if kind in rows else None,
            )
            for kind, words in WORDS.items()
        ]

    async def put(self, seat_id: SeatId, kind: DocumentKind, name: str, data: bytes, by: Actor) -> None:
        """Replaces what there was. Raises NotFound, NotADocument. The file first: a row always has its bytes."""
        media_type = media_type_of(data)
        row = CandidateDocumentRow(
            id=secrets.token_hex(16),
            seat_id=seat_id,
            kind=kind,
            name=shown_name(name, media_type),
            media_type=media_type,
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            at=self._clock.now(),
            by_name=by.name,
        )
        async with self._sessions() as session:
            if await session.get(SeatRow, seat_id) is None:
                raise NotFound("Ce candidat n’existe pas.")
        await asyncio.to_thread(self._write, row.id, data)
        before = await self._row(seat_id, kind)
        try:
            async with self._sessions() as session, session.begin():
                if before is not None:
                    await session.delete(await session.get_one(CandidateDocumentRow, before.id))
                    await session.flush()
                session.add(row)
        except IntegrityError as error:
            await self._forget(row.id)
            raise Conflict(
                "document_changed", "Ce document vient d’être joint par quelqu’un d’autre.", "Rechargez la page."
            ) from error
        if before is not None:
            await self._forget(before.id)

    async def remove(self, seat_id: SeatId, kind: DocumentKind) -> None:
        row = await self._found(seat_id, kind)
        async with self._sessions() as session, session.begin():
            await session.delete(await session.get_one(CandidateDocumentRow, row.id))
        await self._forget(row.id)

    async def file(self, seat_id: SeatId, kind: DocumentKind) -> tuple[CandidateDocumentRow, Path]:
        """Raises NotFound."""
        row = await self._found(seat_id, kind)
        path = self._folder / row.id
        if not await asyncio.to_thread(path.is_file):
            raise NotFound("Le fichier de ce document a disparu du serveur.")
        return row, path

    async def _found(self, seat_id: SeatId, kind: DocumentKind) -> CandidateDocumentRow:
        row = await self._row(seat_id, kind)
        if row is None:
            raise NotFound("Ce document n’est pas joint.")
        return row

    async def _row(self, seat_id: SeatId, kind: DocumentKind) -> CandidateDocumentRow | None:
        async with self._sessions() as session:
            return await session.scalar(
                select(CandidateDocumentRow).where(
                    CandidateDocumentRow.seat_id == seat_id, CandidateDocumentRow.kind == kind
                )
            )

    def _write(self, document_id: str, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._folder / document_id, data, 0o600)

    async def _forget(self, document_id: str) -> None:
        await asyncio.to_thread((self._folder / document_id).unlink, missing_ok=True)
