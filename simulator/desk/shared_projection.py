"""Slices that both desks are shown, made from the seat's state."""

from functools import partial
from typing import Literal

from chat import Conversation, Message
from simulator.live_messages.shared_view import (
    CallView,
    ChatMessageView,
    ConfirmationView,
    ConsultationView,
    ConversationView,
    LineView,
    QualificationView,
    RecordingNotice,
)
from simulator.seat.deciding.reach import call_of, side_of
from simulator.seat.here import DeskHere, Here
from simulator.seat.runs import CallRecord, Consultation, RunState
from simulator.seat.service_levels import service_levels
from simulator.seat.state import SeatState


def notice(state: SeatState) -> RecordingNotice:
    return RecordingNotice(legal_basis=state.training.legal_basis, retention_days=state.training.retention_days)


def line_view(state: SeatState, here: Here, desk: DeskHere) -> LineView:
    """The state of a desk's sound and of its telephones, without figures (those come on demand)."""
    side, call = side_of(state, desk), call_of(state, desk)
    rings_on_phone = side is not None and side in here.calls.phone_rings
    return LineView(
        state=desk.sound.sound,
        rings=desk.sound.rings,
        phones=list(desk.sound.phones),
        phone_trouble=desk.sound.phone_trouble,
        phone_rings=here.picking_up == desk.key or rings_on_phone,
        sounds_early=call is not None and call.call_id in here.calls.sounds_early,
        call_on_phone=here.calls.on_phone.get(side) if side is not None else None,
    )


def call_view(run: RunState | None) -> CallView | None:
    """The latest call of this exchange, until the exchange is done."""
    call = run.call if run is not None else None
    if run is None or call is None:
        return None
    return CallView(
        call_id=call.call_id,
        run_id=run.run_id,
        state=_call_state(call),
        caller=call.caller,
        number=call.number,
        name=call.name,
        rang_at=call.rang_at,
        connected_at=call.connected_at,
        ended_at=call.ended_at,
        ends_reason=call.reason,
        ended_by=call.ended_by,
        seconds=call.seconds,
        held_by=call.held_by,
        held_at=call.holds[-1][0] if call.held_by and call.holds else None,
        candidate_muted=call.muted.get("candidate", False),
        customer_muted=call.muted.get("customer", False),
        lost_side=call.lost_side,
        recorded=call.connected_at is not None and call.recording != "failed",
        consultation=_consultation(call.consultation),
        transferred_at=call.transferred_at,
    )


def _consultation(one: Consultation | None) -> ConsultationView | None:
    if one is None:
        return None
    return ConsultationView(
        consultation_id=one.consultation_id,
        state="talking" if one.answered_at else "ringing",
        asked_at=one.asked_at,
        answered_at=one.answered_at,
    )


def _call_state(call: CallRecord) -> Literal["ringing", "connected", "held", "ended"]:
    if call.is_over:
        return "ended"
    if call.connected_at is None:
        return "ringing"
    return "held" if call.held_by else "connected"


def conversation_view(state: SeatState, run: RunState | None) -> ConversationView | None:
    conversation = run.conversation if run is not None else None
    if run is None or conversation is None:
        return None
    # A conversation never changes: what happens to it is another one.
    return state.kept.get(("conversation", run.run_id), conversation, lambda: _conversation(state, run, conversation))


def _conversation(state: SeatState, run: RunState, conversation: Conversation) -> ConversationView:
    levels = service_levels(state, run)
    return ConversationView(
        run_id=run.run_id,
        opened_at=conversation.opened_at,
        closed_at=conversation.closed_at,
        closed_by=conversation.closed_by,
        messages=tuple(
            state.kept.get(("message", run.run_id, message.message_id), message, partial(_message, message))
            for message in conversation.messages
        ),
        waiting_since=conversation.waiting_since(),
        first_reply_seconds=levels.chat_first_reply_seconds,
        reply_seconds=levels.chat_reply_seconds,
    )


def _message(message: Message) -> ChatMessageView:
    return ChatMessageView(
        message_id=message.message_id,
        by=message.by.value,
        text=message.text,
        sent_at=message.sent_at,
        order=message.order,
        delivered_at=message.delivered_at,
        read_at=message.read_at,
    )


def qualification_view(run: RunState) -> QualificationView:
    return QualificationView(customer_id=run.file_customer_id, changed_at=run.qualified_at, **run.qualification)


def confirmation_view(run: RunState) -> ConfirmationView | None:
    confirmation = run.confirmation
    if confirmation is None:
        return None
    return ConfirmationView(
        medium=confirmation.medium,
        recipient=confirmation.recipient,
        subject=confirmation.subject,
        body=confirmation.body,
        saved_at=confirmation.saved_at,
        sent_at=confirmation.sent_at,
    )
