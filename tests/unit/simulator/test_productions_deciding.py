"""Versions are taken while the phase is open, numbered, never twice; its end seals what there is."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.seals import EMPTY_DOCUMENT, canonical, seal_of, sha256_of, short_code
from simulator.facts import kinds
from simulator.facts.fact import SYSTEM, Fact, NewFact, Place
from simulator.facts.kinds import AnyFact, ClockEnded, ClockPaused, ClockReopened, ClockResumed, ClockStarted
from simulator.seat.deciding import productions
from simulator.seat.deciding.clocks import time_is_up
from simulator.seat.decision import Scene
from simulator.seat.refusals import Refused
from simulator.seat.state import SeatState
from simulator.seat.written import Draft, Version, WrittenId
from tests.unit.simulator.deciding import people
from tests.unit.simulator.world import CANDIDATE, NOON, a_title_day, fresh_state

EMPTY = sha256_of(EMPTY_DOCUMENT)


def happened(state: SeatState, minute: float, fact: AnyFact) -> None:
    at = NOON + timedelta(minutes=minute)
    state.apply(Fact(state.last_fact + 1, at, Place("session1", "seat1"), SYSTEM, fact))


def a_case_study() -> SeatState:
    """Under way since noon."""
    state = a_title_day()
    happened(state, 0, ClockStarted(phase="case_study", minutes=75))
    return state


def draft(name: str, based_on: int, written: WrittenId = "reply_letter") -> Draft:
    document = canonical({"type": "doc", "content": [name]})
    return Draft(written, name, based_on, document, name, sha256_of(document), 1)


def scene(state: SeatState, minute: float) -> Scene:
    here = people()
    return Scene(state, here, here.candidate, NOON + timedelta(minutes=minute), "fresh")


def saved(state: SeatState, minute: float, one: Draft) -> Version | None:
    """The version that was kept; None for one that was known."""
    decision = productions.save(scene(state, minute), one)
    state.written.apply(new.version for new in decision.versions)
    return decision.versions[0].version if decision.versions else None


def sealed(state: SeatState, minute: float) -> list[AnyFact]:
    """What the end of the time leads to, applied."""
    now = NOON + timedelta(minutes=minute)
    facts = productions.with_seals(state, time_is_up(state, now).facts)
    for fact in facts:
        happened(state, minute, fact.data)
    return [fact.data for fact in facts]


def refusal(state: SeatState, minute: float, one: Draft) -> str | None:
    try:
        productions.save(scene(state, minute), one)
    except Refused as refused:
        return refused.code
    return None


def test_versions_are_numbered_for_each_text() -> None:
    state = a_case_study()
    kept = [saved(state, 1, draft("a", 0)), saved(state, 2, draft("b", 1)), saved(state, 3, draft("c", 0, "stakes"))]
    assert [(one.written, one.number) for one in kept if one] == [
        ("reply_letter", 1), ("reply_letter", 2), ("stakes", 1),
    ]  # fmt: skip
    assert kept[1] is not None
    assert kept[1].at == NOON + timedelta(minutes=2)


def test_sent_twice_it_is_kept_once_even_after_the_end() -> None:
    state = a_case_study()
    assert saved(state, 1, draft("a", 0)) is not None
    assert saved(state, 1, draft("a", 0)) is None
    sealed(state, 75)
    assert saved(state, 80, draft("a", 0)) is None


def test_a_version_written_without_knowing_the_last_is_kept_and_known_as_such() -> None:
    state = a_case_study()
    saved(state, 1, draft("first", 0))
    one_tab, other_tab = saved(state, 2, draft("here", 1)), saved(state, 2, draft("there", 1))
    assert one_tab is not None
    assert other_tab is not None
    assert (one_tab.number, one_tab.is_parted) == (2, False)
    assert (other_tab.number, other_tab.is_parted) == (3, True)


@pytest.mark.parametrize(
    ("told", "minute", "code"),
    [
        ([], 1, "case_study_not_open"),
        ([(0, ClockStarted(phase="case_study", minutes=75))], 74.99, None),
        # The tick that ends the clock has not come yet: the time is over all the same.
        ([(0, ClockStarted(phase="case_study", minutes=75))], 75, "case_study_over"),
        (
            [
                (0, ClockStarted(phase="case_study", minutes=75)),
                (5, ClockPaused(phase="case_study", reason="alerte")),
            ],
            200,
            None,
        ),
        (
            [(0, ClockStarted(phase="case_study", minutes=75)), (5, ClockEnded(phase="case_study"))],
            6,
            "case_study_over",
        ),
        (
            [
                (0, ClockStarted(phase="case_study", minutes=75)),
                (75, ClockEnded(phase="case_study")),
                (90, ClockReopened(phase="case_study", minutes=10, reason="temps majoré")),
            ],
            95,
            None,
        ),
    ],
)
def test_a_version_is_taken_while_the_phase_is_open(
    told: list[tuple[float, AnyFact]], minute: float, code: str | None
) -> None:
    state = a_title_day()
    for at, fact in told:
        happened(state, at, fact)
    assert refusal(state, minute, draft("a", 0)) == code


def test_a_session_without_case_study_takes_none() -> None:
    assert refusal(fresh_state("exam"), 0, draft("a", 0)) == "no_case_study"


def test_the_end_of_the_time_seals_what_there_is_with_nobody_there() -> None:
    state = a_case_study()
    saved(state, 1, draft("brouillon", 0))
    last = saved(state, 70, draft("lettre", 1))
    assert last is not None
    ended, seal = sealed(state, 75)
    assert ended == ClockEnded(phase="case_study")
    wanted = seal_of("seat1", "case_study", {"case_summary": EMPTY, "stakes": EMPTY, "reply_letter": last.sha256})
    assert seal == kinds.PhaseSealed(phase="case_study", sha256=wanted, code=short_code(wanted))
    assert state.seals["case_study"].at == NOON + timedelta(minutes=75)


def test_an_empty_case_study_is_sealed_like_any_other() -> None:
    state = a_case_study()
    seals = [fact for fact in sealed(state, 75) if isinstance(fact, kinds.PhaseSealed)]
    assert [one.sha256 for one in seals] == [
        seal_of("seat1", "case_study", dict.fromkeys(("case_summary", "stakes", "reply_letter"), EMPTY))
    ]


def test_notes_of_ones_own_are_not_sealed() -> None:
    bare, noted = a_case_study(), a_case_study()
    saved(noted, 1, draft("pense-bête", 0, "notes"))
    assert sealed(bare, 75) == sealed(noted, 75)


def test_reopened_it_is_sealed_again_at_its_new_end() -> None:
    state = a_case_study()
    saved(state, 1, draft("a", 0))
    first = sealed(state, 75)[1]
    happened(state, 80, ClockReopened(phase="case_study", minutes=10, reason="tiers temps"))
    saved(state, 85, draft("b", 1))
    second = sealed(state, 90)[1]
    assert isinstance(first, kinds.PhaseSealed)
    assert isinstance(second, kinds.PhaseSealed)
    assert first.sha256 != second.sha256
    assert state.seals["case_study"].sha256 == second.sha256


def typed(name: str, based_on: int, first: float, last: float) -> Draft:
    """Struck from one minute after noon to another, by its page's account."""
    at = [NOON + timedelta(minutes=minute) for minute in (first, last)]
    return replace(draft(name, based_on), typed_from=at[0], typed_until=at[1])


