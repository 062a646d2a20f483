"""Breaks that an accommodation grants: they stop one clock for their length, within what is granted, not beyond."""

from datetime import timedelta
from functools import partial

import pytest
from pydantic import ValidationError

from simulator.facts import kinds
from simulator.facts.fact import SYSTEM
from simulator.ids import RunId
from simulator.live_messages import commands
from simulator.seat.decide import CANDIDATE as CANDIDATE_RULES
from simulator.seat.decide import decide
from simulator.seat.deciding import breaks, calls, phases, productions
from simulator.seat.decision import Scene
from simulator.seat.here import DeskHere, Here
from simulator.seat.refusals import Refused
from tests.unit.simulator.exam_day import MINUTE, NINE, DaySeat
from tests.unit.simulator.world import CANDIDATE

CASE = partial(phases.open_phase, phase="case_study")
TWO_OF_TEN = kinds.AccommodationGranted(breaks=2, break_minutes=10, reference="Décision 2026-118")
ALL = partial(breaks.begin, minutes=None)


def writing(granted: kinds.AccommodationGranted = TWO_OF_TEN) -> DaySeat:
    """The case study began at nine and ends at 75 minutes."""
    seat = DaySeat()
    seat.at(0, lambda scene: phases.grant(scene, granted))
    seat.at(0, CASE)
    return seat


def refusal(seat: DaySeat, minute: float, minutes: int | None = None) -> Refused:
    with pytest.raises(Refused) as caught:
        seat.at(minute, partial(breaks.begin, minutes=minutes))
    return caught.value


def test_a_break_stops_the_clock_for_its_length_and_the_server_lets_it_go_on() -> None:
    seat = writing()
    seat.at(20, ALL)
    clock = seat.state.clock_of("case_study")
    assert (clock.state, clock.break_until) == ("paused", NINE + 30 * MINUTE)
    seat.until(29.9)
    assert (seat.is_in("case_study"), seat.left("case_study", 29.9)) == ("paused", 55)
    seat.until(30)
    assert (seat.is_in("case_study"), seat.ends_at("case_study")) == ("running", 85)
    assert (seat.facts[-1].data.kind, seat.facts[-1].actor) == ("clock.resumed", SYSTEM)
    assert seat.facts[-2].at == NINE + 20 * MINUTE


def test_ended_early_it_moves_the_end_by_what_it_lasted_and_counts_as_taken() -> None:
    seat = writing()
    seat.at(20, partial(breaks.begin, minutes=6))
    with pytest.raises(Refused) as shut:
        productions.must_be_readable(seat.state, NINE + 21 * MINUTE)
    assert shut.value.code == "on_break"
    seat.at(24, breaks.end)
    assert seat.ends_at("case_study") == 79
    productions.must_be_readable(seat.state, NINE + 24 * MINUTE)
    left = breaks.allowance(seat.state)
    assert left is not None
    assert (left.taken, left.left) == (1, 1)
    with pytest.raises(Refused) as twice:
        seat.at(25, breaks.end)
    assert twice.value.code == "not_on_break"


def test_more_than_what_is_granted_is_refused_in_words() -> None:
    seat = writing()
    assert refusal(seat, 5, 11).message == "11\u00a0min dépassent la durée accordée\u00a0: 10\u00a0min par pause."
    for minute in (10, 30):
        seat.at(minute, ALL)
        assert refusal(seat, minute + 1).code == "already_on_break"
    refused = refusal(seat, 45)
    assert refused.message == "Toutes les pauses accordées à ce candidat sont prises."
    assert "corrige l’aménagement" in refused.remedy
    seat.at(45, lambda scene: phases.grant(scene, TWO_OF_TEN.model_copy(update={"breaks": 3})))
    seat.at(46, ALL)
    assert seat.is_in("case_study") == "paused"


