"""Whatever the order: marking is blind, a signature stands under what was signed, what is frozen stays."""

import itertools
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.facts import day_facts, kinds
from simulator.facts.day_log import DayFact
from simulator.facts.fact import Actor, Fact, Place
from simulator.facts.kinds import AnyFact
from simulator.ids import RunId, SeatId, SessionId
from simulator.results.freezing import file_until, freezes_of, is_due, is_frozen
from simulator.seat.correcting import CorrectionState
from simulator.seat.deliberation import Agreed, Decided, Deliberation, Page
from simulator.seat.marking import MarkingState
from simulator.seat.signed_versions import changes, signed_versions

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SEAT, SESSION, RUN = SeatId("s"), SessionId("d"), RunId("r")
ROY, LEFORT, LEAD = "person:roy", "person:lefort", "person:delmas"
JURORS = frozenset({ROY, LEFORT})
SECRET = {ROY: "SECRET-ROY", LEFORT: "SECRET-LEFORT"}


def fact(number: int, actor: str, data: AnyFact) -> Fact:
    return Fact(number, AT + timedelta(seconds=number), Place(SESSION, SEAT, RUN), Actor(actor, actor), data)


def _acts_of(juror: str) -> st.SearchStrategy[list[tuple[str, AnyFact]]]:
    """What one juror does, in their order, handing in at the end or never: on the screen or on paper."""
    secret = SECRET[juror]
    own = st.sampled_from(
        [
            kinds.VerdictSet(criterion="CP1.1", verdict="insufficient", comment=secret),
            kinds.MarkPlaced(mark_id=f"m-{juror}", criterion="CP1.1", sign="note", at_seconds=1, text=secret),
            kinds.AppreciationSet(competence="CP1", text=secret),
            kinds.CorrectionVerdict(criterion="CP3.7", verdict="to_improve", comment=secret),
        ]
    )
    line = kinds.PaperVerdict(run_id=RUN, criterion="CP1.2", verdict="satisfactory", comment=secret)
    paper = kinds.PaperGridEntered(juror=juror, juror_name=juror, verdicts=(line,))
    acts = st.lists(own.map(lambda data: (juror, data)) | st.just((LEAD, paper)), max_size=5)
    last = st.sampled_from(
        [[], [(juror, kinds.MarkingSubmitted())], [(LEAD, paper.model_copy(update={"hands_in": True}))]]
    )
    return st.tuples(acts, last).map(lambda both: [*both[0], *both[1]])


@settings(max_examples=200)
@given(roy=_acts_of(ROY), lefort=_acts_of(LEFORT), order=st.randoms(use_true_random=False))
def test_marking_is_blind_under_any_interleaving(
    roy: list[tuple[str, AnyFact]], lefort: list[tuple[str, AnyFact]], order: Random
) -> None:
    turns = [ROY] * len(roy) + [LEFORT] * len(lefort)
    order.shuffle(turns)
    left = {ROY: iter(roy), LEFORT: iter(lefort)}
    marking, correction = MarkingState(), CorrectionState()
    for number, whose in enumerate(turns, start=1):
        actor, data = next(left[whose])
        one = fact(number, actor, data)
        marking.apply(one)
        correction.apply(one)
        both = marking.submitted >= JURORS
        for juror, other in itertools.permutations((ROY, LEFORT)):
            shown = marking.seen_by(juror, JURORS).model_dump_json()
            shown += correction.seen_by(juror, marking.submitted, JURORS).model_dump_json()
            assert both or SECRET[other] not in shown
        # Who types for both sees nothing of either.
        assert "SECRET" not in marking.seen_by(LEAD, JURORS).model_dump_json()


def said(one: Agreed | Decided) -> tuple[str, str]:
    return (one.verdict if isinstance(one, Agreed) else one.decision, one.reason)


_WRITE = st.one_of(
    st.builds(
        kinds.VerdictAgreed,
        criterion=st.sampled_from(["CP1.1", "CP1.2"]),
        verdict=st.sampled_from(["satisfactory", "insufficient"]),
        reason=st.sampled_from(["", "vu"]),
    ),
    st.builds(kinds.DecisionTaken, what=st.just("CP1"), decision=st.sampled_from(["acquired", "not_acquired"])),
)
_STEP = st.one_of(_WRITE, st.sampled_from(["sign:roy", "sign:lefort", "reopen"]))


