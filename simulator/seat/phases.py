"""The phases of an exchange as a table: phase × fact → phase. What has no row changes nothing."""

from typing import Literal

from simulator.facts.kinds import AnyFact, CallEnded

Phase = Literal["planned", "queued", "offered", "live", "missed", "wrap_up", "done"]

CUT = frozenset({"lost", "stopped", "server_restarted"})
"""Reasons that nobody chose: the conversation may be taken up again by calling back."""

ACTIVE: frozenset[Phase] = frozenset({"offered", "live", "wrap_up"})
"""The candidate is busy with it."""

TRANSITIONS: dict[tuple[Phase, str], Phase] = {
    ("planned", "exchange.queued"): "queued",
    ("queued", "exchange.unqueued"): "planned",
    ("planned", "exchange.started"): "offered",
    ("queued", "exchange.started"): "offered",
    ("missed", "exchange.started"): "offered",
    ("missed", "call.ringing"): "offered",
    ("offered", "call.connected"): "live",
    ("offered", "chat.sent"): "live",
    ("live", "wrap_up.started"): "wrap_up",
    ("offered", "wrap_up.started"): "wrap_up",
    ("missed", "wrap_up.started"): "wrap_up",
    ("offered", "exchange.ended"): "done",
    ("live", "exchange.ended"): "done",
    ("missed", "exchange.ended"): "done",
    ("wrap_up", "exchange.ended"): "done",
}


def next_phase(phase: Phase, fact: AnyFact, is_inbound: bool) -> Phase:
    """The phase after this fact.

    An ended call needs its reason: an inbound one that nobody took is missed, one that was cut can be called back,
    an outbound one that was not answered leaves the mission open.
    """
    if isinstance(fact, CallEnded):
        if phase == "offered" and is_inbound:
            return "missed"
        if phase == "live" and fact.reason in CUT:
            return "missed"
        return phase
    return TRANSITIONS.get((phase, fact.kind), phase)
