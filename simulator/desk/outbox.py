"""One connection's way out: bounded, and the shorter the slower its reader is.

A flood at one desk must not cost its partner the connection: of what replaces its predecessor (the clock, the notes,
somebody typing…) only the newest waits once many messages do. What stands for itself (a chat message, a sentence)
always waits its turn.
"""

import asyncio
from collections import deque

from pydantic import BaseModel

from simulator.live_messages import events

MOST_WAITING = 400
"""Messages that a connection may lag behind before it is dropped; the desk then resumes."""

MERGE_FROM = 50
"""With so many waiting, what is out of date among them is left out."""

WHOLE_SLICES: frozenset[type[BaseModel]] = frozenset({
    events.Pong,
    events.Typing,
    events.ClockEvent,
    events.PhasesEvent,
    events.ReceiptsEvent,
    events.LineEvent,
    events.CallEvent,
    events.ConsultationEvent,
    events.CandidateExchangeEvent,
    events.JuryExchangeEvent,
    events.CandidateStepsEvent,
    events.JuryStepsEvent,
    events.PresenceEvent,
    events.JurorsEvent,
    events.MeasuredEvent,
    events.MarkingEvent,
    events.MatrixEvent,
    events.ListeningEvent,
    events.NotesEvent,
    events.CandidateNotesEvent,
    events.MissedCallsEvent,
    events.JuryPresentEvent,
    events.FeedbackEvent,
    events.CaptionsEvent,
    events.NetworkEvent,
})  # fmt: skip
"""Kinds of which the newest says all that the older ones did."""


class Outbox:
    """`put` from the seat, `next` from the one task that writes to the socket."""

    def __init__(self) -> None:
        self._waiting: deque[BaseModel] = deque()
        self._something = asyncio.Event()
        self._is_ended = False

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def is_ended(self) -> bool:
        """Nothing more will be put; what waits is still written."""
        return self._is_ended

    def put(self, message: BaseModel) -> None:
        """A desk that does not keep up is let go; it comes back and resumes. Nothing is added once it has ended."""
        if self._is_ended:
            return
        if len(self._waiting) >= MERGE_FROM:
            self._leave_out(message)
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.clear()
            self.end()
            return
        self._waiting.append(message)
        self._something.set()

    def end(self) -> None:
        """The connection ends once what waits is written."""
        self._is_ended = True
        self._something.set()

    def end_saying(self, last: BaseModel) -> None:
        """What still waits is for somebody who may not read it any more: only `last` goes out."""
        self._waiting.clear()
        self._waiting.append(last)
        self.end()

    async def next(self) -> BaseModel | None:
        """The next message, None at the end. Cancelling it loses nothing."""
        while not self._waiting:
            if self._is_ended:
                return None
            self._something.clear()
            await self._something.wait()
        return self._waiting.popleft()

    def taken(self) -> list[BaseModel | None]:
        """Everything that waits, and None when the connection ends after it; for whoever writes it otherwise."""
        found: list[BaseModel | None] = [*self._waiting]
        self._waiting.clear()
        return [*found, None] if self._is_ended else found

    def _leave_out(self, newest: BaseModel) -> None:
        """What `newest` replaces."""
        kind = type(newest)
        if kind in WHOLE_SLICES:
            for one in [one for one in self._waiting if type(one) is kind]:
                self._waiting.remove(one)
