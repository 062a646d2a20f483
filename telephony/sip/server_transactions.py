"""What was asked of us: answers that are sent again until they have surely arrived (RFC 3261 §17.2, §13.3.1.4).

A request that comes again is answered as the first time and reaches nobody twice. A final answer to an INVITE is
repeated until its ACK: by us for refusals, and for 200 as well, which the RFC leaves to the user agent.
"""

import asyncio
from collections.abc import Callable

import structlog
from aiosipua import SipRequest, SipResponse

from .addresses import address_in
from .messages import reply
from .wire import Flow

log = structlog.get_logger(__name__)

T1 = 0.5
"""Seconds: the estimate of a round trip, from which all other times follow."""

T2 = 4.0
GIVE_UP = 64 * T1
MOST_TRANSACTIONS = 5000
MOST_OF_STRANGERS = 4000

Send = Callable[[bytes, Flow], bool]


class ServerTransaction:
    """One request and its answers. `respond(...)` any number of times; only the last counts for repeats."""

    def __init__(self, request: SipRequest, flow: Flow, send: Send, ended: Callable[[], None]) -> None:
        self.request, self.flow = request, flow
        self.is_answered = False
        """A final answer was given."""
        self.on_ack_lost: Callable[[], None] | None = None
        """Called when nobody ever acknowledges the final answer."""
        self._send, self._ended = send, ended
        self._last: bytes | None = None
        self._timer: asyncio.TimerHandle | None = None

    def respond(self, response: SipResponse) -> None:
        """Raises ValueError for a second final answer."""
        if self.is_answered:
            raise ValueError("answered already")
        self._last = bytes(response)
        self._send(self._last, self.flow)
        if response.status_code < 200:
            return
        self.is_answered = True
        repeats = self.request.method == "INVITE" and (response.status_code < 300 or not self.flow.is_reliable)
        if repeats:
            self._repeat(T1, GIVE_UP)
        else:
            self._later(GIVE_UP, self._ended)

    def answer(self, status: int, reason: str = "", *, tag: str | None = None, **headers: str) -> None:
        self.respond(reply(self.request, status, reason, tag=tag, **headers))

    def again(self) -> None:
        """The same request has come once more."""
        if self._last is not None:
            self._send(self._last, self.flow)

    def acknowledged(self) -> None:
        """The final answer has arrived; stragglers are still recognised for a while."""
        self.on_ack_lost = None
        self._later(GIVE_UP, self._ended)

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _repeat(self, interval: float, left: float) -> None:
        def tick() -> None:
            if left <= 0:
                lost, self.on_ack_lost = self.on_ack_lost, None
                self._ended()
                if lost is not None:
                    log.warning("sip_ack_lost", call=(self.request.call_id or "")[:80])
                    lost()
                return
            self.again()
            self._repeat(min(interval * 2, T2), left - interval)

        self._later(interval, tick)

    def _later(self, seconds: float, then: Callable[[], None]) -> None:
        self.close()
        self._timer = asyncio.get_running_loop().call_later(seconds, then)


class ServerTransactions:
    """Finds the transaction that a request belongs to."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._open: dict[tuple[str, ...], ServerTransaction] = {}

    def find(self, request: SipRequest, method: str | None = None) -> ServerTransaction | None:
        """The transaction of this request, or of the INVITE that this ACK or CANCEL speaks of."""
        return self._open.get(_key(request, method or request.method))

    def open(self, request: SipRequest, flow: Flow, is_signed_in: bool = True) -> ServerTransaction | None:
        """None when there are too many: the request is dropped, its sender will try again. Of strangers there are
        fewer at once: some room is kept for those who are signed in."""
        if len(self._open) >= (MOST_TRANSACTIONS if is_signed_in else MOST_OF_STRANGERS):
            log.warning("sip_too_many_transactions", host=flow.host)
            return None
        key = _key(request, request.method)
        made = ServerTransaction(request, flow, self._send, lambda: self._forget(key))
        self._open[key] = made
        return made

    def close(self) -> None:
        for one in self._open.values():
            one.close()
        self._open.clear()

    def __len__(self) -> int:
        return len(self._open)

    def _forget(self, key: tuple[str, ...]) -> None:
        gone = self._open.pop(key, None)
        if gone is not None:
            gone.close()


def _key(request: SipRequest, method: str) -> tuple[str, ...]:
    """RFC 3261 §17.2.3; older peers without the magic cookie are told apart as there."""
    via = request.via[0]
    method = "INVITE" if method == "ACK" else method
    branch = via.branch or ""
    if branch.startswith("z9hG4bK") and len(branch) > 7:
        return (branch, f"{via.host}:{via.port}", method)
    cseq, sender = request.cseq, address_in(request, "from")
    tag = sender.tag if sender is not None else ""
    return (request.call_id or "", str(cseq.seq if cseq else 0), tag, f"{via.host}:{via.port}", method)
