"""What the day's desks ask for."""

from typing import Annotated, Literal

from pydantic import Field

from exams.phases import PhaseId
from simulator.bodies import ONE_LINE, PRINTABLE, Body, Visible
from simulator.ids import PersonId, SeatId
from simulator.live_messages.message import Id, Seat

Reason = Annotated[str, Field(min_length=2, max_length=300, pattern=PRINTABLE), Visible]
Remark = Annotated[str, Field(max_length=300, pattern=ONE_LINE), Visible]
Room = Annotated[str, Field(max_length=40, pattern=ONE_LINE), Visible]
SeatIds = Annotated[tuple[Seat, ...], Field(max_length=60)]
Minutes = Annotated[int, Field(ge=1, le=300)]

NO_SEAT = SeatId("")


class OpenPhase(Body):
    """`seat_ids`: for whom; none named: for all."""

    phase: PhaseId
    seat_ids: SeatIds = ()


class PausePhase(Body):
    phase: PhaseId
    seat_ids: SeatIds
    reason: Reason


class ResumePhase(Body):
    phase: PhaseId
    seat_ids: SeatIds
    reason: Remark = ""


class GiveTime(Body):
    """More time for a phase, or its reopening for that time."""

    phase: PhaseId
    seat_ids: SeatIds
    minutes: Minutes
    reason: Reason


class ShownAccommodation(Body):
    """What the page showed of the one before."""

    percent: Annotated[int, Field(ge=0, le=100)] = 0
    minutes: Annotated[int, Field(ge=0, le=120)] = 0
    breaks: Annotated[int, Field(ge=0, le=10)] = 0
    break_minutes: Annotated[int, Field(ge=1, le=60)] = 10
    captions: bool = False
    reference: Annotated[str, Field(max_length=80)] = ""


class NewAccommodation(Body):
    """The reference of the decision, never its reason. `phases`: none named stands for all.

    `breaks`: how many in the whole day, each of at most `break_minutes`. `replaces`: null where the page showed none.
    """

    seat_id: Seat
    percent: Annotated[int, Field(ge=0, le=100)] = 0
    minutes: Annotated[int, Field(ge=0, le=120)] = 0
    breaks: Annotated[int, Field(ge=0, le=10)] = 0
    break_minutes: Annotated[int, Field(ge=1, le=60)] = 10
    captions: bool = False
    reference: Annotated[str, Field(min_length=2, max_length=80, pattern=PRINTABLE), Visible]
    phases: Annotated[tuple[PhaseId, ...], Field(max_length=8)] = ()
    replaces: ShownAccommodation | None = None


class BeginBreak(Body):
    """`minutes`: left out, all that one break may last."""

    minutes: Annotated[int, Field(ge=1, le=60)] | None = None


class NewMeasure(Body):
    """`id` is chosen by whoever asks: sent twice, it is taken once. No room and no seat: everybody."""

    id: Id
    cause: Literal["evacuation", "power", "network", "other"]
    reason: Reason
    room: Room = ""
    seat_ids: SeatIds = ()


class LiftMeasure(Body):
    reason: Remark = ""


class NewMessage(Body):
    text: Annotated[str, Field(min_length=2, max_length=400, pattern=PRINTABLE), Visible]
    room: Room = ""


class NewIncident(Body):
    id: Id
    text: Annotated[str, Field(min_length=2, max_length=400, pattern=PRINTABLE), Visible]
    room: Room = ""
    seat_id: Annotated[SeatId, Field(max_length=64)] = NO_SEAT


class CloseIncident(Body):
    text: Remark = ""


class CallHelp(Body):
    id: Id
    text: Remark = ""
    room: Room = ""
    seat_id: Annotated[SeatId, Field(max_length=64)] = NO_SEAT


class CandidatesHelp(Body):
    id: Id
    text: Remark = ""


class IdentitySeen(Body):
    """The kind of paper, never its number."""

    document: Literal["identity_card", "passport", "residence_permit", "driving_licence", "other"]


class Arrival(Body):
    """`minutes_late`: left out, counted from the beginning of the phase under way."""

    minutes_late: Annotated[int, Field(ge=0, le=600)] | None = None


class Left(Body):
    """Absent, or gone for good."""

    remark: Remark = ""


class Absence(Left):
    """`though_connected`: also where somebody is at this candidate's desk just now."""

    though_connected: bool = False


class PreparationNote(Body):
    customer_id: Annotated[str, Field(min_length=1, max_length=60)]
    text: Annotated[str, Field(max_length=4000)]


class Attachment(Body):
    """`rooms`: "" among them stands for the whole session."""

    person_id: Annotated[PersonId, Field(min_length=1, max_length=64)]
    rooms: Annotated[tuple[Room, ...], Field(min_length=1, max_length=30)]


class Attachments(Body):
    """All of them, in the place of what was. None: every invigilator keeps the whole session."""

    attached: Annotated[tuple[Attachment, ...], Field(max_length=60)]


class PrintedNow(Body):
    """The seal that was printed, so that texts opened again meanwhile are not taken for printed."""

    receipt: Annotated[str, Field(min_length=1, max_length=40, pattern=PRINTABLE)]


class ExtraTimeCap(Body):
    """Of each phase's length; null: a third."""

    percent: Annotated[int, Field(ge=0, le=100)] | None
