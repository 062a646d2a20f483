"""One desk's numbered events: kept for a while, so that a desk that was cut off gets what it missed.

A feed outlives its connections. Only slices that changed are sent; `refresh` compares with what was sent before.
"""

import time
from collections import deque
from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from simulator.desk.outbox import MOST_WAITING, Outbox
from simulator.desk.pacing import PACES, Seldom
from simulator.facts.fact import Actor
from simulator.live_messages import events
from simulator.live_messages.candidate_view import CandidateDesk
from simulator.live_messages.jury_view import JuryDesk
from simulator.live_messages.shared_view import ClockView, ConversationView

KEPT_EVENTS = 600
HINT_SECONDS = 1.0
"""Typing notices are passed on at most this often; a page shows one for four seconds."""

MOST_MISSED = MOST_WAITING // 2
"""Beyond this a snapshot is shorter, and all that was missed would overflow the connection that brings it."""


class DeskFeed:
    """`key` names the desk at this seat (the same person in another tab is the same desk)."""

    def __init__(self, key: str, actor: Actor) -> None:
        self.key, self.actor = key, actor
        self.outbox: Outbox | None = None
        self.last_seen_at: datetime | None = None
        self.answers: deque[tuple[str, events.Ack]] = deque(maxlen=200)
        self.message_events: dict[str, int] = {}
        """Chat message → number of the event that first told it to this desk."""
        self.pace = PACES.of(key)
        self.may_hint = Seldom(HINT_SECONDS, time.monotonic)
        """Whether a typing notice of this desk is worth passing on now."""
        self.without_hello: deque[Outbox] = deque()
        """Connections that have not said who they are yet."""
        self._events: deque[events.Event] = deque(maxlen=KEPT_EVENTS)
        self._number = 0
        self._desk: CandidateDesk | JuryDesk | None = None

    @property
    def is_connected(self) -> bool:
        return self.outbox is not None

    def attach(self, outbox: Outbox) -> None:
        """A new connection takes the desk over; the former one is told and ended."""
        if self.outbox is not None:
            self.outbox.put(events.Closing(reason="superseded"))
            self.outbox.end()
        self.outbox = outbox

    def detach(self, outbox: Outbox, now: datetime) -> bool:
        """Whether this connection was still the desk's own, which nobody has been at since `now` then."""
        if self.outbox is not outbox:
            return False
        self.outbox = None
        self.last_seen_at = now
        return True

    def close(self, reason: Literal["signed_out", "server_stops", "seat_closed", "too_fast"]) -> None:
        """Tells whoever is there why the connection ends, and ends it."""
        if self.outbox is not None:
            self.outbox.put(events.Closing(reason=reason))
            self.outbox.end()

    def tell_anew(self, desk: CandidateDesk | JuryDesk) -> None:
        """The whole desk once more: what this person may do has changed. Whoever was cut meanwhile gets it too."""
        self._events.clear()
        snapshot = self.snapshot(desk)
        if self.outbox is not None:
            self.outbox.put(snapshot)

    def answer_to(self, command_id: str) -> events.Ack | None:
        return next((ack for known, ack in self.answers if known == command_id), None)

    def missed_since(self, number: int) -> list[events.Event] | None:
        """What came after event `number`; None when that is too long ago to tell."""
        if number > self._number or number == 0:
            return None
        if number == self._number:
            return []
        if not self._events or self._events[0].n > number + 1 or self._number - number > MOST_MISSED:
            return None
        return [event for event in self._events if event.n > number]

    def snapshot(self, desk: CandidateDesk | JuryDesk) -> events.CandidateSnapshot | events.JurySnapshot:
        """The whole desk, from which events go on."""
        self._desk = desk
        self._number += 1
        self._know_messages(desk.conversation)
        if isinstance(desk, CandidateDesk):
            return events.CandidateSnapshot(n=self._number, desk=desk)
        return events.JurySnapshot(n=self._number, desk=desk)

    def push(self, kind: type[events.Event], **content: object) -> events.Event:
        """Numbers an event, keeps it and sends it."""
        self._number += 1
        event = kind(n=self._number, **content)  # type: ignore[call-arg]  each kind has its own fields
        self._events.append(event)
        if self.outbox is not None:
            self.outbox.put(event)
        return event

    def hint(self, message: BaseModel) -> None:
        """Sent if somebody is there, neither numbered nor kept."""
        if self.outbox is not None:
            self.outbox.put(message)

    def refresh(self, desk: CandidateDesk | JuryDesk) -> None:
        """Sends what has changed since the last time; everything where this person may do more, or less."""
        before, self._desk = self._desk, desk
        if before is None:
            return
        if isinstance(desk, JuryDesk) and isinstance(before, JuryDesk) and desk.may_mark != before.may_mark:
            self.tell_anew(desk)
            return
        kinds = _CANDIDATE_EVENTS if isinstance(desk, CandidateDesk) else _JURY_EVENTS
        for name, kind in kinds.items():
            new, old = getattr(desk, name), getattr(before, name)
            if new is old and name != "notes":
                continue
            if name == "clock":
                if _steady(new) != _steady(old):
                    self.push(kind, clock=new)
            elif name == "phases":
                if [_steady(clock) for clock in new] != [_steady(clock) for clock in old]:
                    self.push(kind, phases=new)
            elif name == "conversation":
                self._conversation(old, new)
            elif name == "notes":
                if (desk.notes, desk.notes_saved_at) != (before.notes, before.notes_saved_at):  # type: ignore[union-attr]  a desk that has notes is a candidate's
                    self.push(kind, notes=desk.notes, notes_saved_at=desk.notes_saved_at)  # type: ignore[union-attr]  a desk that has notes is a candidate's
            elif new != old:
                self.push(kind, **{name: new})

    def _conversation(self, old: ConversationView | None, new: ConversationView | None) -> None:
        if new is None or old is None or old.run_id != new.run_id or old.closed_at != new.closed_at:
            if new != old:
                event = self.push(events.ConversationEvent, conversation=new)
                self._know_messages(new, event.n)
            return
        # Messages keep their order and their place: most are the very same, the new ones come last.
        for place, message in enumerate(new.messages):
            known = old.messages[place] if place < len(old.messages) else None
            if message is not known and message != known:
                event = self.push(
                    events.ChatMessageEvent, run_id=new.run_id, message=message, waiting_since=new.waiting_since
                )
                self.message_events.setdefault(message.message_id, event.n)

    def _know_messages(self, conversation: ConversationView | None, number: int | None = None) -> None:
        for message in conversation.messages if conversation else ():
            self.message_events.setdefault(message.message_id, number or self._number)


