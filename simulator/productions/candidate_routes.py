"""The candidate's case study over HTTP: what they read, and each version of what they write."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import AwareDatetime, Field

from exams.phases import ProductionId
from simulator.accounts.guards import CurrentCandidate
from simulator.bodies import Body
from simulator.errors import Invalid, NotFound
from simulator.facts import kinds
from simulator.ids import SeatId
from simulator.parts import UseClock, UseRooms
from simulator.productions.prose import BadProse, Prose, checked
from simulator.productions.reading import as_json, case_study, head_of, interview_papers, now_of
from simulator.productions.version_rows import UseVersions
from simulator.productions.views import (
    CaseStudyNow,
    CaseStudyView,
    InterviewPapers,
    KeptVersion,
    WrittenHead,
    WrittenText,
)
from simulator.seat.deciding import productions
from simulator.seat.state import SeatState
from simulator.seat.written import Draft, Version, WrittenId

router = APIRouter()


class NewText(Body):
    """`client_id`: this version's own name, the same however often it is sent. `based_on`: the last number known."""

    client_id: Annotated[str, Field(pattern=r"^[0-9a-zA-Z\-]{8,64}$")]
    based_on: Annotated[int, Field(ge=0, le=10_000_000)]
    document: dict[str, Any]
    typed_from: AwareDatetime | None = None
    typed_until: AwareDatetime | None = None
    """When the first and the last key since the version before were struck, on the server's clock as measured."""


class RefusedPaste(Body):
    characters: Annotated[int, Field(ge=0, le=100_000_000)]


@router.get("/api/candidate/productions")
async def desk(who: CurrentCandidate, rooms: UseRooms, versions: UseVersions, clock: UseClock) -> CaseStudyView:
    """The whole desk of the case study; files and texts only while it runs or is paused."""
    state = (await rooms.room(who.seat_id or SeatId(""))).state
    return await case_study(versions, state, clock.now())


@router.get("/api/candidate/productions/now")
async def now(who: CurrentCandidate, rooms: UseRooms, clock: UseClock) -> CaseStudyNow:
    """The clock, the versions that the server has, the receipt once it is over."""
    return now_of((await rooms.room(who.seat_id or SeatId(""))).state, clock.now())


@router.post("/api/candidate/productions/{written}/versions")
async def keep_version(
    written: WrittenId, body: NewText, who: CurrentCandidate, rooms: UseRooms, clock: UseClock
) -> KeptVersion:
    """Keeps a version and answers once it is on the disk; one that is known already is answered the same."""
    draft = _draft(written, body, _prose(body))
    room = await rooms.room(who.seat_id or SeatId(""))
    await room.commanding.write(lambda scene: productions.save(scene, draft))
    version = room.state.written.known[body.client_id]
    return KeptVersion(
        number=version.number,
        saved_at=version.at,
        parted=_parted(room.state, version),
        now=now_of(room.state, clock.now()),
    )


@router.get("/api/candidate/productions/{written}/versions/{number}")
async def earlier_version(
    written: WrittenId,
    number: int,
    who: CurrentCandidate,
    rooms: UseRooms,
    versions: UseVersions,
    clock: UseClock,
) -> WrittenText:
    """A version of one's own that was written elsewhere, while the phase is open."""
    state = (await rooms.room(who.seat_id or SeatId(""))).state
    productions.must_be_readable(state, clock.now())
    found = next(
        (one for one in state.written.known.values() if (one.written, one.number) == (written, number)), None
    )
    document = await versions.earlier_document(state, written, number)
    if found is None or document is None:
        raise NotFound("Cette version n’existe pas.")
    return WrittenText(
        written=written, number=number, words=found.words, saved_at=found.at, document=as_json(document)
    )


@router.post("/api/candidate/productions/{production}/paste-refused", status_code=204)
async def paste_refused(production: ProductionId, body: RefusedPaste, who: CurrentCandidate, rooms: UseRooms) -> None:
    """Text from outside was to be pasted: noted, with its length only."""
    refused = kinds.PasteRefused(production=production, characters=body.characters)
    room = await rooms.room(who.seat_id or SeatId(""))
    await room.commanding.write(lambda scene: productions.refuse_paste(scene, refused))


@router.get("/api/candidate/interview/papers")
async def papers(who: CurrentCandidate, rooms: UseRooms, versions: UseVersions) -> InterviewPapers:
    """My productions and the company's documents, while I prepare the interview."""
    return await interview_papers(versions, (await rooms.read(who.seat_id or SeatId(""))).state)


def _prose(body: NewText) -> Prose:
    try:
        return checked(body.document)
    except BadProse as bad:
        raise Invalid("le texte n’est pas de cet éditeur, ou il est trop long") from bad


def _draft(written: WrittenId, body: NewText, prose: Prose) -> Draft:
    return Draft(
        written,
        body.client_id,
        body.based_on,
        prose.document,
        prose.text,
        prose.sha256,
        prose.words,
        body.typed_from,
        body.typed_until,
    )


def _parted(state: SeatState, version: Version) -> WrittenHead | None:
    """The version before it, where its page did not know that one."""
    if not version.is_parted:
        return None
    before = next(
        (
            one
            for one in state.written.known.values()
            if (one.written, one.number) == (version.written, version.number - 1)
        ),
        None,
    )
    if before is None:
        return head_of(state, version.written)
    return WrittenHead(written=before.written, number=before.number, words=before.words, saved_at=before.at)
