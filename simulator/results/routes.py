"""Results over HTTP: where each deliberation stands, sheets, exports. Nothing of a candidate before all signed."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response
from sqlalchemy import select

from archives.keys import fingerprint
from scoring.referential import Referential
from simulator.accounts.guards import CurrentStaff, Leader
from simulator.accounts.signing import SignedIn
from simulator.attached import attached
from simulator.centre.identity import UseCentre
from simulator.conduct.doors import Doors, UseDoors
from simulator.conduct.tables import SeatJurorRow, SeatRow
from simulator.custody.session_keys import SessionKeys
from simulator.custody.tables import SessionKeyRow
from simulator.deliberation.owed import ARCHIVE_JOB
from simulator.deliberation.routes import UseSessionKeys
from simulator.desk.rooms import SeatRooms
from simulator.documents.routes import Pdf, pdf
from simulator.documents.typesetting import typeset
from simulator.errors import Conflict, Forbidden, NotFound
from simulator.ids import PersonId, SeatId, SessionId
from simulator.parts import UseClock, UseReferential, UseRooms, UseSessions
from simulator.results import candidate_sheets, exports, session_sheets, views
from simulator.results.held_on import held_on
from simulator.results.record import SeatRecord, blank_record, record_of
from simulator.results.session_record import SessionRecord, SessionRecords
from simulator.results.showing import session_deliberations
from simulator.seat.state import SeatState
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions
from simulator.storage.job_queue import JobRow
from telephony import strict_json

router = APIRouter()

SeatSheet = Literal["assessment", "results", "partial-success"]
SessionSheet = Literal["minutes", "attendance", "ceres"]

_NAMES: dict[str, str] = {
    "assessment": "fiche-evaluation",
    "results": "fiche-resultats",
    "partial-success": "attestation-partielle",
    "minutes": "proces-verbal",
    "attendance": "emargement",
    "ceres": "saisie-ceres",
}


async def the_session_records(
    sessions: UseSessions, rooms: UseRooms, clock: UseClock, referential: UseReferential, centre: UseCentre
) -> SessionRecords:
    return SessionRecords(sessions, rooms, clock, referential, centre)


UseSessionRecords = Annotated[SessionRecords, Depends(the_session_records)]


class SignedSeats:
    """The signed deliberation of a seat that this person may review."""

    def __init__(self, sessions: Sessions, doors: Doors, rooms: SeatRooms, referential: Referential) -> None:
        self._sessions, self._doors, self._rooms, self._referential = sessions, doors, rooms, referential

    async def of(self, who: SignedIn, seat_id: SeatId) -> SeatRecord:
        """Raises NotFound, Forbidden, NotSignedYet, Conflict in a practice."""
        state = await self._state(who, seat_id)
        return record_of(state, self._referential, await held_on(self._sessions, seat_id))

    async def blank(self, who: SignedIn, seat_id: SeatId) -> SeatRecord:
        """For what prints nothing of anybody's marks, signed or not. Raises as `of` does, but for the signature."""
        state = await self._state(who, seat_id)
        return blank_record(state, self._referential, await held_on(self._sessions, seat_id))

    async def _state(self, who: SignedIn, seat_id: SeatId) -> SeatState:
        await self._doors.may_review_seat(who, seat_id)
        state = (await self._rooms.read(seat_id)).state
        if state.training.kind != "exam":
            raise Conflict("exam_only", "Ces documents sont ceux d’un examen.", "Ouvrez une session d’examen.")
        return state


async def the_signed_seats(
    sessions: UseSessions, doors: UseDoors, rooms: UseRooms, referential: UseReferential
) -> SignedSeats:
    return SignedSeats(sessions, doors, rooms, referential)


UseSignedSeats = Annotated[SignedSeats, Depends(the_signed_seats)]


@router.get("/api/staff/sessions/{session_id}/deliberations")
async def deliberations(
    session_id: SessionId,
    who: CurrentStaff,
    sessions: UseSessions,
    records: UseSessionRecords,
    session_keys: UseSessionKeys,
    clock: UseClock,
    referential: UseReferential,
) -> views.SessionDeliberations:
    """Where each candidate's stands: mine, or all of them for the responsible person."""
    leads = "session_lead" in who.roles
    if not leads and not await _marks_here(sessions, who.person_id, session_id):
        raise Forbidden("Vous n’êtes du jury d’aucun candidat de cette session.")
    record = await records.of(session_id)
    async with sessions() as session:
        rows = await session.scalars(select(JobRow).where(JobRow.kind == ARCHIVE_JOB))
        owed = {":".join(row.subject.split(":")[:2]): row for row in rows}
    key = await key_of(sessions, session_keys, clock, session_id)
    return session_deliberations(record, who.person_id, leads, owed, key, referential)


