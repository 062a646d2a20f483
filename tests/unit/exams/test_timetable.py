"""The day's plan: reference ends, rules in words, moves. RE sections 2 to 5; ends of real centres."""

import time
from dataclasses import replace
from itertools import pairwise

import pytest

from exams.timetable.assigning import NoPlan
from exams.timetable.greedy import greedy_plan
from exams.timetable.model import Juror, Plan, Room, Rules
from exams.timetable.moving import NotInPlan, given_to, moved_to
from exams.timetable.optimal import WORKERS, optimal_plan
from exams.timetable.rules import conflicts, jury_minutes
from exams.timetable.words import hour, is_same_person
from tests.unit.exams.days import REFERENCE, a_day, clashes, with_candidates


def codes(plan: Plan) -> set[str]:
    return {one.code for one in conflicts(plan)}


@pytest.mark.parametrize(("format_id", "candidates", "pairs", "end"), REFERENCE)
def test_the_greedy_plan_ends_when_the_best_centres_do(format_id, candidates, pairs, end) -> None:
    plan = greedy_plan(a_day(format_id, candidates, pairs))
    assert hour(plan.end) == end
    assert conflicts(plan) == ()
    assert clashes(plan) == []


@pytest.mark.parametrize(("format_id", "candidates", "pairs", "end"), REFERENCE)
def test_the_solver_ends_when_the_best_centres_do_within_ten_seconds(format_id, candidates, pairs, end) -> None:
    begun = time.process_time()
    plan = optimal_plan(a_day(format_id, candidates, pairs))
    assert time.process_time() - begun < 10 * WORKERS, "of the cores that it may use, whoever else uses them too"
    assert hour(plan.end) == end
    assert conflicts(plan) == ()
    assert clashes(plan) == []


@pytest.mark.parametrize(("format_id", "minutes"), [("title", 95), ("ccp1", 30), ("ccp2", 45)])
def test_a_pair_spends_the_official_minutes_with_each_candidate(format_id, minutes) -> None:
    plan = greedy_plan(a_day(format_id, 3, 1))
    for candidate in plan.day.candidates:
        with_jury = [
            one.minutes for one in plan.bookings if one.candidate == candidate.id and one.pair and one.has_candidate
        ]
        assert sum(with_jury) == minutes == jury_minutes(plan, candidate)


def test_the_title_of_one_candidate_minute_by_minute() -> None:
    plan = greedy_plan(a_day("title", 1, 1))
    at = {one.activity: (hour(one.start), hour(one.end)) for one in plan.of_candidate("c1")}
    assert at == {
        "case_study": ("8:30", "9:45"),
        "preparation": ("9:45", "10:30"),
        "exchanges": ("10:30", "11:30"),
        "interview_preparation": ("11:30", "11:40"),
        "recorded_sequence": ("11:40", "11:50"),
        "debrief": ("11:50", "12:00"),
        "final_interview": ("12:00", "12:15"),
    }
    letter = plan.find("correction:c1")
    assert letter is not None
    assert hour(letter.start) == "9:45"


def test_a_third_more_lengthens_every_phase_of_that_candidate_only() -> None:
    day = with_candidates(a_day("title", 3, 1), [{"extra_percent": 33}])
    plan = greedy_plan(day)
    lengths = {one.activity: one.minutes for one in plan.of_candidate("c1")}
    assert lengths["case_study"] == 100
    assert lengths["preparation"] == 60
    assert lengths["exchanges"] == 80
    assert {one.minutes for one in plan.of_candidate("c2") if one.activity == "case_study"} == {75}
    assert conflicts(plan) == ()


def test_nobody_is_seen_by_their_own_trainer() -> None:
    trained = {"trainers": ("PREMIERE Jurée 1",)}
    day = with_candidates(a_day("title", 6, 2), [trained, trained, trained])
    plan = greedy_plan(day)
    assert {plan.find(f"exchanges:c{one}").pair for one in (1, 2, 3)} == {"p2"}  # type: ignore[union-attr]  it is in the plan
    assert conflicts(plan) == ()
    moved = given_to(plan, "c1", "p1").plan
    assert "own_trainer" in codes(moved)
    assert "Candidate 1 serait évalué par Jurée 1 Première, qui l’a formé. Changez de binôme." in [
        one.sentence for one in conflicts(moved)
    ]