def _steady(clock: ClockView) -> tuple[object, ...]:
    """The clock without what moves by itself."""
    lasts = clock.total_minutes, clock.extra_minutes
    return (
        clock.phase,
        clock.state,
        clock.ends_at,
        *lasts,
        clock.pause_reason,
        clock.break_until,
        clock.is_shut,
        clock.closed_early,
    )


_CANDIDATE_EVENTS: dict[str, type[events.Event]] = {
    "clock": events.ClockEvent,
    "phases": events.PhasesEvent,
    "receipts": events.ReceiptsEvent,
    "line": events.LineEvent,
    "call": events.CallEvent,
    "conversation": events.ConversationEvent,
    "steps": events.CandidateStepsEvent,
    "exchange": events.CandidateExchangeEvent,
    "notes": events.NotesEvent,
    "missed_calls": events.MissedCallsEvent,
    "jury_present": events.JuryPresentEvent,
    "feedback": events.FeedbackEvent,
    "captions": events.CaptionsEvent,
}

_JURY_EVENTS: dict[str, type[events.Event]] = {
    "clock": events.ClockEvent,
    "line": events.LineEvent,
    "call": events.CallEvent,
    "consultation": events.ConsultationEvent,
    "exchange": events.JuryExchangeEvent,
    "conversation": events.ConversationEvent,
    "steps": events.JuryStepsEvent,
    "presence": events.PresenceEvent,
    "jurors": events.JurorsEvent,
    "measured": events.MeasuredEvent,
    "marking": events.MarkingEvent,
    "matrix": events.MatrixEvent,
    "listening": events.ListeningEvent,
    "candidate_notes": events.CandidateNotesEvent,
    "captions": events.CaptionsEvent,
    "network": events.NetworkEvent,
}
