"""Breaks that an accommodation grants: the clock of the phase under way stops, and goes on by itself at their end.

The allowance is of the whole day: so many breaks, each of so many minutes at the most. A break that a measure cuts
short is not counted. Nothing of a subject or of a text is shown meanwhile, and nothing that the candidate writes or
does is taken, so that nobody works while time stands. Whoever a measure drives out of a break, and whoever an
evacuation drives out of the room, finds the same until it is lifted.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.seat.clock import PhaseClock
from simulator.seat.decision import Decision, Scene
from simulator.seat.refusals import Refused, TooLongABreak
from simulator.seat.state import SeatState

GRANTED = "Pause accordée"
OVER = "Fin de la pause accordée"

ARRIVES_WITHIN = timedelta(seconds=8)
"""Words that were sent before a break arrive after its beginning: above what a page waits for an answer (6 s)."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """`minutes`: of each break, at the most."""

    granted: int
    minutes: int
    taken: int

    @property
    def left(self) -> int:
        """0 where a later decision grants fewer than were taken."""
        return max(0, self.granted - self.taken)


def allowance(state: SeatState) -> Allowance | None:
    """None where no decision grants a break."""
    known = state.day.accommodation
    if known is None or known.breaks == 0:
        return None
    return Allowance(known.breaks, known.break_minutes, state.day.breaks_taken)


def on_break(state: SeatState) -> PhaseClock | None:
    """The clock that a break holds."""
    return next((clock for clock in state.clocks if clock.break_until is not None), None)


def shut(state: SeatState) -> PhaseClock | None:
    """The clock that a break holds, an evacuation, or a measure that cut a break short: nobody is at the desk.

    An exchange under way when the alarm comes may be concluded, as in any pause.
    """
    held = next((clock for clock in state.clocks if clock.is_shut), None)
    if held is None or (held.evacuated and not held.driven_out and state.active is not None):
        return None
    return held


def take_no_words(state: SeatState, now: datetime) -> None:
    """Of the candidate, who is away; those that were under way when that began are taken still. Raises Refused."""
    held = shut(state)
    if held is None:
        return
    if held.driven_out:
        raise Refused("evacuated_from_break")
    began = state.day.told(held.phase).paused_at
    if began is None or now >= began + ARRIVES_WITHIN:
        raise Refused(_why(held))


def take_no_acts(state: SeatState) -> None:
    """Of the candidate, who is away: what is not done now can be done afterwards. Raises Refused."""
    held = shut(state)
    if held is not None:
        raise Refused(_why(held))


def _why(held: PhaseClock) -> str:
    if held.driven_out:
        return "evacuated_from_break"
    return "evacuated" if held.evacuated else "break_takes_nothing"


def leave_in_peace(state: SeatState) -> None:
    """Nobody calls a candidate who is away. Raises Refused."""
    held = shut(state)
    if held is not None:
        raise Refused("candidate_evacuated" if held.evacuated else "candidate_on_break")


def begin(scene: Scene, minutes: int | None) -> Decision:
    """In the phase under way. `minutes`: None for all that one break may last. Raises Refused, TooLongABreak."""
    state = scene.state
    known = state.day.accommodation
    granted = allowance(state)
    if granted is None or known is None:
        raise Refused("no_break_granted")
    if on_break(state) is not None:
        raise Refused("already_on_break")
    running = next((clock for clock in state.clocks if clock.state == "running"), None)
    if running is None:
        raise Refused("nothing_runs")
    if known.phases and running.phase not in known.phases:
        raise Refused("break_not_here")
    if granted.left == 0:
        raise Refused("no_break_left")
    if minutes is not None and minutes > granted.minutes:
        raise TooLongABreak(minutes, granted.minutes)
    if running.phase == "exchanges" and state.active is not None:
        raise Refused("break_in_exchange")
    paused = kinds.ClockPaused(
        phase=running.phase,
        # Without the decision's reference: an invigilator reads this.
        reason=GRANTED,
        break_minutes=minutes or granted.minutes,
    )
    return Decision([NewFact(paused, None, scene.desk.actor)])


def end(scene: Scene) -> Decision:
    """Before its length is over; what is left of it is not kept. Raises Refused."""
    held = on_break(scene.state)
    if held is None:
        raise Refused("not_on_break")
    return Decision([NewFact(kinds.ClockResumed(phase=held.phase, reason=OVER), None, scene.desk.actor)])


def length_is_over(state: SeatState, now: datetime) -> Decision:
    """On the server, whoever watches or not: the clock goes on with all the time that was left."""
    held = on_break(state)
    if held is None or held.break_until is None or now < held.break_until:
        return Decision()
    return Decision([NewFact(kinds.ClockResumed(phase=held.phase, reason=OVER))])
