"""Keeping a version of what is written in the case study, and sealing it with the end of its phase. Pure.

A version is taken while the phase runs or is paused (what was typed before the pause may arrive in it), on a break
that a decision grants in its first seconds alone, never after the phase's end, whatever the page believes. What was
typed while the phase was closed and comes in once it is open again is taken, and a fact says so (decision 060). A
version that was written without knowing the last one is kept all the same, as the next: nothing is overwritten, and
whoever sent it is told.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from exams.phases import WRITTEN, PhaseId
from exams.seals import EMPTY_DOCUMENT, seal_of, sha256_of, short_code
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.seat.clock import PhaseClock
from simulator.seat.deciding import breaks
from simulator.seat.decision import Decision, Scene
from simulator.seat.refusals import Refused
from simulator.seat.state import SeatState
from simulator.seat.written import Draft, NewVersion, Version

PHASE: PhaseId = "case_study"

CLOCKS_DIFFER = timedelta(seconds=2)
"""A page's measure of the server's time is no better: what it typed so near to an end is not held against it."""


def save(scene: Scene, draft: Draft) -> Decision:
    """Its number and its date are given here. Raises Refused; a version known already is nothing new."""
    state = scene.state
    if draft.client_id in state.written.known:
        return Decision()
    must_be_open(state, scene.now)
    breaks.take_no_words(state, scene.now)
    number = state.written.number_of(draft.written) + 1
    version = Version(draft.written, number, draft.client_id, draft.based_on, draft.sha256, draft.words, scene.now)
    marked = [NewFact(one, None, scene.desk.actor) for one in _typed_while_closed(state, draft, number)]
    return Decision(facts=marked, versions=[NewVersion(draft, version)])


def _typed_while_closed(state: SeatState, draft: Draft, number: int) -> list[kinds.TypedWhileClosed]:
    """What there is to tell of this version: taken, and marked (decision 060)."""
    if draft.written == "notes" or draft.typed_from is None or draft.typed_until is None:
        return []
    before = state.written.heads.get(draft.written)
    return [
        kinds.TypedWhileClosed(
            production=draft.written,
            number=number,
            closed_from=ended,
            closed_until=opened_again,
            words_before=before.words if before is not None else 0,
            words=draft.words,
        )
        for ended, opened_again in state.day.told(PHASE).closed
        if draft.typed_until > ended + CLOCKS_DIFFER and draft.typed_from < opened_again - CLOCKS_DIFFER
    ]


def refuse_paste(scene: Scene, refused: kinds.PasteRefused) -> Decision:
    """Text from outside was to come in: noted, with its length only. Raises Refused."""
    must_be_open(scene.state, scene.now)
    breaks.take_no_words(scene.state, scene.now)
    return Decision([NewFact(refused, None, scene.desk.actor)])


def must_be_open(state: SeatState, now: datetime) -> None:
    """Raises Refused unless the case study is under way at this seat, a pause included."""
    if state.training.closed_at is not None:
        raise Refused("session_closed")
    clock = clock_of(state)
    if clock.state == "not_started":
        raise Refused("case_study_not_open")
    is_over = clock.state == "running" and clock.remaining(now) <= timedelta(0)
    if clock.state == "ended" or is_over:
        raise Refused("case_study_over")


def must_be_readable(state: SeatState, now: datetime) -> None:
    """Raises Refused where the case study is not under way, or the candidate is not at their desk."""
    must_be_open(state, now)
    clock = clock_of(state)
    if clock.is_shut:
        raise Refused("on_break" if clock.break_until is not None else "evacuated")


def clock_of(state: SeatState) -> PhaseClock:
    """Raises Refused where no case study is held."""
    try:
        return state.clock_of(PHASE)
    except KeyError:
        raise Refused("no_case_study") from None


def with_seals(state: SeatState, facts: Sequence[NewFact]) -> list[NewFact]:
    """These facts, each end of a written phase followed by its seal: whoever ends it, and whether a page is open."""
    sealed: list[NewFact] = []
    for fact in facts:
        sealed.append(fact)
        if isinstance(fact.data, kinds.ClockEnded) and fact.data.phase in WRITTEN:
            sealed.extend(_seals(state, fact.data.phase))
    return sealed


def _seals(state: SeatState, phase: PhaseId) -> list[NewFact]:
    held = next((one for one in state.training.phases if one.id == phase), None)
    if held is None or state.clock_of(phase).state == "ended":
        return []
    heads = state.written.heads
    empty = sha256_of(EMPTY_DOCUMENT)
    sha256 = seal_of(
        state.seat.id, phase, {one: heads[one].sha256 if one in heads else empty for one in held.produces}
    )
    return [NewFact(kinds.PhaseSealed(phase=phase, sha256=sha256, code=short_code(sha256)))]
