"""Who may offer now, within one dialog: a table (RFC 3261 §14.1, RFC 3264 §4, RFC 6337 §2.2).

One offer at a time. Whoever offers while the other's offer is open meets it (glare): theirs is answered 491, ours
waits. An INVITE without a description turns the parts round, not the states: what matters is whose turn it is.
"""

from enum import StrEnum


class OfferState(StrEnum):
    STABLE = "stable"
    OURS_IS_OUT = "ours_is_out"
    """Our re-INVITE has no final answer yet."""
    ACK_IS_DUE = "ack_is_due"
    """We answered theirs, and nobody has confirmed it."""


class OfferEvent(StrEnum):
    WE_OFFER = "we_offer"
    ANSWERED = "answered"
    """Ours has a final answer, whichever."""
    THEY_OFFER = "they_offer"
    ACKNOWLEDGED = "acknowledged"
    """…or given up: the dialog ends then."""


TRANSITIONS: dict[tuple[OfferState, OfferEvent], OfferState] = {
    (OfferState.STABLE, OfferEvent.WE_OFFER): OfferState.OURS_IS_OUT,
    (OfferState.OURS_IS_OUT, OfferEvent.ANSWERED): OfferState.STABLE,
    (OfferState.STABLE, OfferEvent.THEY_OFFER): OfferState.ACK_IS_DUE,
    (OfferState.ACK_IS_DUE, OfferEvent.ACKNOWLEDGED): OfferState.STABLE,
}


def state_of(*, ours_is_out: bool, ack_is_due: bool) -> OfferState:
    """Of a dialog that has one of the two open, or none."""
    if ours_is_out:
        return OfferState.OURS_IS_OUT
    return OfferState.ACK_IS_DUE if ack_is_due else OfferState.STABLE


def may(event: OfferEvent, state: OfferState) -> bool:
    """False: it is glare, and has to wait (ours) or is answered 491 (theirs)."""
    return (state, event) in TRANSITIONS


class Reaction(StrEnum):
    """What an answer to our re-INVITE or UPDATE means for the dialog."""

    NOT_YET = "not_yet"
    AGREED = "agreed"
    GLARE = "glare"
    """The other side offered at the same moment: ours is made again later, at a moment of chance."""
    GONE = "gone"
    """The other side is not there, or knows nothing of the call (RFC 3261 §12.2.1.2): it is over."""
    REFUSED = "refused"
    """The call goes on as it was (RFC 3261 §14.1)."""


def reaction_to(status: int) -> Reaction:
    if status < 200:
        return Reaction.NOT_YET
    if status < 300:
        return Reaction.AGREED
    return {491: Reaction.GLARE, 408: Reaction.GONE, 481: Reaction.GONE}.get(status, Reaction.REFUSED)
