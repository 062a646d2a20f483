"""What the jury does with the exchanges' clock, and the end of every clock.

A pause, extra time and a reopening have a reason and an author.
"""

from datetime import datetime, timedelta

from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.live_messages import commands
from simulator.seat import effects
from simulator.seat.deciding import breaks
from simulator.seat.decision import Decision, Scene
from simulator.seat.refusals import Refused
from simulator.seat.state import SeatState


def start(scene: Scene, command: commands.ClockStart) -> Decision:
    _need(scene.state.clock.state == "not_started")
    if scene.state.training.phases:
        # Of an exam day: the responsible person opens it, who sees what comes before it.
        raise Refused("phase_not_open")
    return Decision([NewFact(kinds.ClockStarted(minutes=scene.state.training.minutes), None, scene.desk.actor)])


def pause(scene: Scene, command: commands.ClockPause) -> Decision:
    _need(scene.state.clock.state == "running")
    return Decision([NewFact(kinds.ClockPaused(reason=command.reason), None, scene.desk.actor)])


def resume(scene: Scene, command: commands.ClockResume) -> Decision:
    _need(scene.state.clock.state == "paused")
    return Decision([NewFact(kinds.ClockResumed(), None, scene.desk.actor)])


def extend(scene: Scene, command: commands.ClockExtend) -> Decision:
    """Extra time; after the end it opens the exchanges part again, for that time."""
    if scene.state.training.closed_at is not None:
        raise Refused("session_closed")
    kind = kinds.ClockReopened if scene.state.clock.state == "ended" else kinds.ClockExtended
    return Decision([NewFact(kind(minutes=command.minutes, reason=command.reason), None, scene.desk.actor)])


def end(scene: Scene, command: commands.ClockEnd) -> Decision:
    _need(scene.state.clock.state != "ended")
    if scene.state.active is not None:
        raise Refused("clock_not_ended")
    return Decision([NewFact(kinds.ClockEnded(), None, scene.desk.actor)])


def time_is_up(state: SeatState, now: datetime) -> Decision:
    """Breaks end on the server, browser open or not, and so do an exam's clocks; what is going on may conclude."""
    decision = breaks.length_is_over(state, now)
    if state.training.kind == "exam":
        for clock in state.clocks:
            if clock.state == "running" and clock.remaining(now) <= timedelta(0):
                decision = decision.then(
                    _exchanges_are_over(state)
                    if clock.phase == "exchanges"
                    else Decision([NewFact(kinds.ClockEnded(phase=clock.phase))])
                )
    return decision


def _exchanges_are_over(state: SeatState) -> Decision:
    facts = [NewFact(kinds.ClockEnded())]
    running = state.active
    if running is not None:
        overrun = f"Le temps s’est écoulé pendant l’échange {running.position}, qui a pu se conclure."
        facts.append(NewFact(kinds.IncidentNoted(text=overrun), running.run_id))
    said = effects.Notice(
        None,
        "warning",
        "time_is_up",
        "Le temps des échanges est écoulé.",
        "L’échange en cours peut se conclure ; aucun autre ne commencera.",
    )
    return Decision(facts, effects=[said])


def _need(holds: bool) -> None:
    if not holds:
        raise Refused("clock_state")