def test_a_candidate_whom_every_pair_has_trained_is_named() -> None:
    day = with_candidates(a_day("title", 2, 1), [{"trainers": ("Jurée 1 Première",)}])
    with pytest.raises(NoPlan, match="Candidate 1 : chaque binôme compte un de ses formateurs"):
        greedy_plan(day)
    with pytest.raises(NoPlan, match="Candidate 1"):
        optimal_plan(day)


def test_ccp2_is_marked_by_somebody_who_knows_retention() -> None:
    day = a_day("ccp2", 4, 2)
    unknowing = replace(day.pairs[0], jurors=(Juror("x", "Xavier Un"), Juror("y", "Yves Deux")))
    plan = greedy_plan(replace(day, pairs=(unknowing, day.pairs[1])))
    assert {one.pair for one in plan.bookings if one.pair} == {"p2"}
    with pytest.raises(NoPlan, match="fidélisation"):
        greedy_plan(replace(day, pairs=(unknowing,)))
    assert "no_retention" in codes(replace(greedy_plan(day), day=replace(day, pairs=(unknowing, day.pairs[1]))))
    assert greedy_plan(replace(day, format_id="ccp1", pairs=(unknowing,))).bookings


def test_who_works_past_the_lunch_hours_lunches() -> None:
    plan = greedy_plan(a_day("title", 9, 3))
    ends = {one.id: plan.of_candidate(one.id)[-1].end for one in plan.day.candidates}
    late = {who for who, end in ends.items() if end > 14 * 60} | {"p1", "p2", "p3"}
    lunches = {one.candidate or one.pair: one for one in plan.bookings if one.activity == "lunch"}
    assert set(lunches) == late
    assert len(late) > 3, "candidates too"
    assert {one.minutes for one in lunches.values()} == {45}
    assert all(11 * 60 + 30 <= one.start <= 14 * 60 for one in lunches.values())
    without = replace(plan, bookings=tuple(one for one in plan.bookings if one.id != "lunch:p1"))
    assert "Jury 1 n’a pas de déjeuner. Laissez 45 min." in [one.sentence for one in conflicts(without)]
    assert not [one for one in greedy_plan(a_day("ccp1", 10, 3)).bookings if one.activity == "lunch"]


def test_a_jury_waits_for_a_candidate_who_could_lunch_only_before_the_interview() -> None:
    day = with_candidates(a_day("title", 1, 1), [{"extra_percent": 50, "extra_minutes": 5}])
    plan = greedy_plan(day)
    assert conflicts(plan) == ()
    at = {one.activity: (hour(one.start), hour(one.end)) for one in plan.of_candidate("c1")}
    assert (at["exchanges"], at["lunch"], at["interview_preparation"][0]) == (
        ("11:41", "13:16"),
        ("13:16", "14:01"),
        "14:01",
    )


def test_moving_the_exchanges_takes_the_preparation_along() -> None:
    plan = greedy_plan(a_day("title", 1, 1))
    moved = moved_to(plan, "exchanges:c1", 10 * 60 + 40)
    assert moved.moved == ("exchanges:c1", "preparation:c1")
    assert hour(moved.plan.find("preparation:c1").start) == "9:55"  # type: ignore[union-attr]  it is in the plan
    assert moved.sentence == (
        "Candidate 1 : échanges à 10:40 au lieu de 10:30. Se déplace aussi : tirage et préparation."
    )
    assert [one.sentence for one in conflicts(moved.plan)] == [
        "Candidate 1 serait à deux endroits : échanges de 10:40 à 11:40, et préparation de l’entretien de 11:30 à "
        "11:40. Déplacez l’un des deux."
    ]


def test_moving_there_and_back_changes_nothing() -> None:
    plan = greedy_plan(a_day("title", 9, 3))
    there = moved_to(plan, "recorded_sequence:c4", 17 * 60).plan
    before = plan.find("recorded_sequence:c4")
    assert before is not None
    assert moved_to(there, before.id, before.start).plan == plan


def test_a_case_study_moves_for_everybody_and_never_before_the_day() -> None:
    plan = greedy_plan(a_day("title", 3, 1))
    moved = moved_to(plan, "case_study:c2", 8 * 60)
    assert moved.moved == ("case_study:c1", "case_study:c2", "case_study:c3")
    assert "before_start" in codes(moved.plan)


