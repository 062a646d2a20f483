"""How we stand with a registrar that we register at, and how long to wait before trying again. Sans-IO."""

from dataclasses import dataclass
from enum import StrEnum


class RegistrationState(StrEnum):
    REGISTERING = "registering"
    """The first attempt has no answer yet."""
    REGISTERED = "registered"
    REFUSED = "refused"
    """The registrar answers, and says no."""
    UNREACHABLE = "unreachable"
    """Nothing there answers, or it says that it is out of order (5xx)."""
    CLOSED = "closed"


class Cause(StrEnum):
    """Why it is refused or unreachable."""

    NONE = ""
    PASSWORD = "password"
    """Our proof was judged and found wrong."""
    ACCOUNT = "account"
    """404: no such account."""
    REALM = "realm"
    """It asks for a proof that we do not give: another realm than ours, or a digest that we do not know."""
    FORBIDDEN = "forbidden"
    """Another refusal; `status` and `reason` say which."""
    NAME = "name"
    """The registrar's name is not known."""
    CONNECTION = "connection"
    """The TCP connection is refused or cut."""
    CERTIFICATE = "certificate"
    """Its certificate is of nobody whom we trust, of another name, or out of date."""
    NO_ANSWER = "no_answer"
    OUT_OF_ORDER = "out_of_order"
    """5xx."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`since` and `retry_at` in seconds since 1970. `status`, `reason`: the registrar's own, 0 and "" without."""

    state: RegistrationState
    since: float
    cause: Cause = Cause.NONE
    status: int = 0
    reason: str = ""
    retry_at: float | None = None

    @property
    def is_registered(self) -> bool:
        return self.state is RegistrationState.REGISTERED

    def then(self, other: "Standing") -> "Standing":
        """What follows: the same trouble goes on since when it began."""
        is_same = (self.state, self.cause, self.status) == (other.state, other.cause, other.status)
        since = self.since if is_same else other.since
        return Standing(other.state, since, other.cause, other.status, other.reason, other.retry_at)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. Refusals are tried again slowly: many registrars lock out who insists."""

    answer: float = 8.0
    """How long a REGISTER or an OPTIONS may stay without answer."""
    keep_alive: float = 25.0
    """Between two signs of life: below the 30 s after which home routers forget a UDP port."""
    unreachable_first: float = 2.0
    unreachable_most: float = 60.0
    refused_first: float = 30.0
    refused_most: float = 600.0

    def wait(self, state: RegistrationState, failures: int) -> float:
        """Before the next attempt, after so many failures in a row (1 at first); the wait doubles each time."""
        refused = state is RegistrationState.REFUSED
        first, most = (
            (self.refused_first, self.refused_most) if refused else (self.unreachable_first, self.unreachable_most)
        )
        return min(most, first * 2 ** min(failures - 1, 16))


def refusal(status: int, challenges_answered: int) -> tuple[RegistrationState, Cause]:
    """What a final answer other than 200 means."""
    if status >= 500 and status < 600:
        return RegistrationState.UNREACHABLE, Cause.OUT_OF_ORDER
    if status == 408:
        return RegistrationState.UNREACHABLE, Cause.NO_ANSWER
    if status in (401, 403, 407) and challenges_answered:
        return RegistrationState.REFUSED, Cause.PASSWORD
    if status in (401, 407):
        return RegistrationState.REFUSED, Cause.REALM
    return RegistrationState.REFUSED, Cause.ACCOUNT if status == 404 else Cause.FORBIDDEN