@settings(max_examples=200)
@given(steps=st.lists(_STEP, max_size=14))
def test_a_signature_stands_under_what_was_signed_and_a_correction_keeps_it_readable(steps: list[object]) -> None:
    page, told = Deliberation(), 0
    history: list[set[str]] = []
    as_read: dict[str, Page] = {}
    for number, step in enumerate(steps, start=1):
        digest = page.digest(SEAT, JURORS)
        if isinstance(step, str) and step.startswith("sign"):
            actor = f"person:{step.removeprefix('sign:')}"
            as_read.setdefault(digest, page.page)
            page.apply(fact(number, actor, kinds.DeliberationSigned(digest=digest)))
            assert actor in page.signed_by(digest)
        elif step == "reopen":
            before = {one.actor for one in page.signatures}
            page.apply(fact(number, ROY, kinds.DeliberationReopened(reason="erreur")))
            told += 1
            history.append(before)
            assert page.signatures == []
            assert page.digest(SEAT, JURORS) != digest
        else:
            before_words = (dict(page.agreed), dict(page.decided))
            page.apply(fact(number, ROY, step))  # type: ignore[arg-type]  a fact's data
            same = {k: (v.verdict, v.reason) for k, v in page.agreed.items()} == {
                k: (v.verdict, v.reason) for k, v in before_words[0].items()
            } and {k: v.decision for k, v in page.decided.items()} == {
                k: v.decision for k, v in before_words[1].items()
            }
            assert (page.digest(SEAT, JURORS) == digest) is same
        signed = set(page.signed_by(page.digest(SEAT, JURORS)))
        assert page.is_signed(SEAT, JURORS) is (signed >= JURORS)
        # A juror who is replaced takes their signature with them: the page is another one.
        assert not page.is_signed(SEAT, frozenset({ROY, "person:ailleurs"}))
    # Whatever follows, each page that somebody signed is there as they read it, and the changes lead to today's.
    versions = signed_versions(page, SEAT, page.digest(SEAT, JURORS))
    assert {one.signed.digest: one.signed.page for one in versions} == as_read
    assert all(one.is_whole is ({it.actor for it in one.signed.signatures} == JURORS) for one in versions)
    for one, after in zip(versions, [*(it.signed.page for it in versions), page.page][1:], strict=True):
        changed = {it.what for it in one.changes}
        assert {it.what for it in changes(one.signed.page, after)} == changed
        for before, now in ((one.signed.page.agreed, after.agreed), (one.signed.page.decided, after.decided)):
            unchanged = {*before, *now} - changed
            assert {what: said(before[what]) for what in unchanged} == {what: said(now[what]) for what in unchanged}
    assert len(page.reopenings) == told
    assert [{one.actor for one in again.signed} for again in page.reopenings] == history


_OTHER = SeatId("other")
_FREEZE = st.tuples(
    st.sampled_from(["freeze", "release"]), st.integers(0, 3), st.sampled_from([SEAT, _OTHER, SeatId("")])
)


@settings(max_examples=200)
@given(steps=st.lists(_FREEZE, max_size=12), days=st.integers(0, 9000))
def test_what_is_frozen_is_never_due_however_late_it_is(steps: list[tuple[str, int, SeatId]], days: int) -> None:
    facts: list[DayFact] = []
    open_now: dict[str, SeatId] = {}
    seen: set[str] = set()
    for number, (what, which, seat_id) in enumerate(steps, start=1):
        key = f"f{which}"
        if what == "freeze":
            data = day_facts.FileFrozen(freeze_id=key, cause="appeal", reason="recours", seat_id=seat_id)
            if key not in seen:
                open_now[key] = seat_id
            seen.add(key)
        else:
            data = day_facts.FileReleased(freeze_id=key, reason="rejeté")
            open_now.pop(key, None)
        facts.append(DayFact(number, AT, SESSION, Actor(LEAD, "Lead"), data))
    freezes = freezes_of(facts)
    expected = any(one in (SEAT, "") for one in open_now.values())
    assert is_frozen(freezes, SEAT) is expected
    until = file_until(AT, None, 1826)
    now = AT + timedelta(days=days)
    assert is_due(until, now, frozen=expected) is (days > 1826 and not expected)
    assert file_until(None, None, 1826) is None