def test_without_a_decision_or_outside_its_phases_or_of_no_clock_there_is_no_break() -> None:
    nothing, elsewhere, idle = DaySeat(), writing(TWO_OF_TEN.model_copy(update={"phases": ("exchanges",)})), DaySeat()
    nothing.at(0, CASE)
    idle.at(0, lambda scene: phases.grant(scene, TWO_OF_TEN))
    codes = [refusal(seat, 1).code for seat in (nothing, elsewhere, idle)]
    assert codes == ["no_break_granted", "break_not_here", "nothing_runs"]


def test_an_evacuation_cuts_a_break_short_and_gives_it_back() -> None:
    seat = writing()
    seat.at(20, ALL)
    alarm = phases.Measure("alarme", NINE + 25 * MINUTE, "Alarme incendie")
    seat.at(25, partial(phases.pause_for, measure=alarm))
    seat.until(60)
    assert seat.is_in("case_study") == "paused", "its end does not start a clock whose room is empty"
    seat.at(61, partial(phases.resume_after, measure=alarm))
    left = breaks.allowance(seat.state)
    assert (seat.ends_at("case_study"), left and left.left) == (61 + 55, 2)


def test_files_stay_shut_on_a_break() -> None:
    seat = DaySeat()
    seat.at(0, lambda scene: phases.grant(scene, TWO_OF_TEN))
    for minute, phase in ((0, "case_study"), (75, "preparation"), (120, "exchanges")):
        seat.at(minute, partial(phases.open_phase, phase=phase))  # type: ignore[arg-type]  of the table above
    seat.draws_the_subject(121)
    assert phases.may_read_files(seat.state)
    seat.at(130, ALL)
    assert not phases.may_read_files(seat.state)
    assert not phases.may_search(seat.state)
    seat.until(140)
    assert phases.may_read_files(seat.state)
    assert phases.may_search(seat.state)


FREE = {commands.LineEcho, commands.HeadsetReport}
WORDS = {commands.NotesSave, commands.FileChange, commands.ConfirmationSave}


@pytest.mark.parametrize("kind", CANDIDATE_RULES, ids=lambda kind: str(kind.__name__))
def test_each_command_of_the_candidates_desk_is_refused_on_a_break(kind: type[commands.Command]) -> None:
    seat = writing()
    seat.at(20, ALL)
    command = kind.model_construct(id="one")
    candidate = DeskHere("seat:seat1", CANDIDATE, is_candidate=True)

    def is_stopped(seconds: float) -> bool:
        now = NINE + 20 * MINUTE + timedelta(seconds=seconds)
        scene = Scene(seat.state, Here(candidate), candidate, now, "fresh")
        try:
            refusal = decide(CANDIDATE_RULES, scene, command).refusal
        except (AttributeError, ValidationError):
            return False  # It came through to its rule, which reads what this bare command does not say.
        return refusal is not None and refusal.code == "break_takes_nothing"

    assert is_stopped(8) == (kind not in FREE)
    assert is_stopped(7.9) == (kind not in FREE | WORDS)


def test_words_that_were_under_way_arrive_and_later_ones_wait() -> None:
    seat = writing()
    seat.at(20, ALL)
    breaks.take_no_words(seat.state, NINE + 20 * MINUTE + timedelta(seconds=7.9))
    with pytest.raises(Refused) as later:
        breaks.take_no_words(seat.state, NINE + 20 * MINUTE + timedelta(seconds=8))
    assert later.value.code == "break_takes_nothing"
    seat.until(30)
    breaks.take_no_words(seat.state, NINE + 30 * MINUTE)
    breaks.take_no_acts(seat.state)


def test_a_telephone_of_the_candidates_dials_nothing_on_a_break_and_nobody_rings_there() -> None:
    seat = writing()
    seat.at(20, ALL)
    here = Here(DeskHere("seat:seat1", CANDIDATE, is_candidate=True))
    scene = Scene(seat.state, here, here.candidate, NINE + 21 * MINUTE, "fresh")
    for act, code in (
        (lambda: calls.dialled(scene, "0639983344", by_phone=True), "break_takes_nothing"),
        (lambda: calls.picked_up(scene, RunId("inbound"), "seat:seat1", "candidate"), "candidate_on_break"),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == code
