"""Subjects in documents as they are kept: the form, the pages; and the pack that a form without faults installs."""

import secrets
from datetime import timedelta
from typing import Annotated

import structlog
from fastapi import Depends
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from scenarios.exam_rules import ExamRules, load_exam_rules
from scoring.referential import SHIPPED as REFERENTIAL
from scoring.referential import Referential
from simulator.conduct.in_turn import in_turn
from simulator.document_subjects.checking import faults_of
from simulator.document_subjects.form import AttachedFile, NewSubject, SubjectForm, SubjectLine, SubjectView, begun
from simulator.document_subjects.making import pack_of
from simulator.document_subjects.office import NOTE, as_pdf, is_office
from simulator.document_subjects.pages import pages_of
from simulator.errors import Conflict, NotFound
from simulator.packs.blobs import drop_unneeded, keep_once, pages_of_file
from simulator.packs.registry import PackRegistry
from simulator.packs.tables import DocumentSubjectRow, PackSoundRow
from simulator.packs.versions import digest_of
from simulator.parts import UseClock, UsePackRegistry, UseReferential, UseSessions
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions

log = structlog.get_logger(__name__)

MOST_PAGES_IN_ALL = 300
TO_BE_NAMED = timedelta(days=1)
"""A page names a file as soon as it is attached, unless it is closed just then."""
RULES: ExamRules = load_exam_rules(REFERENTIAL)


