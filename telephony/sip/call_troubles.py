"""Why a telephone's last call failed, where the telephone itself is the reason: facts for whoever asks.

An answer of a telephone says it in its status (RFC 3261 §21) or in its description (RFC 3264 §6: port 0 refuses the
sound). Sans-IO.
"""

from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum

from aiosipua import SipResponse

from . import sdp
from .addresses import address_in
from .bodies import description_in

MOST_REMEMBERED = 1000


class TroubleKind(StrEnum):
    NO_COMMON_CODEC = "no_common_codec"
    REDIRECTED = "redirected"
    """It answered with another address (3xx): calls are forwarded. We call nobody but whom we were asked to."""
    SOUND_REFUSED = "sound_refused"
    """It picked up, and took no sound (port 0)."""


@dataclass(frozen=True, slots=True)
class CallTrouble:
    """`towards`: where a redirection points, as its user part or host; empty where it does not say."""

    kind: TroubleKind
    towards: str = ""


def trouble_of(response: SipResponse) -> CallTrouble | None:
    """Of a final answer that brought no call; None where nothing is wrong with the telephone: busy, declined…"""
    status = response.status_code
    if 300 <= status < 400:
        named = address_in(response, "contact")
        return CallTrouble(
            TroubleKind.REDIRECTED, (named.user or named.parsed.host)[:80] if named is not None else ""
        )
    if status in (488, 606):
        return CallTrouble(TroubleKind.NO_COMMON_CODEC)
    if status < 300:
        refuses = sdp.refuses_sound(description_in(response))
        return CallTrouble(TroubleKind.SOUND_REFUSED if refuses else TroubleKind.NO_COMMON_CODEC)
    return None


class CallTroubles:
    """The last one of each account, until a call of theirs succeeds."""

    def __init__(self) -> None:
        self._of: OrderedDict[str, CallTrouble] = OrderedDict()

    def of(self, account: str) -> CallTrouble | None:
        return self._of.get(account)

    def remember(self, account: str, trouble: CallTrouble) -> None:
        self._of[account] = trouble
        self._of.move_to_end(account)
        while len(self._of) > MOST_REMEMBERED:
            self._of.popitem(last=False)

    def forget(self, account: str) -> None:
        self._of.pop(account, None)