@pytest.mark.parametrize(
    ("first", "last", "is_marked"),
    [
        (35, 39.9, False),  # before the end, and could not be sent
        (35, 44, True),  # went on after an end that the page had not heard of
        (42, 42, True),
        (42, 52, True),
        (35, 52, True),
        (50.1, 52, False),  # after the reopening
        (35, 40.02, False),  # as near as clocks differ
    ],
)
def test_what_was_typed_while_closed_is_taken_at_a_reopening_and_marked(
    first: float, last: float, is_marked: bool
) -> None:
    state = a_case_study()
    saved(state, 30, draft("remis", 0))
    happened(state, 40, ClockEnded(phase="case_study", reason="clos par erreur"))
    happened(state, 50, ClockReopened(phase="case_study", minutes=20, reason="clos par erreur"))
    decision = productions.save(scene(state, 53), typed("suite", 1, first, last))
    assert [one.version.number for one in decision.versions] == [2], "nothing that was typed is lost"
    assert [fact.data for fact in decision.facts] == [
        kinds.TypedWhileClosed(
            production="reply_letter",
            number=2,
            closed_from=NOON + timedelta(minutes=40),
            closed_until=NOON + timedelta(minutes=50),
            words_before=1,
            words=1,
        )
    ] * is_marked


def test_notes_of_ones_own_are_marked_no_more_than_they_are_sealed() -> None:
    state = a_case_study()
    happened(state, 40, ClockEnded(phase="case_study", reason="clos par erreur"))
    happened(state, 50, ClockReopened(phase="case_study", minutes=20, reason="clos par erreur"))
    noted = replace(typed("pense-bête", 0, 41, 42), written="notes")
    assert productions.save(scene(state, 53), noted).facts == []