class DocumentSubjects:
    """What this installation prepares."""

    def __init__(self, sessions: Sessions, packs: PackRegistry, referential: Referential, clock: SteadyClock) -> None:
        self._sessions, self._packs, self._referential, self._clock = sessions, packs, referential, clock

    async def install_all(self) -> None:
        """At start: those that can be played are offered again."""
        async with self._sessions() as session:
            rows = list(await session.scalars(select(DocumentSubjectRow).order_by(DocumentSubjectRow.changed_at)))
        for row in rows:
            self._install(row)

    async def all(self) -> list[SubjectLine]:
        """Changed last first."""
        async with self._sessions() as session:
            rows = await session.scalars(select(DocumentSubjectRow).order_by(DocumentSubjectRow.changed_at.desc()))
            return [_line(self.view(row)) for row in rows]

    async def get(self, subject_id: str) -> SubjectView:
        """Raises NotFound."""
        async with self._sessions() as session:
            return self.view(await _row(session, subject_id))

    async def create(self, new: NewSubject, by: str) -> SubjectView:
        """With a line for each exchange that its format asks."""
        row = DocumentSubjectRow(
            id=f"sujet-{secrets.token_hex(6)}",
            form=begun(new.title, new.exam_format, RULES).model_dump_json(),
            files={},
            number=1,
            made_by=by,
            changed_at=self._clock.now(),
        )
        async with self._sessions() as session, session.begin():
            session.add(row)
        log.info("document_subject_made", subject=row.id)
        return self.view(row)

    async def attach(self, subject_id: str, name: str, data: bytes) -> AttachedFile:
        """Its pages are drawn and kept; where it is read is the form's to say.

        Raises NotFound, FileRefused, Conflict. Cancelled, it is kept or not."""
        await self.get(subject_id)
        note = NOTE if is_office(data) else ""
        pictures = await pages_of(await as_pdf(data) if note else data)
        digests = [digest_of(one) for one in pictures]
        document_id = secrets.token_hex(8)
        async with in_turn(f"document subject {subject_id}"), self._sessions() as session, session.begin():
            row = await _row(session, subject_id)
            if sum(len(pages_of_file(file)) for file in row.files.values()) + len(pictures) > MOST_PAGES_IN_ALL:
                raise Conflict(
                    "too_many_pages",
                    f"Ce sujet aurait plus de {MOST_PAGES_IN_ALL} pages.",
                    "Retirez des documents, ou joignez les seules pages utiles.",
                )
            for digest, picture in zip(digests, pictures, strict=True):
                await keep_once(session, PackSoundRow, digest=digest, sound=picture)
            at = self._clock.now().isoformat()
            row.files = {**row.files, document_id: {"name": name, "pages": digests, "note": note, "at": at}}
        return AttachedFile(id=document_id, name=name, pages=len(digests), note=note)

    async def save(self, subject_id: str, number: int, form: SubjectForm) -> SubjectView:
        """Replaces the form; files that it no longer names are dropped, and those of yesterday that it never named:
        one that was just attached is on its way into the form. Raises NotFound, and Conflict where somebody else has
        saved since `number` was read. Cancelled, it is saved or not."""
        async with in_turn(f"document subject {subject_id}"):
            async with self._sessions() as session, session.begin():
                row = await _row(session, subject_id)
                if row.number != number:
                    raise Conflict(
                        "overtaken",
                        "Ce sujet a été enregistré ailleurs entre-temps.",
                        "Rechargez la page, puis refaites ce qui manque.",
                    )
                named = {one.id for one in form.documents}
                were_named = {one.id for one in SubjectForm.model_validate_json(row.form).documents}
                before = (self._clock.now() - TO_BE_NAMED).isoformat()
                gone = {
                    name: file
                    for name, file in row.files.items()
                    if name not in named and (name in were_named or str(file.get("at", "")) < before)
                }
                dropped = [digest for file in gone.values() for digest in pages_of_file(file)]
                row.form, row.number, row.changed_at = form.model_dump_json(), number + 1, self._clock.now()
                row.files = {name: file for name, file in row.files.items() if name not in gone}
                await session.flush()
                await drop_unneeded(session, dropped)
            self._install(row)
        return self.view(row)

    async def remove(self, subject_id: str) -> None:
        """Sessions that play it keep their copy. Raises NotFound."""
        async with in_turn(f"document subject {subject_id}"):
            async with self._sessions() as session, session.begin():
                row = await _row(session, subject_id)
                pages = [digest for file in row.files.values() for digest in pages_of_file(file)]
                await session.execute(delete(DocumentSubjectRow).where(DocumentSubjectRow.id == subject_id))
                await drop_unneeded(session, pages)
            self._packs.uninstall(subject_id)
        log.info("document_subject_removed", subject=subject_id)

    async def page(self, subject_id: str, document_id: str, number: int) -> bytes:
        """The picture of one page (from 1), for whoever prepares it. Raises NotFound."""
        async with self._sessions() as session:
            row = await _row(session, subject_id)
            pages = pages_of_file(row.files.get(document_id, {}))
            if not 1 <= number <= len(pages):
                raise NotFound("Cette page n’existe pas.")
            return (await session.get_one(PackSoundRow, pages[number - 1])).sound

    def view(self, row: DocumentSubjectRow) -> SubjectView:
        form = SubjectForm.model_validate_json(row.form)
        return SubjectView(
            id=row.id,
            number=row.number,
            form=form,
            files=tuple(
                AttachedFile(
                    id=document_id,
                    name=str(file.get("name", "")),
                    pages=len(pages_of_file(file)),
                    note=str(file.get("note", "")),
                )
                for document_id, file in row.files.items()
            ),
            faults=faults_of(form, row.files.keys(), RULES),
            changed_at=row.changed_at,
        )

    def _install(self, row: DocumentSubjectRow) -> None:
        view = self.view(row)
        if view.faults:
            self._packs.uninstall(row.id)
            return
        files = {name: pages_of_file(file) for name, file in row.files.items()}
        made = pack_of(row.id, view.form, files, self._referential, row.changed_at.date())
        self._packs.install(made, is_in_documents=True)


async def the_document_subjects(
    sessions: UseSessions, packs: UsePackRegistry, referential: UseReferential, clock: UseClock
) -> DocumentSubjects:
    """FastAPI dependency."""
    return DocumentSubjects(sessions, packs, referential, clock)


UseDocumentSubjects = Annotated[DocumentSubjects, Depends(the_document_subjects)]


async def _row(session: AsyncSession, subject_id: str) -> DocumentSubjectRow:
    row = await session.get(DocumentSubjectRow, subject_id)
    if row is None:
        raise NotFound("Ce sujet n’existe pas, ou il est sous scellés : il n’est plus que dans sa session.")
    return row


def _line(view: SubjectView) -> SubjectLine:
    return SubjectLine(
        id=view.id,
        title=view.form.title,
        company=view.form.company,
        exchanges=len(view.form.exchanges),
        documents=len(view.form.documents),
        faults=len(view.faults),
        changed_at=view.changed_at,
    )