@router.get("/api/staff/seats/{seat_id}/results/{seat_sheet}.pdf", response_class=Pdf)
async def seat_sheet_pdf(
    seat_id: SeatId, seat_sheet: SeatSheet, who: CurrentStaff, signed: UseSignedSeats
) -> Response:
    """Assessment sheet, results with their reasons, certificate of partial success."""
    record = await signed.of(who, seat_id)
    makers = {
        "assessment": candidate_sheets.assessment_sheet,
        "results": candidate_sheets.results_sheet,
        "partial-success": candidate_sheets.partial_success,
    }
    data = makers[seat_sheet](record)
    if data is None:
        raise NotFound("Le jury n’a accordé aucune réussite partielle à ce candidat.")
    on = f"{record.signed_at.astimezone():%Y-%m-%d}"
    name = f"Combine_{record.state.seat.label}_{_NAMES[seat_sheet]}_{on}"
    return pdf(await typeset("official", data), name)


@router.get("/api/staff/seats/{seat_id}/results.csv")
async def seat_csv(seat_id: SeatId, who: CurrentStaff, signed: UseSignedSeats) -> Response:
    record = await signed.of(who, seat_id)
    return attached(exports.seat_csv(record), "text/csv; charset=utf-8", f"Combine_{record.state.seat.label}.csv")


@router.get("/api/staff/seats/{seat_id}/results.json")
async def seat_json(seat_id: SeatId, who: CurrentStaff, signed: UseSignedSeats) -> Response:
    record = await signed.of(who, seat_id)
    content = exports.identity(record) | {"jury": exports.jury(record)}
    data = strict_json.dumps(content, ensure_ascii=False, indent=1).encode()
    return attached(data, "application/json", f"Combine_{record.state.seat.label}.json")


@router.get("/api/staff/exam-days/{session_id}/results/{session_sheet}.pdf", response_class=Pdf)
async def session_sheet_pdf(
    session_id: SessionId,
    session_sheet: SessionSheet,
    who: Leader,
    records: UseSessionRecords,
    session_keys: UseSessionKeys,
    sessions: UseSessions,
    clock: UseClock,
) -> Response:
    """Procès-verbal, attendance, entry sheet. Of whoever is not signed, they say so and nothing else."""
    record = await records.of(session_id)
    if session_sheet == "minutes":
        key = await key_of(sessions, session_keys, clock, session_id)
        data = session_sheets.minutes_sheet(record, key)
    elif session_sheet == "attendance":
        data = session_sheets.attendance_sheet(record)
    else:
        data = session_sheets.ceres_sheet(record)
    return pdf(await typeset("official", data), f"{_of_session(record)}_{_NAMES[session_sheet]}")


@router.get("/api/staff/exam-days/{session_id}/results.csv")
async def session_csv(session_id: SessionId, who: Leader, records: UseSessionRecords) -> Response:
    record = await records.of(session_id)
    name = f"{_of_session(record)}_session.csv"
    return attached(exports.session_csv(record), "text/csv; charset=utf-8", name)


@router.get("/api/staff/exam-days/{session_id}/results.json")
async def session_json(session_id: SessionId, who: Leader, records: UseSessionRecords) -> Response:
    record = await records.of(session_id)
    data = strict_json.dumps(exports.session_json(record), ensure_ascii=False, indent=1)
    return attached(data.encode(), "application/json", f"{_of_session(record)}_session.json")


@router.get("/api/staff/exam-days/{session_id}/ceres")
async def ceres(session_id: SessionId, who: Leader, records: UseSessionRecords) -> views.CeresSheet:
    """Field by field, to be copied: nothing is sent anywhere."""
    record = await records.of(session_id)
    rows = session_sheets.ceres_rows(record)
    return views.CeresSheet(
        title=record.day.session.title,
        note=session_sheets.CERES_NOTE,
        entries=tuple(
            views.CeresEntry(
                label=one.place.label,
                candidate_name=one.place.candidate,
                fields=tuple(views.CeresField(name=name, text=text) for name, text in fields),
                is_complete=one.is_settled,
            )
            for one, (_, fields) in zip(record.candidates, rows, strict=True)
        ),
    )


def _of_session(record: SessionRecord) -> str:
    """« Combine_2027-05-11 »: sheets of two sessions do not take each other's place in one folder."""
    return "_".join(["Combine", *record.day.row.days[:1]])


async def key_of(sessions: Sessions, session_keys: SessionKeys, clock: SteadyClock, session_id: SessionId) -> str:
    """Fingerprint of the session's key; empty where nothing needed one yet. Raises SessionKeyLost."""
    async with sessions() as session:
        known = await session.get(SessionKeyRow, session_id)
    if known is None:
        return ""
    return fingerprint((await session_keys.of(session_id, clock.now())).public_key())


async def _marks_here(sessions: Sessions, person_id: PersonId, session_id: SessionId) -> bool:
    query = (
        select(SeatJurorRow.seat_id)
        .join(SeatRow, SeatRow.id == SeatJurorRow.seat_id)
        .where(SeatRow.session_id == session_id, SeatJurorRow.person_id == person_id)
    )
    async with sessions() as session:
        return await session.scalar(query.limit(1)) is not None
