"""The day of a session, folded from its facts: envelopes, incidents, measures, messages, calls for help. Pure."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from simulator.conduct.keepers import Attached
from simulator.facts import day_facts
from simulator.facts.day_facts import OfDay
from simulator.facts.day_log import DayFact
from simulator.ids import SeatId
from simulator.seat.deciding.phases import Measure


@dataclass(slots=True)
class Incident:
    id: str
    at: datetime
    by: str
    text: str
    room: str
    seat_id: SeatId
    day: OfDay = None
    closed_at: datetime | None = None
    closed_text: str = ""


@dataclass(slots=True)
class Taken:
    """A measure for a room or for all."""

    id: str
    at: datetime
    by: str
    cause: str
    reason: str
    room: str
    seat_ids: tuple[SeatId, ...]
    day: OfDay = None
    lifted_at: datetime | None = None
    is_carried_out: bool = False
    """At each of its seats, those with nothing to pause too."""
    is_lift_carried_out: bool = False

    @property
    def measure(self) -> Measure:
        return Measure(self.id, self.at, self.reason, evacuation=self.cause == "evacuation")


@dataclass(frozen=True, slots=True)
class Told:
    """A message. `room`: "" for everybody."""

    at: datetime
    by: str
    text: str
    room: str
    day: OfDay = None


@dataclass(slots=True)
class Help:
    id: str
    at: datetime
    by: str
    room: str
    seat_id: SeatId
    text: str
    day: OfDay = None
    answered_at: datetime | None = None
    answered_by: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    at: datetime
    by: str


@dataclass
class DayState:
    """`last`: number of the last fact."""

    last: int = 0
    opened_at: datetime | None = None
    opened_by: list[str] = field(default_factory=list[str])
    """Who saw that the envelopes were sealed."""
    incidents: dict[str, Incident] = field(default_factory=dict[str, Incident])
    measures: dict[str, Taken] = field(default_factory=dict[str, Taken])
    messages: list[Told] = field(default_factory=list[Told])
    helps: dict[str, Help] = field(default_factory=dict[str, Help])

    attached: dict[OfDay, Attached] = field(default_factory=dict[OfDay, Attached])
    """Invigilators and the rooms that they keep, by day; nobody on a day: each keeps all of it."""
    printed: dict[tuple[SeatId, str], Printed] = field(default_factory=dict[tuple[SeatId, str], Printed])
    """By seat and receipt."""

    @property
    def envelopes_closed(self) -> bool:
        """Until then the day's subject is nobody's to read, whether it is encrypted or not."""
        return self.opened_at is None

    def apply(self, fact: DayFact) -> None:
        """Takes one fact into account, once; kinds that others look after change nothing here."""
        if fact.number <= self.last:
            return
        self.last = fact.number
        at, by = fact.at, fact.actor.name
        match fact.data:
            case day_facts.EnvelopesConfirmed(name=name):
                self.opened_by.append(name)
            case day_facts.EnvelopesOpened():
                self.opened_at = at
            case day_facts.DayIncidentNoted(incident_id=key) as noted:
                incident = Incident(key, at, by, noted.text, noted.room, noted.seat_id, noted.day)
                self.incidents.setdefault(key, incident)
            case day_facts.DayIncidentClosed(incident_id=key, text=text):
                open_one = self.incidents.get(key)
                if open_one is not None and open_one.closed_at is None:
                    open_one.closed_at, open_one.closed_text = at, text
            case day_facts.MeasureTaken(measure_id=key) as taken:
                measure = Taken(key, at, by, taken.cause, taken.reason, taken.room, taken.seat_ids, taken.day)
                self.measures.setdefault(key, measure)
            case day_facts.MeasureLifted(measure_id=key):
                known = self.measures.get(key)
                if known is not None and known.lifted_at is None:
                    known.lifted_at = at
            case day_facts.MeasureCarriedOut(measure_id=key, lifted=lifted):
                known = self.measures.get(key)
                if known is not None:
                    known.is_carried_out = True
                    known.is_lift_carried_out = known.is_lift_carried_out or lifted
            case day_facts.MessageSent(text=text, room=room, day=day):
                self.messages.append(Told(at, by, text, room, day))
            case day_facts.HelpCalled(help_id=key, room=room, seat_id=seat_id, text=text, day=day):
                self.helps.setdefault(key, Help(key, at, by, room, seat_id, text, day))
            case day_facts.HelpAnswered(help_id=key):
                call = self.helps.get(key)
                if call is not None and call.answered_at is None:
                    call.answered_at, call.answered_by = at, by
            case day_facts.InvigilatorsAttached(rooms=rooms, day=day):
                self.attached[day] = dict(rooms)
            case day_facts.ProductionsPrinted(seat_id=seat_id, receipt=receipt):
                self.printed.setdefault((seat_id, receipt), Printed(at, by))
            case _:
                pass


def on_day(state: DayState, day: str) -> DayState:
    """What concerns one day of the session, called as in `timetable/days.py`; what was told of none is of each."""

    def is_of(one: Incident | Taken | Help | Told) -> bool:
        return one.day in (None, day)

    return replace(
        state,
        incidents={key: one for key, one in state.incidents.items() if is_of(one)},
        measures={key: one for key, one in state.measures.items() if is_of(one)},
        helps={key: one for key, one in state.helps.items() if is_of(one)},
        messages=[one for one in state.messages if is_of(one)],
    )


def messages_for(state: DayState, room: str) -> list[Told]:
    """Those to this room and those to everybody, in order."""
    return [one for one in state.messages if one.room in ("", room)]
