"""The phases of an exchange: what each fact does to them, and what none may do."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from simulator.facts import kinds
from simulator.facts.kinds import AnyFact
from simulator.seat.phases import ACTIVE, CUT, TRANSITIONS, Phase, next_phase

PHASES: tuple[Phase, ...] = ("planned", "queued", "offered", "live", "missed", "wrap_up", "done")


def ended(reason: str) -> kinds.CallEnded:
    return kinds.CallEnded(call_id="c", reason=reason, by=None, seconds=0.0)


RINGING = kinds.CallRinging(call_id="c", caller="customer", number="06 39 98 11 22", name="Mme Morel")
CONNECTED = kinds.CallConnected(call_id="c", answer_seconds=3.0)

FACTS: tuple[AnyFact, ...] = (
    kinds.ExchangeQueued(),
    kinds.ExchangeUnqueued(),
    kinds.ExchangeStarted(),
    RINGING,
    CONNECTED,
    kinds.CallHeld(call_id="c", by="candidate"),
    kinds.CallResumed(call_id="c", by="candidate"),
    *(ended(reason) for reason in ("hung_up", "declined", "no_answer", "cancelled", *sorted(CUT))),
    kinds.ChatSent(message_id="m", by="customer", text="Bonjour"),
    kinds.ChatClosed(by="candidate"),
    kinds.WrapUpStarted(limit_seconds=120),
    kinds.ExchangeEnded(by="candidate"),
    kinds.NotesSaved(text=""),
)


def after(*facts: AnyFact, is_inbound: bool = True) -> Phase:
    phase: Phase = "planned"
    for fact in facts:
        phase = next_phase(phase, fact, is_inbound)
    return phase


def test_an_inbound_call_goes_from_ringing_to_wrap_up_to_done() -> None:
    talk = (kinds.ExchangeStarted(), RINGING, CONNECTED)
    assert after(*talk) == "live"
    assert after(*talk, ended("hung_up"), kinds.WrapUpStarted(limit_seconds=120)) == "wrap_up"
    finished = (ended("hung_up"), kinds.WrapUpStarted(limit_seconds=120), kinds.ExchangeEnded(by="candidate"))
    assert after(*talk, *finished) == "done"


def test_an_unanswered_inbound_call_is_missed_and_rings_again() -> None:
    for reason in ("no_answer", "declined", "cancelled"):
        missed = (kinds.ExchangeStarted(), RINGING, ended(reason))
        assert after(*missed) == "missed"
        assert after(*missed, RINGING) == "offered"
        assert after(*missed, RINGING, CONNECTED) == "live"


def test_an_unanswered_outbound_call_leaves_the_mission_open() -> None:
    assert after(kinds.ExchangeStarted(), RINGING, ended("no_answer"), is_inbound=False) == "offered"


def test_a_cut_conversation_can_be_taken_up_again_in_both_directions() -> None:
    for reason, is_inbound in itertools.product(CUT, (True, False)):
        cut = (kinds.ExchangeStarted(), RINGING, CONNECTED, ended(reason))
        assert after(*cut, is_inbound=is_inbound) == "missed"
        assert after(*cut, RINGING, CONNECTED, is_inbound=is_inbound) == "live"


def test_what_is_done_stays_done_whatever_comes() -> None:
    for fact, is_inbound in itertools.product(FACTS, (True, False)):
        assert next_phase("done", fact, is_inbound) == "done"


def test_every_phase_can_be_reached_and_every_other_than_done_can_be_left() -> None:
    reached = {"planned", *TRANSITIONS.values()} | {
        next_phase(phase, fact, inbound) for phase in PHASES for fact in FACTS for inbound in (True, False)
    }
    assert reached == set(PHASES)
    for phase in PHASES[:-1]:
        assert any(next_phase(phase, fact, True) != phase for fact in FACTS), phase


@given(st.lists(st.sampled_from(FACTS), max_size=40), st.booleans())
def test_no_story_skips_the_start_or_leaves_the_wrap_up_but_to_be_done(
    facts: list[AnyFact], is_inbound: bool
) -> None:
    phase: Phase = "planned"
    started = False
    for fact in facts:
        before, phase = phase, next_phase(phase, fact, is_inbound)
        started = started or isinstance(fact, kinds.ExchangeStarted)
        assert phase in PHASES
        if phase in ACTIVE or phase in ("missed", "done"):
            assert started
        if before == "wrap_up":
            assert phase in ("wrap_up", "done")
        if before == "live" and isinstance(fact, kinds.CallRinging | kinds.ExchangeStarted):
            assert phase == "live"
