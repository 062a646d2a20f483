"""Carries a decision's effects out: on the switch, the telephones, the words, the desks. What has no row cannot be.

Effects come after their facts: whatever the outside answers, and however fast, happens to what is known already.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.desk.media import Media
from simulator.ids import CallId, RunId
from simulator.seat import effects
from simulator.seat.runs import RunState
from telephony import Role
from telephony.sip import CallerId, IncomingCall, SipLeg

if TYPE_CHECKING:
    from simulator.desk.seat_room import SeatRoom

Telephone = IncomingCall | SipLeg
"""In the caller's hand already: what they dialled on, or picked up."""


@dataclass(frozen=True, slots=True)
class Performing:
    """`recordings`: the folder below which sound is kept; `ring_seconds`: how long a call rings."""

    room: "SeatRoom"
    media: Media
    recordings: Path
    ring_seconds: float

    async def perform(self, effect: effects.Effect, telephone: Telephone | None = None) -> None:
        """Raises TelephonyError where the switch refuses. Cancelling it leaves the effect done or not begun."""
        switch, room = self.media.switch, self.room
        match effect:
            case effects.Ring():
                self._ring(effect, telephone)
            case effects.PickUpFirst():
                room.telephones.ring_first(effect)
            case effects.StopPickingUp():
                room.telephones.stop_picking_up()
            case effects.Answer(call_id=call_id, role=role):
                switch.answer(call_id, role)
            case effects.Decline(call_id=call_id, role=role):
                switch.decline(call_id, role)
            case effects.HangUp(call_id=call_id, role=role):
                switch.hang_up(call_id, role)
            case effects.Hold(call_id=call_id, role=role):
                switch.hold(call_id, role)
            case effects.Resume(call_id=call_id, role=role):
                switch.resume(call_id, role)
            case effects.Mute(call_id=call_id, role=role, muted=muted):
                switch.mute(call_id, role, muted)
            case effects.PressDigits(call_id=call_id, role=role, digits=digits):
                switch.digits(call_id, role, digits)
            case effects.Echo(line=line, on=on):
                switch.echo(line, on)
            case effects.Consult():
                self._consult(effect)
            case effects.Transfer(call_id=call_id):
                switch.transfer(call_id)
            case effects.ListenTo(call_id=call_id, line=line):
                switch.stop_listening(line)
                switch.listen(call_id, line)
            case effects.StopListening(line=line):
                switch.stop_listening(line)
            case effects.SetListening(desk=key, on=on):
                room.here.jurors[key].listening = on
            case effects.Show(desk=key, run_id=run_id):
                room.here.jurors[key].shown_run = run_id
            case effects.HearWords(call_id=call_id, run_id=run_id):
                room.captions.begin()
                await room.words.begin(call_id, self._folder(run_id, call_id))
            case effects.WordsTransferred():
                room.captions.transferred()
            case effects.CallIsOver(call_id=call_id, was_recorded=was_recorded):
                self._over(call_id, was_recorded)
            case effects.Notice(desk=key, level=level, code=code, message=message, remedy=remedy):
                room.desks.notice(key, level, code, message, remedy)

    def _over(self, call_id: CallId, was_recorded: bool) -> None:
        self.room.words.end(call_id)
        if was_recorded:
            self.room.finisher.call_ended(call_id)
        else:
            self.media.switch.forget(call_id)

    def _ring(self, effect: effects.Ring, telephone: Telephone | None) -> None:
        room, switch, switchboard = self.room, self.media.switch, self.media.phones.switchboard
        run, calling = room.state.runs[effect.run_id], Role.CUSTOMER if effect.caller == "customer" else Role.ADVISER
        switch.ring(
            effect.call_id,
            adviser_line=room.here.candidate.key,
            customer_line=effect.player,
            caller=calling,
            folder=self._folder(effect.run_id, effect.call_id),
            ring_seconds=self.ring_seconds,
        )
        if switchboard is None:
            return
        if isinstance(telephone, IncomingCall):
            switchboard.dialled_call(effect.call_id, calling, telephone)
        elif telephone is not None:
            switchboard.summoned_call(effect.call_id, calling, telephone)
        called = room.here.candidate.key if effect.caller == "customer" else effect.player
        # The jury's telephone says whom to play, and for which candidate.
        name = run.customer.display_name
        shown = name if effect.caller == "customer" else f"{room.state.seat.label} appelle {name}"
        self._ring_phones(effect.call_id, calling.other, called, shown, run)

    def _consult(self, effect: effects.Consult) -> None:
        room, run = self.room, self.room.state.runs[effect.run_id]
        self.media.switch.consult(
            effect.call_id,
            effect.consultation_id,
            supervisor_line=effect.supervisor,
            folder=self._folder(effect.run_id, effect.call_id, effect.consultation_id),
            ring_seconds=self.ring_seconds,
        )
        if effect.rings_phones:
            # They show who asks, and about whom.
            shown = f"{room.state.seat.label} consulte le superviseur"
            self._ring_phones(effect.consultation_id, Role.CUSTOMER, effect.supervisor, shown, run)

    def _ring_phones(self, call_id: CallId, role: Role, key: str, shown: str, run: RunState) -> None:
        switchboard, desk = self.media.phones.switchboard, self.room.here.desk(key)
        if switchboard is None or desk is None:
            return
        ringing = self.media.phones.ringing_phones(desk.actor.id, self.room.state.training.id)
        if ringing:
            caller_id = CallerId(run.customer.phone, shown)
            switchboard.ring_phones(call_id, role, ringing, caller_id, only_phone=not desk.sound.by_page)

    def _folder(self, run_id: RunId, call_id: CallId, consultation_id: CallId | None = None) -> Path:
        return self.recordings / self.room.state.recording_folder(run_id, call_id, consultation_id)
