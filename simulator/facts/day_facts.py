"""What happens to a whole exam day: opening of the envelopes, messages, incidents, the timetable. Not at one seat."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from simulator.facts.fact_data import FactData
from simulator.ids import PersonId, SeatId

OfDay = str | None
"""Which day of a session of several: "" the first, else its date. None: told before days were told apart, of all."""


class EnvelopesConfirmed(FactData):
    """One of the two who see that the envelopes are sealed: the responsible person, or a candidate."""

    kind: Literal["envelopes.confirmed"] = "envelopes.confirmed"
    by: Literal["session_lead", "candidate"]
    name: str
    intact: bool = True
    remark: str = ""
    way: Literal["account", "desk_code", "name"] = "account"
    """How they showed who they are: signed in, by the code of their desk's sheet, by typing their name."""
    seat_id: SeatId = SeatId("")
    """Of the candidate."""


class EnvelopesOpened(FactData):
    """Both have confirmed: from now on the day's subject is readable by those who need it."""

    kind: Literal["envelopes.opened"] = "envelopes.opened"
    photo_sha256: str = ""


class EmergencyKeyMade(FactData):
    """Printed once for the envelope. `fingerprint`: of its public half."""

    kind: Literal["emergency_key.made"] = "emergency_key.made"
    fingerprint: str


class EmergencyKeyUsed(FactData):
    """Instead of the opening code, which was lost; why."""

    kind: Literal["emergency_key.used"] = "emergency_key.used"
    reason: str


class SubjectChanged(FactData):
    """Before the opening: the day plays this subject in documents, and what it was made with no more."""

    kind: Literal["subject.changed"] = "subject.changed"
    pack_id: str
    subject_id: str
    title: str
    version: str
    """SHA-256 of the pack's kept version."""


class DayIncidentNoted(FactData):
    """Of the whole day, a room or one candidate; a cut, an evacuation, a remark."""

    kind: Literal["day.incident"] = "day.incident"
    incident_id: str
    text: str
    room: str = ""
    seat_id: SeatId = SeatId("")
    day: OfDay = None


class DayIncidentClosed(FactData):
    kind: Literal["day.incident_closed"] = "day.incident_closed"
    incident_id: str
    text: str = ""


class MeasureTaken(FactData):
    """Evacuation, power or network failure: the running clock of each of these seats is paused.

    `seat_ids`: whom it concerns, named at that instant, so that a crash in the middle is made good.
    """

    kind: Literal["day.measure_taken"] = "day.measure_taken"
    measure_id: str
    cause: Literal["evacuation", "power", "network", "other"]
    reason: str
    room: str = ""
    seat_ids: tuple[SeatId, ...]
    day: OfDay = None


class MeasureLifted(FactData):
    """The clocks that this measure paused go on, with all the time that was left."""

    kind: Literal["day.measure_lifted"] = "day.measure_lifted"
    measure_id: str
    reason: str = ""


class MeasureCarriedOut(FactData):
    """Each of its seats was reached, those with nothing to pause too: a restart has nothing to make good.

    `lifted`: the same of its lifting.
    """

    kind: Literal["day.measure_carried_out"] = "day.measure_carried_out"
    measure_id: str
    lifted: bool = False


class MessageSent(FactData):
    """To the desks of a room, or of all where `room` is empty."""

    kind: Literal["day.message"] = "day.message"
    text: str
    room: str = ""
    day: OfDay = None


class HelpCalled(FactData):
    """An invigilator or a candidate asks for somebody."""

    kind: Literal["day.help_called"] = "day.help_called"
    help_id: str
    room: str = ""
    seat_id: SeatId = SeatId("")
    text: str = ""
    day: OfDay = None


class HelpAnswered(FactData):
    kind: Literal["day.help_answered"] = "day.help_answered"
    help_id: str


class InvigilatorsAttached(FactData):
    """Who keeps which rooms from now on, by person; "" stands for the whole day. Nobody: each keeps all."""

    kind: Literal["day.invigilators"] = "day.invigilators"
    rooms: dict[PersonId, tuple[str, ...]]
    day: OfDay = None


class JurorsChanged(FactData):
    """A seat's jury, by name, once it had one: who was there before, and who from now on.

    `reason`: asked for once somebody of it has signed.
    """

    kind: Literal["day.jurors"] = "day.jurors"
    seat_id: SeatId
    before: tuple[str, ...]
    after: tuple[str, ...]
    reason: str = ""


class ProductionsPrinted(FactData):
    """A candidate's sealed texts lie in their folder. `receipt`: of the seal that was printed."""

    kind: Literal["day.printed"] = "day.printed"
    seat_id: SeatId
    receipt: str


class ExtraTimeCapSet(FactData):
    """How much an accommodation may grant from now on, of each phase's length; None: a third."""

    kind: Literal["day.extra_time_cap"] = "day.extra_time_cap"
    percent: int | None


class TimetablePublished(FactData):
    """`version` of the plan that convocations and door lists are printed from. `day`: of a session of several."""

    kind: Literal["timetable.published"] = "timetable.published"
    version: int
    day: str = ""


class FileFrozen(FactData):
    """An appeal or a report of fraud: nothing of this candidate (of everybody: empty) is erased until released."""

    kind: Literal["file.frozen"] = "file.frozen"
    freeze_id: str
    cause: Literal["appeal", "fraud", "other"]
    reason: str
    seat_id: SeatId = SeatId("")


class FileReleased(FactData):
    kind: Literal["file.released"] = "file.released"
    freeze_id: str
    reason: str = ""


class CandidateRemoved(FactData):
    """Entered by mistake or twice, and taken out before anything was done at their seat, which is gone with it."""

    kind: Literal["candidate.removed"] = "candidate.removed"
    seat_id: SeatId
    label: str
    name: str
    desk: str


class RecordsErased(FactData):
    """Proof of an erasure: what went, by which rule, and the SHA-256 of each file as it was."""

    kind: Literal["records.erased"] = "records.erased"
    what: str
    rule: str
    seat_id: SeatId = SeatId("")
    sha256s: tuple[str, ...] = ()
    count: int = 0


class ArchiveSealed(FactData):
    """`root`: of an archive of one candidate, or of the session where `seat_id` is empty."""

    kind: Literal["archive.sealed"] = "archive.sealed"
    root: str
    key: str
    seat_id: SeatId = SeatId("")


AnyDayFact = Annotated[
    EnvelopesConfirmed
    | EnvelopesOpened
    | EmergencyKeyMade
    | EmergencyKeyUsed
    | SubjectChanged
    | DayIncidentNoted
    | DayIncidentClosed
    | MeasureTaken
    | MeasureLifted
    | MeasureCarriedOut
    | MessageSent
    | HelpCalled
    | HelpAnswered
    | InvigilatorsAttached
    | JurorsChanged
    | ProductionsPrinted
    | ExtraTimeCapSet
    | TimetablePublished
    | FileFrozen
    | FileReleased
    | RecordsErased
    | CandidateRemoved
    | ArchiveSealed,
    Field(discriminator="kind"),
]

day_fact_adapter: TypeAdapter[AnyDayFact] = TypeAdapter(AnyDayFact)
"""Reads a row's JSON back into its typed fact."""
