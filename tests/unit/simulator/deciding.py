"""What a seat of the made-up world decides: people at their desks, a story so far, and one more command."""

from datetime import datetime

from scoring.referential import load_referential
from simulator.facts.fact import Actor, Fact, NewFact, Place
from simulator.live_messages.commands import Command
from simulator.seat.decide import CANDIDATE as CANDIDATE_RULES
from simulator.seat.decide import decide, jury_rules
from simulator.seat.decision import Decision, Scene
from simulator.seat.here import CallsHere, DeskHere, Here, SoundHere
from simulator.seat.state import SeatState
from telephony import CallSnapshot, Role, SideQuality
from tests.unit.simulator.world import CANDIDATE, LEFORT, NOON, ROY, Story

CONNECTED = SoundHere(sound="connected")


def people(*, sound: SoundHere = CONNECTED) -> Here:
    """The candidate and both jurors at their desks, all with the same sound."""
    here = Here(DeskHere("seat:seat1", CANDIDATE, is_candidate=True, is_connected=True, sound=sound))
    for actor in (LEFORT, ROY):
        key = f"{actor.id}@seat1"
        here.jurors[key] = DeskHere(key, actor, may_mark=True, is_connected=True, sound=sound)
    return here


def desk(here: Here, actor: Actor) -> DeskHere:
    found = here.candidate if actor == CANDIDATE else here.of_actor(actor.id)
    assert found is not None
    return found


def scene(story: Story, here: Here, actor: Actor = CANDIDATE, now: datetime | None = None) -> Scene:
    return Scene(story.state, here, desk(here, actor), now or story.now, "fresh")


def asked(story: Story, here: Here, actor: Actor, command: Command) -> Decision:
    rules = CANDIDATE_RULES if actor == CANDIDATE else jury_rules(load_referential())
    return decide(rules, scene(story, here, actor), command)


def code(decision: Decision) -> str | None:
    """Of its refusal."""
    return decision.refusal.code if decision.refusal is not None else None


def keep(story: Story, facts: list[NewFact]) -> None:
    """Tells the story what was decided."""
    for fact in facts:
        story.tell(fact.data, fact.run_id, fact.actor)


def carried(here: Here, call_id: str, state: str = "connected") -> None:
    """From now on the switch knows this call."""
    nothing = {role: [] for role in Role}
    quality = {role: SideQuality() for role in Role}
    muted = dict.fromkeys(Role, False)
    known = CallSnapshot(call_id, state, NOON, NOON, 1.0, None, muted, frozenset(), nothing, quality)  # type: ignore[arg-type]  a state by its value
    here.calls = CallsHere({**here.calls.snapshots, call_id: known})


def told(state: SeatState, data: object, number: int, at: datetime) -> Fact:
    return Fact(number, at, Place("session1", "seat1"), LEFORT, data)  # type: ignore[arg-type]  any kind of fact
