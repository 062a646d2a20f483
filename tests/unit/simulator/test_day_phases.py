"""What the responsible person does with a candidate's phases: what opens, what does not, and whose time moves."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.live_messages import commands
from simulator.seat.deciding import clocks, phases
from simulator.seat.decision import Decision
from simulator.seat.refusals import Refused
from tests.unit.simulator.exam_day import DELMAS, MINUTE, NINE, DaySeat

CASE = partial(phases.open_phase, phase="case_study")
PREPARATION = partial(phases.open_phase, phase="preparation")
THIRD = kinds.AccommodationGranted(percent=33, reference="Décision 2026-118")


def code(refusal: "pytest.ExceptionInfo[Refused]") -> str:
    return refusal.value.code


def test_phases_open_in_order_each_once_those_before_are_closed() -> None:
    seat = DaySeat()
    with pytest.raises(Refused) as early:
        seat.at(0, PREPARATION)
    assert code(early) == "phase_before"
    seat.at(0, CASE)
    with pytest.raises(Refused) as still:
        seat.at(74, PREPARATION)
    assert code(still) == "phase_before"
    seat.at(75, PREPARATION)
    assert (seat.is_in("case_study"), seat.is_in("preparation")) == ("ended", "running")
    with pytest.raises(Refused) as again:
        seat.at(76, PREPARATION)
    assert code(again) == "clock_state"


def test_nothing_opens_before_its_time_nor_while_the_envelopes_are_closed() -> None:
    seat = DaySeat()
    with pytest.raises(Refused) as early:
        seat.at(0, partial(CASE, due_at=NINE + MINUTE))
    with pytest.raises(Refused) as sealed:
        seat.at(0, partial(CASE, envelopes_closed=True))
    assert (code(early), code(sealed)) == ("too_early", "envelopes_closed")
    seat.at(1, partial(CASE, due_at=NINE + MINUTE))
    assert seat.is_in("case_study") == "running"


def test_the_jury_does_not_open_the_exchanges_of_an_exam_day() -> None:
    seat = DaySeat()
    with pytest.raises(Refused) as closed:
        seat.at(0, lambda scene: clocks.start(scene, commands.ClockStart(id="c")))
    assert code(closed) == "phase_not_open"


def test_opening_the_exchanges_starts_their_one_clock() -> None:
    seat = DaySeat()
    for minute, phase in ((0, "case_study"), (75, "preparation"), (120, "exchanges")):
        seat.at(minute, partial(phases.open_phase, phase=phase))  # type: ignore[arg-type]  of the table above
    assert (seat.state.clock.state, seat.ends_at("exchanges")) == ("running", 180)


def test_a_pause_gives_every_second_back() -> None:
    seat = DaySeat()
    seat.at(0, CASE)
    seat.at(10, lambda scene: phases.pause(scene, "case_study", "malaise"))
    assert seat.left("case_study", 500) == 65
    seat.at(18, lambda scene: phases.resume(scene, "case_study"))
    assert seat.ends_at("case_study") == 83


def test_closing_early_and_opening_again_have_an_author_and_a_reason() -> None:
    seat = DaySeat()
    seat.at(0, CASE)
    seat.at(30, lambda scene: phases.close(scene, "case_study", "a fini"))
    seat.at(31, lambda scene: phases.reopen(scene, "case_study", 12, "erreur de poste"))
    told = [(fact.actor, fact.data) for fact in seat.facts[-2:]]
    assert told == [
        (DELMAS, kinds.ClockEnded(phase="case_study", reason="a fini")),
        (DELMAS, kinds.ClockReopened(phase="case_study", minutes=12, reason="erreur de poste")),
    ]
    assert (seat.is_in("case_study"), seat.ends_at("case_study")) == ("running", 43)


# Accommodations (EXAM.md 9 to 11).


def test_extra_time_given_before_counts_in_every_phase_a_started_minute_being_one() -> None:
    seat = DaySeat()
    seat.at(0, lambda scene: phases.grant(scene, THIRD))
    extra = {clock.phase: clock.extra_minutes for clock in seat.state.clocks}
    assert extra == {
        "case_study": 25,
        "preparation": 15,
        "exchanges": 20,
        "interview_preparation": 4,
        "recorded_sequence": 4,
        "debrief": 4,
        "final_interview": 5,
    }


def test_extra_time_given_during_a_phase_moves_an_end_already_computed() -> None:
    seat = DaySeat()
    seat.at(0, CASE)
    assert seat.ends_at("case_study") == 75
    seat.at(60, lambda scene: phases.grant(scene, THIRD))
    assert seat.ends_at("case_study") == 100


def test_extra_time_given_after_the_end_opens_the_screen_and_the_lock_again() -> None:
    seat = DaySeat()
    seat.at(0, CASE)
    seat.until(75)
    assert seat.is_in("case_study") == "ended"
    seat.at(80, lambda scene: phases.grant(scene, THIRD))
    assert (seat.is_in("case_study"), seat.ends_at("case_study")) == ("running", 105)
    with pytest.raises(Refused):
        seat.at(81, PREPARATION)


def test_a_phase_long_over_is_opened_again_only_where_it_is_named_and_nothing_else_runs() -> None:
    seat = DaySeat()
    seat.at(0, CASE)
    seat.at(75, PREPARATION)
    seat.at(80, lambda scene: phases.grant(scene, THIRD))
    assert (seat.is_in("case_study"), seat.ends_at("preparation")) == ("ended", 75 + 45 + 15)
    named = THIRD.model_copy(update={"phases": ("case_study",)})
    with pytest.raises(Refused) as busy:
        seat.at(81, lambda scene: phases.grant(scene, named))
    assert code(busy) == "other_phase_runs"
    seat.at(82, lambda scene: phases.pause(scene, "preparation", "reprise de l’étude de cas"))
    seat.at(82, lambda scene: phases.grant(scene, named))
    assert seat.ends_at("case_study") == 82 + 25


def test_another_decision_replaces_the_first_and_only_the_difference_is_given() -> None:
    seat = DaySeat()
    seat.at(0, lambda scene: phases.grant(scene, THIRD))
    seat.at(1, lambda scene: phases.grant(scene, THIRD))
    assert seat.state.clock_of("case_study").extra_minutes == 25
    smaller = kinds.AccommodationGranted(minutes=4, reference="Décision 2026-119")
    seat.at(2, lambda scene: phases.grant(scene, smaller))
    assert {clock.extra_minutes for clock in seat.state.clocks} == {4}


def test_an_accommodation_keeps_the_reference_of_the_decision_and_has_no_place_for_a_reason() -> None:
    assert set(kinds.AccommodationGranted.model_fields) == {
        "kind", "percent", "minutes", "breaks", "break_minutes", "captions", "reference", "phases",
    }  # fmt: skip


def test_captions_that_are_granted_are_shown_from_then_on() -> None:
    seat = DaySeat()
    granted = kinds.AccommodationGranted(captions=True, reference="Décision 7")
    seat.at(0, lambda scene: phases.grant(scene, granted))
    assert seat.state.seat.captions


# Late, absent, gone.


def test_whoever_comes_late_finds_the_same_end() -> None:
    seat = DaySeat()
    seat.at(0, CASE)
    seat.at(11, lambda scene: phases.arrived(scene, 11))
    assert (seat.state.day.presence, seat.state.day.minutes_late) == ("present", 11)
    assert seat.ends_at("case_study") == 75


def test_whoever_was_noted_absent_may_come_after_all_and_find_the_rooms_clock() -> None:
    seat = DaySeat()
    seat.at(0, CASE)
    seat.at(15, lambda scene: phases.absent(scene, ""))
    seat.at(20, lambda scene: phases.identity_checked(scene, "identity_card", 20))
    assert (seat.state.day.presence, seat.state.day.identity) == ("present", "identity_card")
    assert seat.ends_at("case_study") == 75


def test_whoever_leaves_for_good_hands_in_what_is_there_and_nothing_opens_any_more() -> None:
    seat = DaySeat()
    seat.at(0, CASE)
    seat.at(20, lambda scene: phases.abandoned(scene, ""))
    assert seat.is_in("case_study") == "ended"
    for act in (PREPARATION, partial(phases.reopen, phase="case_study", minutes=5, reason="retour")):
        with pytest.raises(Refused) as gone:
            seat.at(30, act)
        assert code(gone) == "candidate_gone"


# Measures for a room or for all.


EVACUATION = phases.Measure("m1", NINE + 10 * MINUTE, "alarme incendie")


def pause(seat: DaySeat, minute: float) -> list[NewFact]:
    return seat.at(minute, lambda scene: phases.pause_for(scene, EVACUATION))


def resume(seat: DaySeat, minute: float) -> list[NewFact]:
    return seat.at(minute, lambda scene: phases.resume_after(scene, EVACUATION))


def test_a_measure_is_carried_out_once_however_often_it_is_asked_for() -> None:
    seat = DaySeat()
    seat.at(0, CASE)
    assert [len(pause(seat, 10)), len(pause(seat, 11))] == [1, 0]
    assert [len(resume(seat, 20)), len(resume(seat, 21))] == [1, 0]
    assert seat.ends_at("case_study") == 85
    assert pause(seat, 30) == [], "a measure that was lifted pauses nobody again"


def test_lifting_a_measure_leaves_a_pause_of_ones_own() -> None:
    seat = DaySeat()
    seat.at(0, CASE)
    seat.at(5, lambda scene: phases.pause(scene, "case_study", "malaise"))
    pause(seat, 10)
    resume(seat, 20)
    assert seat.is_in("case_study") == "paused"


def test_a_pause_that_a_crash_held_up_gives_the_lost_minutes_back() -> None:
    seat = DaySeat()
    seat.at(0, CASE)
    pause(seat, 14)
    assert seat.left("case_study", 14) == 65


def test_a_phase_that_ended_during_the_crash_is_given_what_was_left() -> None:
    seat = DaySeat()
    seat.at(0, CASE)
    seat.until(75)
    late = phases.Measure("m2", NINE + 70 * MINUTE, "coupure de courant")
    seat.at(80, lambda scene: phases.pause_for(scene, late))
    assert (seat.is_in("case_study"), seat.left("case_study", 500)) == ("paused", 5)


def test_nothing_runs_nothing_is_paused() -> None:
    seat = DaySeat()
    assert pause(seat, 10) == []


# What the candidate may read.


def test_files_open_with_the_preparation_and_not_while_its_room_is_empty() -> None:
    seat = DaySeat()
    reads = [phases.may_read_files(seat.state)]
    seat.at(0, CASE)
    reads.append(phases.may_read_files(seat.state))
    seat.at(75, PREPARATION)
    seat.draws_the_subject(76)
    reads.append(phases.may_read_files(seat.state))
    seat.at(80, lambda scene: phases.pause(scene, "preparation", "évacuation"))
    reads.append(phases.may_read_files(seat.state))
    assert reads == [False, False, True, False]
    assert not phases.may_search(seat.state)


def test_no_file_opens_before_the_subject_is_drawn() -> None:
    seat = DaySeat()
    seat.at(0, CASE)
    seat.at(75, PREPARATION)
    assert not phases.may_read_files(seat.state)
    assert phases.customers_of(seat.state) == ()
    prepared = kinds.DrawCommitted(draw_id="d", what="subject", commitment="00", choices=("sujet",), numbers=(1,))
    seat.at(76, lambda _: Decision([NewFact(prepared)]))
    assert not phases.may_read_files(seat.state)
    seat.at(
        77,
        lambda _: Decision(
            [NewFact(kinds.DrawRevealed(draw_id="d", what="subject", word="7", seed="s", chosen="sujet", number=1))]
        ),
    )
    assert phases.may_read_files(seat.state)
    assert phases.customers_of(seat.state) == ("morel", "weber", "diallo")


def test_preparation_notes_are_kept_by_customer_and_read_in_the_exchanges() -> None:
    seat = DaySeat()
    seat.at(0, CASE)
    with pytest.raises(Refused) as closed:
        seat.at(10, lambda scene: phases.note_preparation(scene, "morel", "trop tôt"))
    assert code(closed) == "files_closed"
    seat.at(75, PREPARATION)
    seat.draws_the_subject(76)
    seat.at(80, lambda scene: phases.note_preparation(scene, "morel", "Vérifier la livraison"))
    seat.at(120, partial(phases.open_phase, phase="exchanges"))
    assert (phases.may_read_files(seat.state), seat.state.day.notes) == (True, {"morel": "Vérifier la livraison"})


def test_a_server_that_reads_the_facts_again_knows_the_same_day() -> None:
    seat = DaySeat()
    seat.at(0, CASE)
    pause(seat, 10)
    seat.at(12, lambda scene: phases.grant(scene, THIRD))
    again = DaySeat()
    for fact in seat.facts:
        again.state.apply(fact)
    assert again.state.day == seat.state.day
    assert again.state.clocks == seat.state.clocks
    assert again.state.clock_of("case_study").left == timedelta(minutes=90)


@pytest.mark.parametrize(
    ("percent", "most_percent", "is_too_much"),
    [(33, None, False), (34, None, True), (50, 50, False), (51, 50, True), (1, 0, True), (0, 0, False)],
)
def test_extra_time_stops_at_a_third_of_a_phase_or_at_what_the_session_says(
    percent: int, most_percent: int | None, is_too_much: bool
) -> None:
    seat = DaySeat()
    seat.state.training = replace(seat.state.training, most_extra_percent=most_percent)
    asked = kinds.AccommodationGranted(percent=percent, reference="D 9", phases=("case_study",))
    if not is_too_much:
        assert seat.at(0, lambda scene: phases.grant(scene, asked))
        return
    with pytest.raises(Refused) as refusal:
        seat.at(0, lambda scene: phases.grant(scene, asked))
    assert refusal.value.code == "too_much_extra_time"
    assert seat.facts == []


def test_a_phase_that_was_opened_after_a_measure_is_not_its_business_at_the_next_start() -> None:
    """EVACUATION found nothing to pause; a restart asks again, an hour and a half later."""
    seat = DaySeat()
    seat.at(20, CASE)
    assert pause(seat, 90) == [], "while it runs"
    seat.until(95)
    assert (pause(seat, 100), seat.is_in("case_study")) == ([], "ended"), "once it was handed in"
