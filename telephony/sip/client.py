"""A telephone of our own at a registrar: signs in, dials, and is dialled (`CallListener.phone_dials`).

The trunk to a centre's PBX and the softphone are both this; they differ in what they listen for.
"""

from collections.abc import Callable, Sequence

from telephony.codecs import Codec

from .caller_id import CallerId
from .calls import SipCalls
from .extension import Extension, NotRegistered
from .outgoing import Ringing
from .registration import Registration, SipLogin
from .sdp import PREFERRED
from .standing import Patience, Standing


class SipClient:
    """`async with SipClient(calls, login, on_change) as client`, within `async with SipCalls(...)`.

    `on_change(standing)` hears how it stands with the registrar: registering, registered, refused, unreachable.
    How a call that was dialled goes is told to the listener of `calls`, like that of any telephone.
    """

    def __init__(
        self,
        calls: SipCalls,
        login: SipLogin,
        on_change: Callable[[Standing], None],
        patience: Patience | None = None,
    ) -> None:
        self._calls = calls
        self.registration = Registration(calls.endpoint, login, on_change, patience)

    async def __aenter__(self) -> "SipClient":
        await self.registration.__aenter__()
        self._calls.registrations.add(self.registration)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._calls.registrations.discard(self.registration)
        await self.registration.__aexit__()

    @property
    def standing(self) -> Standing:
        return self.registration.standing

    def retry_now(self) -> None:
        """Tries to register at once instead of at `standing.retry_at`."""
        self.registration.retry_now()

    def extension(self, number: str, *, shows_number: bool = False, user_agent: str = "") -> Extension | None:
        """This number as something that rings beside telephones registered here; None while not registered."""
        if not self.registration.is_registered:
            return None
        return Extension(self.registration, number, shows_number, user_agent)

    def dial(self, number: str, codecs: Sequence[Codec] = PREFERRED, caller: CallerId | None = None) -> Ringing:
        """Calls a number; `ringing.stop()` gives up. Raises NotRegistered."""
        extension = self.extension(number)
        if extension is None:
            raise NotRegistered(self.registration.login.registrar)
        return self._calls.ring([extension], caller or CallerId("", self.registration.login.name), codecs)
