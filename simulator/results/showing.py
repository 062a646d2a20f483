"""A session's deliberations as its page shows them: who is awaited, what is signed, what is sealed."""

from collections.abc import Mapping

from archives.keys import grouped
from scoring.referential import Referential
from simulator.deliberation.projection import agreement_view
from simulator.facts.fact import Actor
from simulator.ids import PersonId, SeatId
from simulator.results import candidate_sheets, views
from simulator.results.archive_rows import file_name
from simulator.results.record import SeatRecord
from simulator.results.session_record import Candidate, SessionRecord
from simulator.results.tables import SealedArchiveRow
from simulator.seat.compared_verdicts import agreement_of
from simulator.seat.deciding.deliberating import Deliberating, is_open
from simulator.storage.job_queue import JobRow

Owed = Mapping[str, JobRow]
"""Jobs of archives by the start of their subject: « seat:<id> », « again:<id> », « session:<id> »."""


def session_deliberations(
    record: SessionRecord, person_id: PersonId, leads: bool, owed: Owed, key: str, referential: Referential
) -> views.SessionDeliberations:
    """Candidates of whose jury this person is; all of them for the responsible person."""
    actor = Actor.of_person(person_id).id
    shown = [one for one in record.candidates if leads or actor in one.state.jurors]
    opened = [one.record for one in shown if len(one.state.jurors) > 1 and is_open(one.state)]
    each = [criterion for seat in opened for criterion in seat.compared]
    return views.SessionDeliberations(
        session_id=record.id,
        title=record.day.session.title,
        is_day=bool(record.day.row.days) or record.day.row.phases != ["exchanges"],
        leads=leads,
        candidates=tuple(_candidate(one, actor, leads, owed, referential) for one in shown),
        agreement=agreement_view(agreement_of(each), len(opened)) if each else None,
        archive=archive_view(record.archive) if leads and record.archive is not None else None,
        other_archives=tuple(archive_view(row) for row in reversed(record.archives[:-1]) if leads),
        archive_owed=_owed(owed.get(f"session:{record.id}")) if leads else None,
        is_archive_outdated=leads and record.is_archive_outdated,
        key=key,
    )


def archive_view(row: SealedArchiveRow, *, is_of_former_page: bool = False) -> views.ArchiveView:
    return views.ArchiveView(
        id=row.id,
        name=file_name(row),
        root=grouped(row.root),
        key=row.key,
        files=row.files,
        bytes=row.bytes,
        state=row.state,
        stamp=row.stamp,
        has_sound=row.has_sound,
        sealed_at=row.sealed_at,
        is_of_former_page=is_of_former_page,
    )


def _view_of(one: Candidate, row: SealedArchiveRow) -> views.ArchiveView:
    return archive_view(row, is_of_former_page=row in one.former_archives)


def _candidate(
    one: Candidate, actor: str, leads: bool, owed: Owed, referential: Referential
) -> views.CandidateDeliberation:
    state = one.state
    signed = one.record.signatures
    names = {by: state.marking.names.get(by, "") for by in state.jurors}
    # Somebody who has not begun is known by the roster only: the names that no mark carries are theirs.
    unnamed = [name for name in one.place.jurors if name not in names.values()]
    for by in sorted(by for by, name in names.items() if not name):
        names[by] = unnamed.pop(0) if unnamed else ""
    missing = len(Deliberating(referential).missing(state)) if is_open(state) else 0
    return views.CandidateDeliberation(
        seat_id=one.place.seat_id,
        label=one.place.label,
        candidate_name=one.place.candidate,
        presence=state.day.presence,
        mine=actor in state.jurors,
        jurors=tuple(
            views.JurorState(name=name, submitted=by in state.marking.submitted, signed=by in signed)
            for by, name in sorted(names.items(), key=lambda item: item[1])
        ),
        stage=_stage(one, missing),
        left_to_settle=missing,
        has_partial_success=one.is_signed and candidate_sheets.partial_success(one.record) is not None,
        archive=_view_of(one, one.archive) if leads and one.archive is not None else None,
        other_archives=tuple(
            _view_of(one, row) for row in reversed(one.archives) if leads and row is not one.archive
        ),
        archive_owed=_owed(owed.get(f"seat:{one.place.seat_id}") or owed.get(f"again:{one.place.seat_id}"))
        if leads
        else None,
    )


def _stage(one: Candidate, missing: int) -> views.Stage:
    state = one.state
    if one.is_signed:
        return "signed"
    if state.day.presence == "absent":
        return "absent"
    if not state.jurors:
        return "no_jury"
    if not is_open(state):
        return "awaited"
    return "open" if missing else "signing"


def _owed(job: JobRow | None) -> views.ArchiveOwed | None:
    if job is None:
        return None
    return views.ArchiveOwed(is_given_up=job.gave_up_at is not None, why=job.last_error)


def paper_grid(record: SeatRecord, jurors: Mapping[PersonId, str], typist: PersonId) -> views.PaperGrid:
    """`jurors`: those of the seat; of them a juror is shown themselves, whoever is no juror all."""
    state = record.state
    shown = {typist: jurors[typist]} if typist in jurors else jurors
    return views.PaperGrid(
        seat_id=SeatId(state.seat.id),
        seat_label=state.seat.label,
        candidate_name=state.candidate_name,
        session_title=state.training.title,
        jurors=tuple(
            views.GridJuror(
                person_id=person_id,
                name=name,
                mine=person_id == typist,
                submitted=Actor.of_person(person_id).id in state.marking.submitted,
                typed_by=state.marking.typed_by.get(Actor.of_person(person_id).id, ""),
            )
            for person_id, name in sorted(shown.items(), key=lambda item: item[1])
        ),
        runs=tuple(
            views.GridRun(
                run_id=run.run_id,
                position=run.position,
                attempt=run.attempt,
                customer_name=run.customer.display_name,
            )
            for run in state.runs.values()
        ),
        competences=tuple(
            views.GridCompetence(
                competence=competence,
                label=record.referential.competence(competence).name,
                criteria=tuple(
                    views.GridCriterion(criterion=criterion, label=label)
                    for criterion, label in record.referential.competence(competence).criteria.items()
                ),
            )
            for competence in record.scope.competences
        ),
    )
