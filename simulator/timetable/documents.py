"""Keeping and finding the documents that the jury considers of a candidate (RE section 2).

Each stands encrypted under its session's own key: neither the disk nor a copy of it shows a page.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from simulator.conduct.tables import SeatRow
from simulator.custody import age
from simulator.custody.boxes import Boxes
from simulator.errors import Conflict, NotFound
from simulator.facts.fact import Actor
from simulator.ids import SeatId, SessionId
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

    def __init__(self, sessions: Sessions, data: Path, now: Callable[[], datetime], boxes: Boxes) -> None:
        self._sessions, self._folder, self._now, self._boxes = sessions, data / FOLDER, now, boxes

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
            at=self._now(),
            by_name=by.name,
        )
        await self._seal(seat_id, row.id, data)
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
        row = await self.found(seat_id, kind)
        async with self._sessions() as session, session.begin():
            await session.delete(await session.get_one(CandidateDocumentRow, row.id))
        await self._forget(row.id)

    async def found(self, seat_id: SeatId, kind: DocumentKind) -> CandidateDocumentRow:
        """Raises NotFound."""
        row = await self._row(seat_id, kind)
        if row is None:
            raise NotFound("Ce document n’est pas joint.")
        return row

    async def content(self, row: CandidateDocumentRow) -> bytes:
        """As it was joined. Raises NotFound, BoxDamaged."""
        try:
            data = await asyncio.to_thread((self._folder / row.id).read_bytes)
        except FileNotFoundError:
            raise NotFound("Le fichier de ce document a disparu du serveur.") from None
        if not data.startswith(age.HEAD):
            return data
        return await self._boxes.open(await self._session_of(row.seat_id), "documents", data)

    async def seal_what_stands_open(self) -> int:
        """At start: how many files an earlier Combiné had kept in clear. Killed, the next start goes on."""
        async with self._sessions() as session:
            rows = list(await session.scalars(select(CandidateDocumentRow)))
        count = 0
        for row in rows:
            path = self._folder / row.id
            if await asyncio.to_thread(_is_open, path):
                await self._seal(row.seat_id, row.id, await asyncio.to_thread(path.read_bytes))
                count += 1
        return count

    async def _seal(self, seat_id: SeatId, document_id: str, data: bytes) -> None:
        session_id = await self._session_of(seat_id)
        await self._boxes.make_for_documents(session_id, self._now())
        sealed = await self._boxes.seal(session_id, "documents", data)
        await asyncio.to_thread(self._write, document_id, sealed)

    async def _session_of(self, seat_id: SeatId) -> SessionId:
        async with self._sessions() as session:
            seat = await session.get(SeatRow, seat_id)
        if seat is None:
            raise NotFound("Ce candidat n’existe pas.")
        return seat.session_id

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


def _is_open(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(age.HEAD)) != age.HEAD
    except FileNotFoundError:
        return False
