"""A number behind a registrar where we are registered, as something that can be rung."""

from dataclasses import dataclass

from .caller_id import CallerId, name_addr
from .registration import Registration
from .wire import Flow

_DIALLED = frozenset("+0123456789*#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_")


class NotRegistered(Exception):
    """There is no way to that registrar now: `registration.standing` says why."""


@dataclass(frozen=True, slots=True)
class Extension:
    """`shows_number`: the caller's number stands in From itself, which a registrar may refuse; otherwise From is our
    account with the caller's name, and the number is said beside it."""

    registration: Registration
    number: str
    shows_number: bool = False
    user_agent: str = ""
    """What to call the telephone there."""

    @property
    def uri(self) -> str:
        number = "".join(letter for letter in self.number if letter in _DIALLED)
        return f"sip:{number.replace('#', '%23')}@{self.registration.login.host}"

    @property
    def flow(self) -> Flow:
        """Raises NotRegistered."""
        if self.registration.flow is None or not self.registration.is_registered:
            raise NotRegistered(self.registration.login.registrar)
        return self.registration.flow

    def sender(self, caller: CallerId) -> str:
        """The From header, without its tag."""
        if self.shows_number:
            return caller.header(self.registration.login.host)
        return name_addr(caller.name or self.registration.login.name, self.registration.address)

    def identity(self, caller: CallerId) -> dict[str, str]:
        """Whom the call is truly from, for registrars that believe us: RFC 3325, and what PBXes read before it."""
        if not caller.number:
            return {}
        who = caller.header(self.registration.login.host)
        return {
            "P-Asserted-Identity": who,
            "Remote-Party-ID": f"{who};party=calling;privacy=off;screen=yes",
        }
