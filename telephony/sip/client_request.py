"""A request of ours up to its final answer, with challenges answered on the way (RFC 3261 §22.2, §22.3)."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from aiosipua import CSeq, Dialog, SipRequest, SipResponse, stringify_cseq

from .client_transactions import ClientTransaction, ClientTransactions, OnResponse
from .digest_answers import DigestAnswers, is_stale
from .wire import Flow

MOST_CHALLENGES = 4
"""Of one request: a proxy and a server may each ask, and each may find a nonce stale."""


class Proof(Protocol):
    """Who answers challenges, and who numbers the request that comes again."""

    @property
    def answers(self) -> DigestAnswers: ...
    def next_cseq(self) -> int: ...


@dataclass(frozen=True, slots=True)
class DialogProof:
    """For requests of a dialog: they are numbered by it."""

    answers: DigestAnswers
    dialog: Dialog

    def next_cseq(self) -> int:
        return self.dialog.next_cseq()


class ClientRequest:
    """`request`: as last sent, which an ACK or CANCEL must resemble. Without `proof`, 401 and 407 are final."""

    def __init__(
        self,
        request: SipRequest,
        flow: Flow,
        on_response: OnResponse,
        transactions: ClientTransactions,
        add_via: Callable[[SipRequest, Flow], None],
        proof: Proof | None,
    ) -> None:
        self.request = request
        self.challenges_answered = 0
        self._flow, self._on_response = flow, on_response
        self._transactions, self._add_via, self._proof = transactions, add_via, proof
        self._answered: set[int] = set()
        self._transaction = self._start()

    @property
    def has_provisional(self) -> bool:
        return self._transaction.has_provisional

    def abandon(self) -> None:
        """No answer is heard any more, and the request is not sent again."""
        self._transactions.abandon(self._transaction)

    def _start(self) -> ClientTransaction:
        if self._proof is not None:
            self._proof.answers.prepare(self.request)
        self._add_via(self.request, self._flow)
        return self._transactions.start(self.request, self._flow, self._heard)

    def _heard(self, response: SipResponse) -> None:
        if response.status_code in (401, 407) and self._may_answer(response):
            self.challenges_answered += 1
            self._again()
        else:
            self._on_response(response)

    def _may_answer(self, response: SipResponse) -> bool:
        if self._proof is None or self.challenges_answered >= MOST_CHALLENGES:
            return False
        # Asked again after an answer to this very server: the password is wrong, unless only the nonce was.
        if response.status_code in self._answered and not is_stale(response):
            return False
        self._answered.add(response.status_code)
        return self._proof.answers.take(response)

    def _again(self) -> None:
        """The same request with the proof, as a new transaction of the same Call-ID (§8.1.3.5)."""
        assert self._proof is not None
        # The refused one is still needed as it was: its ACK may have to be sent again.
        self.request = copy.deepcopy(self.request)
        cseq = CSeq(seq=self._proof.next_cseq(), method=self.request.method)
        self.request.headers.set_single("CSeq", stringify_cseq(cseq))
        self._transaction = self._start()