def test_an_end_that_comes_twice_seals_once_and_other_phases_are_not_sealed() -> None:
    state = a_case_study()
    sealed(state, 75)
    again = [NewFact(ClockEnded(phase="case_study")), NewFact(ClockEnded(phase="preparation"))]
    assert productions.with_seals(state, again) == again


def test_the_code_is_the_beginning_of_the_seal_in_letters_that_cannot_be_mistaken() -> None:
    assert short_code("0" * 64) == "0000-0000"
    assert short_code("f" * 64) == "ZZZZ-ZZZZ"
    # 0x0123456789 in groups of five bits: 00000 00100 10001 10100 01010 11001 11100 01001
    assert short_code("0123456789" + "a" * 54) == "04HM-ASW9"


def test_a_refused_paste_is_noted_with_its_length_only() -> None:
    state = a_case_study()
    refused = kinds.PasteRefused(production="stakes", characters=412)
    decision = productions.refuse_paste(scene(state, 1), refused)
    assert decision.facts == [NewFact(refused, None, CANDIDATE)]


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("save"), st.sampled_from("abcdefgh"), st.integers(0, 9)),
            st.tuples(st.sampled_from(["pause", "resume", "end", "reopen"]), st.just(""), st.just(0)),
        ),
        max_size=40,
    )
)
def test_whatever_happens_nothing_kept_is_lost_and_the_seal_is_of_the_last_versions(
    steps: list[tuple[str, str, int]],
) -> None:
    state, minute = a_case_study(), 0.0
    kept: list[Version] = []
    clocks: dict[str, AnyFact] = {
        "pause": ClockPaused(phase="case_study", reason="alerte"),
        "resume": ClockResumed(phase="case_study"),
        "reopen": ClockReopened(phase="case_study", minutes=30, reason="tiers temps"),
    }
    for what, name, based_on in steps:
        minute += 1
        is_open = state.clock_of("case_study").state in ("running", "paused")
        if what == "save":
            try:
                version = saved(state, minute, draft(name, based_on))
            except Refused:
                assert not is_open or is_over(state, minute)
                continue
            kept += [version] if version is not None else []
        elif what == "end":
            for fact in productions.with_seals(state, [NewFact(ClockEnded(phase="case_study"))]):
                happened(state, minute, fact.data)
        else:
            happened(state, minute, clocks[what])
    assert [one.number for one in kept] == list(range(1, len(kept) + 1))
    assert len({one.client_id for one in kept}) == len(kept)
    if state.clock_of("case_study").state == "ended":
        last = kept[-1].sha256 if kept else EMPTY
        assert state.seals["case_study"].sha256 == seal_of(
            "seat1", "case_study", {"case_summary": EMPTY, "stakes": EMPTY, "reply_letter": last}
        )


def is_over(state: SeatState, minute: float) -> bool:
    now: datetime = NOON + timedelta(minutes=minute)
    return state.clock_of("case_study").remaining(now) <= timedelta(0)