def test_what_is_not_in_the_plan_is_not_moved() -> None:
    plan = greedy_plan(a_day("title", 1, 1))
    with pytest.raises(NotInPlan):
        moved_to(plan, "exchanges:nobody", 600)
    with pytest.raises(NotInPlan):
        given_to(plan, "c1", "nobody")


def test_a_letter_is_corrected_before_the_interview_and_after_it_was_written() -> None:
    plan = greedy_plan(a_day("title", 1, 1))
    assert "correction_too_late" in codes(moved_to(plan, "correction:c1", 12 * 60).plan)
    assert "correction_too_early" in codes(moved_to(plan, "correction:c1", 9 * 60).plan)


def test_too_few_posts_are_told_with_room_and_hour() -> None:
    plan = greedy_plan(a_day("title", 3, 1))
    cramped = replace(plan.day, rooms=tuple(replace(room, posts=min(room.posts, 2)) for room in plan.day.rooms))
    assert "Salle A : 3 candidats à 8:30 pour 2 postes." in [
        one.sentence for one in conflicts(replace(plan, day=cramped))
    ]
    planned = greedy_plan(cramped)
    assert any("pas de poste libre pour étude de cas" in one.sentence for one in conflicts(planned))


def test_preparation_waits_for_a_free_post() -> None:
    plan = greedy_plan(a_day("title", 4, 2, posts=1))
    preparing = sorted((one.start, one.end) for one in plan.bookings if one.room == "prepa")
    assert all(before[1] <= after[0] for before, after in pairwise(preparing))
    assert conflicts(plan) == ()


def test_a_day_that_is_too_long_says_what_to_do() -> None:
    plan = greedy_plan(a_day("title", 9, 1, rules=Rules(latest_end=18 * 60)))
    (sentence,) = [one.sentence for one in conflicts(plan) if one.code == "too_long"]
    assert sentence.endswith("Ajoutez un binôme de jury, ou convoquez une partie des candidats un autre jour.")
    with pytest.raises(NoPlan, match="Aucun emploi du temps ne respecte"):
        optimal_plan(a_day("title", 9, 1, rules=Rules(latest_end=18 * 60)))


def test_a_mock_exam_may_be_the_case_study_alone() -> None:
    plan = greedy_plan(a_day("title", 5, 0, phases=("case_study",)))
    assert {one.activity for one in plan.bookings} == {"case_study"}
    assert hour(plan.end) == "9:45"
    assert conflicts(plan) == ()


def test_the_absent_have_no_place_in_the_plan() -> None:
    plan = greedy_plan(with_candidates(a_day("title", 3, 1), [{"absent": True}]))
    assert not [one for one in plan.bookings if one.candidate == "c1"]
    assert conflicts(plan) == ()


def test_the_jury_deliberates_once_all_is_over() -> None:
    plan = greedy_plan(a_day("title", 9, 3))
    ends = [one for one in plan.bookings if one.activity == "deliberation"]
    assert [(one.pair, hour(one.start)) for one in ends] == [("p1", "16:00"), ("p2", "16:00"), ("p3", "16:00")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nadia Roy", "ROY Nadia", True),
        ("Éléonore Le Goff", "eleonore LE-GOFF", True),
        ("Nadia Roy", "Nadia Roy-Petit", False),
        ("", "", False),
    ],
)
def test_names_are_compared_as_people_write_them(one: str, other: str, same: bool) -> None:
    assert is_same_person(one, other) is same


def test_a_candidate_is_planned_in_the_room_of_their_desk_and_told_where_that_is_not_so() -> None:
    desks = [{"desk_room": "Salle A"}, {"desk_room": "Salle A"}, {"desk_room": "salle  d"}]
    day = with_candidates(a_day("ccp1", 3, 1), desks)
    (told,) = [one for one in conflicts(greedy_plan(day)) if one.code == "other_room"]
    assert told.sentence.startswith("C-03 : son poste est en salle  d, l’emploi du temps le place en Salle A.")
    second = replace(day, rooms=(*day.rooms, Room("d", "Salle D", 1, ("case_study",))))
    plan = greedy_plan(second)
    assert conflicts(plan) == ()
    written = {one.candidate: one.room for one in plan.bookings if one.activity == "case_study"}
    assert written == {"c1": "ecrit", "c2": "ecrit", "c3": "d"}
    moved = replace(plan, day=with_candidates(second, [{"desk_room": "Salle D"}]))
    assert codes(moved) == {"other_room"}, "a desk corrected after the plan"
