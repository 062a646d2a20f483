"""Preparing a subject in documents, over HTTP: the responsible person's alone."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as PathParameter

from scenarios.models.attached import MOST_PAGES
from simulator.accounts.guards import Leader
from simulator.document_subjects.form import AttachedFile, NewSubject, SavedForm, SubjectLine, SubjectView
from simulator.document_subjects.store import UseDocumentSubjects
from simulator.timetable.document_routes import Picture
from simulator.timetable.files import SANDBOX
from simulator.timetable.import_routes import A_FILE

router = APIRouter()

HERE = "/api/staff/document-subjects"

Number = Annotated[int, PathParameter(ge=1, le=MOST_PAGES)]


@router.get(HERE)
async def subjects(who: Leader, subjects: UseDocumentSubjects) -> list[SubjectLine]:
    """Those in preparation, and those ready to be played."""
    return await subjects.all()


@router.post(HERE, status_code=201)
async def create(body: NewSubject, who: Leader, subjects: UseDocumentSubjects) -> SubjectView:
    """An empty form."""
    return await subjects.create(body, who.person_id)


@router.get(HERE + "/{subject_id}")
async def subject(subject_id: str, who: Leader, subjects: UseDocumentSubjects) -> SubjectView:
    """The form, its files and its faults."""
    return await subjects.get(subject_id)


@router.put(HERE + "/{subject_id}")
async def save(subject_id: str, body: SavedForm, who: Leader, subjects: UseDocumentSubjects) -> SubjectView:
    """Keeps the form, half done or done. Without faults it is offered to new sessions from now on."""
    return await subjects.save(subject_id, body.number, body.form)


@router.delete(HERE + "/{subject_id}", status_code=204)
async def remove(subject_id: str, who: Leader, subjects: UseDocumentSubjects) -> None:
    """Sessions that play it keep their copy."""
    await subjects.remove(subject_id)


@router.post(HERE + "/{subject_id}/documents", status_code=201, openapi_extra=A_FILE)
async def attach(
    subject_id: str,
    request: Request,
    who: Leader,
    subjects: UseDocumentSubjects,
    name: Annotated[str, Query(max_length=300)] = "",
) -> AttachedFile:
    """The body is the file: its pages are drawn, the file itself is not kept."""
    return await subjects.attach(subject_id, name, await request.body())


@router.get(HERE + "/{subject_id}/documents/{document_id}/{number}.jpg", response_class=Picture)
async def page(
    subject_id: str, document_id: str, number: Number, who: Leader, subjects: UseDocumentSubjects
) -> Response:
    """One page as a picture (from 1), while it is prepared."""
    return Picture(await subjects.page(subject_id, document_id, number), headers=SANDBOX)
