"""What is to be done as trainers and trainees see it. Days are the centre's own."""

from datetime import date, datetime

from simulator.ids import PersonId, SeatId, SessionId
from simulator.live_messages.shared_view import View


class AssignedTrainee(View):
    """`played_at`: when they began it first since it was given; None: not yet."""

    person_id: PersonId
    name: str
    played_at: datetime | None


class AssignmentView(View):
    """For those who teach. `session_id` names it, and is where its places and desk codes are."""

    session_id: SessionId
    title: str
    """Neutral label and customer: « Appel entrant, Mme Prat »; empty while its scenario is under seal."""
    company_name: str
    group_name: str
    due_on: date
    is_past: bool
    """The day is over."""
    word: str
    given_by: str
    is_mine: bool
    is_for_group: bool
    trainees: tuple[AssignedTrainee, ...]


class NewAssignment(View):
    """What was just given: where its desk codes are, and to how many."""

    session_id: SessionId
    trainees: int


class OwnAssignment(View):
    """For the trainee: nothing in it says what the customer wants."""

    session_id: SessionId
    title: str
    company_name: str
    due_on: date
    is_late: bool
    """The day is over and it was not played."""
    word: str
    given_by: str
    played_at: datetime | None
    is_here: bool
    """It is what this desk plays just now."""


class OwnPlace(View):
    """Another practice seat of mine in a session that is open."""

    seat_id: SeatId
    session_title: str
    desk: str


class OwnAssignments(View):
    """`to_do`: by day, those not played first; `places`: where else I may go on."""

    to_do: tuple[OwnAssignment, ...]
    places: tuple[OwnPlace, ...]


class OpenedPlace(View):
    """The seat at which this browser is signed in now. `partner_code`: lets somebody play the customer, shown this
    once; None where a partner is there already."""

    seat_id: SeatId
    partner_code: str | None
