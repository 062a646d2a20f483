"""« Le superviseur »: the candidate leaves the customer on hold, asks a juror, comes back or hands over."""

import secrets
from typing import TYPE_CHECKING

from simulator.facts import kinds
from simulator.live_messages import commands
from simulator.seat.refusals import Refused
from simulator.seat.runs import CallRecord, Consultation, RunState
from simulator.seat.service_levels import service_levels
from telephony import (
    CallConnected,
    CallEnded,
    CallTransferred,
    EndReason,
    RecordingTrouble,
    Role,
    SwitchEvent,
)

if TYPE_CHECKING:
    from simulator.desk.feed import DeskFeed
    from simulator.desk.seat_room import JurorDesk, SeatRoom

_SAID: dict[str, tuple[str, str]] = {
    "declined": ("Le superviseur a refusé votre appel.", "Reprenez le client."),
    "no_answer": ("Le superviseur ne répond pas.", "Reprenez le client."),
    "lost": ("Le son du superviseur est coupé.", "Reprenez le client."),
    "hung_up": ("Le superviseur a raccroché.", "Reprenez le client : il attend toujours."),
}
"""What the candidate is told of an end that they did not choose."""


class ConsultControl:
    """Consultations of one seat."""

    def __init__(self, room: "SeatRoom") -> None:
        self._room = room

    async def handle(self, desk: "DeskFeed", command: commands.Command) -> bool:
        switch, is_candidate = self._room.services.switch, desk is self._room.candidate
        match command:
            case commands.CallConsult() if is_candidate:
                await self._ask(desk)
            case commands.CallTransfer() if is_candidate:
                switch.transfer(self._room.calls.mine(desk).call_id)
            case commands.ConsultationAnswer() if not is_candidate:
                asked = self._asked_of(desk)
                if not asked.is_same_person:
                    self._room.calls.phones.need_browser(desk)
                switch.answer(asked.consultation_id, Role.CUSTOMER)
            case commands.ConsultationHangUp() if not is_candidate:
                asked = self._asked_of(desk)
                if asked.answered_at is None:
                    switch.decline(asked.consultation_id, Role.CUSTOMER)
                else:
                    switch.hang_up(asked.consultation_id, Role.CUSTOMER)
            case _:
                return False
        return True

    async def _ask(self, desk: "DeskFeed") -> None:
        room = self._room
        call = room.calls.mine(desk)
        run = room.state.run_of_call(call.call_id)
        if run is None or call.connected_at is None or call.held_by == "customer" or call.consultation is not None:
            raise Refused("not_now")
        supervisor = self._supervisor(run)
        if supervisor is None:
            await room.record(kinds.ConsultationUnavailable(call_id=call.call_id), run.run_id, desk.actor)
            raise Refused("no_supervisor")
        if call.held_by is None:
            room.services.switch.hold(call.call_id, Role.ADVISER)
        consultation_id = f"consult-{secrets.token_hex(8)}"
        room.services.switch.consult(
            call.call_id,
            consultation_id,
            supervisor_line=supervisor.key,
            folder=room.services.settings.recordings / self._folder(run, call, consultation_id),
            ring_seconds=room.services.settings.ring_seconds,
        )
        same = supervisor.actor.id == run.played_by
        if not same:
            room.calls.phones.ring_supervisor(consultation_id, run, supervisor)
        asked = kinds.ConsultationAsked(
            call_id=call.call_id,
            consultation_id=consultation_id,
            supervisor_id=supervisor.actor.id,
            supervisor=supervisor.actor.name,
            is_same_person=same,
        )
        await room.record(asked, run.run_id, desk.actor)

    def _supervisor(self, run: RunState) -> "JurorDesk | None":
        """Another juror or trainer at their desk whom a call can reach; else whoever plays the customer."""
        phones, switch = self._room.calls.phones, self._room.services.switch
        here = [one for one in self._room.jurors.values() if one.is_connected and phones.has_sound(one)]
        free = [one for one in here if one.actor.id != run.played_by and not switch.is_busy(one.key)]
        others = sorted((one for one in free if one.actor.id != "partner"), key=lambda one: not one.may_mark)
        return next(iter(others), None) or next((one for one in here if one.actor.id == run.played_by), None)

    def _asked_of(self, desk: "DeskFeed") -> Consultation:
        """The consultation for which this desk is the supervisor. Raises Refused."""
        active = self._room.state.active
        call = active.call if active is not None else None
        asked = call.consultation if call is not None else None
        if asked is None or asked.supervisor_id != desk.actor.id:
            raise Refused("no_call")
        return asked

    def _folder(self, run: RunState, call: CallRecord, consultation_id: str) -> str:
        """Beside the call's own files."""
        return f"{self._room.state.training.id}/{run.run_id}/{call.call_id}/{consultation_id}"

    # What the switch tells.

    async def happened(self, run: RunState, call: CallRecord, asked: Consultation, event: SwitchEvent) -> None:
        """Keeps what the switch tells of a consultation. Called under the seat's lock."""
        room = self._room
        match event:
            case CallConnected():
                folder = self._folder(run, call, asked.consultation_id)
                await room.services.finisher.begin(
                    asked.consultation_id, room.state, run, folder, consulted_from=call.call_id
                )
                answered = kinds.ConsultationAnswered(call_id=call.call_id, consultation_id=asked.consultation_id)
                await room.record(answered, run.run_id)
            case CallEnded(seconds=seconds):
                if seconds > 0:
                    room.services.finisher.call_ended(asked.consultation_id)
                else:
                    room.services.switch.forget(asked.consultation_id)
                await self._ended(run, call, asked, _why(event), seconds)
            case RecordingTrouble(reason=reason):
                failed = kinds.RecordingFailed(call_id=asked.consultation_id, reason=reason)
                await room.record(failed, run.run_id)
            case _:
                pass

    async def _ended(self, run: RunState, call: CallRecord, asked: Consultation, reason: str, seconds: float) -> None:
        room = self._room
        ended = kinds.ConsultationEnded(
            call_id=call.call_id, consultation_id=asked.consultation_id, reason=reason, seconds=seconds
        )
        await room.record(ended, run.run_id)
        if reason in _SAID:
            room.notice(room.candidate, "info", f"consultation_{reason}", *_SAID[reason])
        await room.calls.follow_again(asked.supervisor_id)

    async def transferred(self, run: RunState, event: CallTransferred) -> None:
        """The candidate's part is over; what is still said is between customer and supervisor."""
        room = self._room
        data = kinds.CallTransferred(call_id=event.call_id, consultation_id=event.consultation_id)
        await room.record(data, run.run_id, room.candidate.actor)
        room.captions.transferred()
        if run.phase == "live" and not event.same_desk:
            limit = service_levels(room.state, run).wrap_up_seconds
            await room.record(kinds.WrapUpStarted(limit_seconds=limit), run.run_id)

    async def close_orphan(self, run: RunState, call: CallRecord) -> None:
        """After a restart of the server: a consultation that no switch knows any more."""
        asked = call.consultation
        if asked is not None and self._room.services.switch.call(asked.consultation_id) is None:
            seconds = await self._room.services.finisher.recorded_seconds(asked.consultation_id)
            await self._ended(run, call, asked, "server_restarted", seconds)


def _why(event: CallEnded) -> str:
    """In the words of the facts: who ended it matters."""
    if event.reason is EndReason.HUNG_UP and event.by is Role.ADVISER:
        return "returned"
    return "call_over" if event.reason is EndReason.STOPPED else str(event.reason)
