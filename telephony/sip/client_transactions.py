"""What we ask of others: requests sent again until they are answered (RFC 3261 §17.1)."""

import asyncio
from collections.abc import Callable

from aiosipua import SipRequest, SipResponse, parse_via

from .messages import reply
from .server_transactions import GIVE_UP, T1, T2, Send
from .wire import Flow

OnResponse = Callable[[SipResponse], None]


class ClientTransaction:
    """One request of ours. `on_response` hears every new answer, a made-up 408 when none came (RFC 3261 §8.1.3.1).

    Answers to an INVITE: refusals are acknowledged here; a 200 may come several times and each must be acknowledged
    by whoever owns the dialog (RFC 3261 §13.2.2.4), so each reaches `on_response`.
    """

    def __init__(
        self, request: SipRequest, flow: Flow, send: Send, on_response: OnResponse, ended: Callable[[], None]
    ) -> None:
        self.request, self.flow = request, flow
        self.is_answered = False
        self.has_provisional = False
        self._send, self._on_response, self._ended = send, on_response, ended
        self._timer: asyncio.TimerHandle | None = None
        self._limit: asyncio.TimerHandle | None = None
        self._is_invite = request.method == "INVITE"

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._limit = loop.call_later(GIVE_UP, self._timed_out)
        if not self._send(bytes(self.request), self.flow):
            loop.call_soon(self._timed_out)
            return
        if not self.flow.is_reliable:
            self._timer = loop.call_later(T1, self._again, T1)

    def take(self, response: SipResponse) -> None:
        status = response.status_code
        if self.is_answered:
            if self._is_invite and status >= 300:
                self._acknowledge(response)
            elif self._is_invite and status >= 200:
                self._on_response(response)
            return
        if status < 200:
            self.has_provisional = True
            if self._is_invite:
                # RFC 3261 §17.1.1.2: from here on nothing is repeated, and whoever rings sets the limit.
                self.close()
            self._on_response(response)
            return
        self.is_answered = True
        self.close()
        self._limit = asyncio.get_running_loop().call_later(GIVE_UP if self._is_invite else T2, self._ended)
        if self._is_invite and status >= 300:
            self._acknowledge(response)
        self._on_response(response)

    def close(self) -> None:
        for timer in (self._timer, self._limit):
            if timer is not None:
                timer.cancel()

    def _again(self, interval: float) -> None:
        self._send(bytes(self.request), self.flow)
        longer = interval * 2 if self._is_invite else min(interval * 2, T2)
        if self.has_provisional:
            longer = T2
        self._timer = asyncio.get_running_loop().call_later(longer, self._again, longer)

    def _timed_out(self) -> None:
        if self.is_answered:
            return
        self.is_answered = True
        self.close()
        self._ended()
        self._on_response(reply(self.request, 408))

    def _acknowledge(self, response: SipResponse) -> None:
        """ACK of a refusal: same branch as the INVITE (RFC 3261 §17.1.1.3)."""
        ack = SipRequest(method="ACK", uri=self.request.uri)
        ack.headers.append("Via", self.request.headers.get("via")[0])
        for name in ("From", "Call-ID", "Max-Forwards"):
            ack.headers.set_single(name, self.request.headers.get_first(name) or "")
        ack.headers.set_single("To", response.headers.get_first("to") or "")
        cseq = self.request.cseq
        ack.headers.set_single("CSeq", f"{cseq.seq if cseq else 1} ACK")
        for route in self.request.headers.get("route"):
            ack.headers.append("Route", route)
        self._send(bytes(ack), self.flow)


class ClientTransactions:
    """Finds the transaction that an answer belongs to (RFC 3261 §17.1.3)."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._open: dict[tuple[str, str], ClientTransaction] = {}

    def start(self, request: SipRequest, flow: Flow, on_response: OnResponse) -> ClientTransaction:
        key = (parse_via(request.headers.get("via")[0]).branch or "", request.method)
        made = ClientTransaction(request, flow, self._send, on_response, lambda: self._forget(key))
        self._open[key] = made
        made.start()
        return made

    def take(self, response: SipResponse) -> bool:
        """False for an answer to nothing that we asked."""
        cseq = response.cseq
        found = self._open.get((response.via[0].branch or "", cseq.method if cseq else ""))
        if found is not None:
            found.take(response)
        return found is not None

    def abandon(self, transaction: ClientTransaction) -> None:
        """Whoever asked has waited long enough: an answer that comes later reaches nobody."""
        for key, one in list(self._open.items()):
            if one is transaction:
                self._forget(key)

    def close(self) -> None:
        for one in self._open.values():
            one.close()
        self._open.clear()

    def __len__(self) -> int:
        return len(self._open)

    def _forget(self, key: tuple[str, str]) -> None:
        gone = self._open.pop(key, None)
        if gone is not None:
            gone.close()
