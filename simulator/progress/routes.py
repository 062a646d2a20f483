"""Progress over HTTP: groups and trainees for those who teach, one's own for a trainee, and exports."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import distinct, func, select

from scoring.referential import Referential
from simulator.accounts.guards import CurrentCandidate, Teacher
from simulator.conduct.kept_packs import KeptPacks
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.errors import NotFound
from simulator.ids import PersonId
from simulator.packs.registry import PackRegistry
from simulator.parts import UseKeptPacks, UsePackRegistry, UseReferential, UseSessions
from simulator.progress.exporting import criteria_csv, exchanges_csv
from simulator.progress.gathering import Practice, practice_of_group, practice_of_person
from simulator.progress.projection import group_progress, trainee_progress
from simulator.progress.statements import Scribe
from simulator.progress.suggesting import open_subjects, suggest
from simulator.progress.views import GroupLine, GroupProgress, TraineeProgress
from simulator.storage.database import Sessions

router = APIRouter()

Name = Annotated[str, Query(max_length=80)]


@router.get("/api/staff/progress/groups")
async def groups(who: Teacher, sessions: UseSessions) -> list[GroupLine]:
    """Groups that practise, the latest first; without a name, sessions of no group."""
    query = (
        select(
            TrainingSessionRow.group_name,
            func.count(distinct(TrainingSessionRow.id)),
            func.count(distinct(SeatRow.person_id)),
            func.max(TrainingSessionRow.created_at),
        )
        .join(SeatRow, SeatRow.session_id == TrainingSessionRow.id)
        .where(TrainingSessionRow.kind == "practice")
        .group_by(TrainingSessionRow.group_name)
        .order_by(func.max(TrainingSessionRow.created_at).desc())
    )
    async with sessions() as session:
        rows = list(await session.execute(query))
    return [GroupLine(name=name, sessions=many, trainees=people, last_at=last) for name, many, people, last in rows]


@router.get("/api/staff/progress/group")
async def group(who: Teacher, sessions: UseSessions, referential: UseReferential, name: Name = "") -> GroupProgress:
    """A class: every trainee on one line."""
    return group_progress(referential, name, await _of_group(sessions, name))


@router.get("/api/staff/progress/trainees/{person_id}")
async def trainee(
    person_id: PersonId,
    who: Teacher,
    sessions: UseSessions,
    packs: UsePackRegistry,
    kept_packs: UseKeptPacks,
    referential: UseReferential,
) -> TraineeProgress:
    """One trainee, over all practice sessions of their group."""
    return await _of_person(sessions, packs, kept_packs, referential, person_id)


@router.get("/api/candidate/progress")
async def own(
    who: CurrentCandidate,
    sessions: UseSessions,
    packs: UsePackRegistry,
    kept_packs: UseKeptPacks,
    referential: UseReferential,
) -> TraineeProgress:
    """One's own, also from a seat of another session of the group."""
    return await _of_person(sessions, packs, kept_packs, referential, who.person_id or PersonId(""))


@router.get("/api/staff/progress/criteria.csv", response_class=Response)
async def criteria_table(
    who: Teacher, sessions: UseSessions, packs: UsePackRegistry, referential: UseReferential, name: Name = ""
) -> Response:
    """For a spreadsheet: each trainee on each criterion observed."""
    text = criteria_csv(referential, packs, await _of_group(sessions, name))
    return _attached(text, "text/csv; charset=utf-8", "Combine_criteres.csv")


@router.get("/api/staff/progress/exchanges.csv", response_class=Response)
async def exchanges_table(who: Teacher, sessions: UseSessions, packs: UsePackRegistry, name: Name = "") -> Response:
    """For a spreadsheet: each exchange played."""
    text = exchanges_csv(packs, await _of_group(sessions, name))
    return _attached(text, "text/csv; charset=utf-8", "Combine_echanges.csv")


@router.get("/api/staff/progress/xapi.json")
async def xapi(
    who: Teacher,
    request: Request,
    response: Response,
    sessions: UseSessions,
    packs: UsePackRegistry,
    referential: UseReferential,
    name: Name = "",
) -> list[Any]:
    """For a learning record store: xAPI 1.0.3 statements."""
    response.headers["Content-Disposition"] = 'attachment; filename="Combine_xapi.json"'
    scribe = Scribe(packs, referential, str(request.base_url).rstrip("/"))
    return list(scribe.statements(await _of_group(sessions, name)))


async def _of_group(sessions: Sessions, name: str) -> list[Practice]:
    """Raises NotFound."""
    found = await practice_of_group(sessions, name)
    if not found:
        raise NotFound("Ce groupe n’a pas de stagiaire.")
    return found


async def _of_person(
    sessions: Sessions, packs: PackRegistry, kept_packs: KeptPacks, referential: Referential, person_id: PersonId
) -> TraineeProgress:
    """Raises NotFound: in an exam there is no progress to see."""
    practice = await practice_of_person(sessions, person_id)
    if practice is None:
        raise NotFound("Aucun entraînement à ce nom.")
    suggestions = suggest(practice, await open_subjects(sessions, packs, kept_packs), referential)
    return trainee_progress(referential, packs, practice, suggestions)


def _attached(text: str, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode(), media_type=media_type, headers=headers)
