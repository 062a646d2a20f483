"""Who is on a call, and how a call can end."""

from enum import StrEnum


class Role(StrEnum):
    """A channel of a recording is a role, never "who spoke first": left adviser, right customer."""

    ADVISER = "adviser"
    CUSTOMER = "customer"

    # Every packet is routed by its role: the hash of a text is kept, the one of an enum is computed in Python.
    __hash__ = str.__hash__

    @property
    def other(self) -> "Role":
        return Role.CUSTOMER if self is Role.ADVISER else Role.ADVISER


class EndReason(StrEnum):
    """Why a call is over."""

    HUNG_UP = "hung_up"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    """The caller gave up while it rang."""
    NO_ANSWER = "no_answer"
    LOST = "lost"
    """A side's sound was cut and did not come back in time."""
    TRANSFERRED = "transferred"
    """What it was for went on without it: a consultation whose call was handed over."""
    STOPPED = "stopped"
    """Ended by the system."""
