"""One telephone with one call at a time: SIP on one side, the headset on the other, the person's wishes in between.

Every public method is a wish; what came of it is in `call()` and told to `on_change`.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any

import structlog

from telephony.rtp_packet import RtpPacket
from telephony.sip import (
    IncomingCall,
    NotRegistered,
    Patience,
    Ringing,
    SipAccount,
    SipCalls,
    SipClient,
    SipLeg,
    SipLogin,
    SipSettings,
    Standing,
)
from telephony.sip.sdp import PREFERRED

from . import tones
from .faults import french
from .headset import Headset
from .headset_leg import HeadsetLeg
from .sound import Samples, silence
from .state import CallShown, CallState, LineShown
from .words import standing_trouble, why_not_answered

log = structlog.get_logger(__name__)

ENDED_SECONDS = 4.0
"""How long an ended call stays on the screen."""

BUSY_TONE_SECONDS = 2.0


class _NoAccounts:
    """Nobody registers at a telephone."""

    def account(self, user: str) -> SipAccount | None:
        return None

    async def look_again(self) -> None:
        return


@dataclass(slots=True)
class _Call:
    """The call that there is. `sound` once it has a leg."""

    shown: CallShown
    incoming: IncomingCall | None = None
    ringing: Ringing | None = None
    leg: SipLeg | None = None
    sound: HeadsetLeg | None = None
    connected_at: float | None = None


class Phone:
    """`async with Phone(login, headset, host, on_change) as phone`. `host`: our address towards the registrar."""

    def __init__(
        self,
        login: SipLogin,
        headset: Headset,
        host: str,
        on_change: Callable[[], None],
        patience: Patience | None = None,
    ) -> None:
        self.login, self.headset = login, headset
        self._on_change = on_change
        self._calls = SipCalls(SipSettings(host=host, port=0), _NoAccounts(), lambda _: None, self)
        self._client = SipClient(self._calls, login, self._stands, patience)
        self._call: _Call | None = None
        self._ended: asyncio.TimerHandle | None = None
        self._tone: Iterator[Samples] | None = None
        self._tone_until = 0.0
        self._tasks: set[asyncio.Task[None]] = set()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> "Phone":
        """Raises CannotListen."""
        self.headset.source, self.headset.on_frame = self._sound, self._captured
        await self._stack.enter_async_context(self._calls)
        await self._stack.enter_async_context(self._client)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Hangs up, says goodbye to the registrar."""
        self.hang_up()
        await self.headset.stop_ringing()
        if self._ended is not None:
            self._ended.cancel()
        await self._stack.aclose()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.headset.source = None

    # What is shown.

    def call(self) -> CallShown:
        if self._call is None:
            return CallShown()
        at, leg = self._call.connected_at, self._call.sound
        shown = self._call.shown
        return replace(
            shown,
            seconds=time.monotonic() - at if at is not None and shown.state.is_live else shown.seconds,
            wants_mute=leg.wants_mute if leg is not None else False,
            is_muted=leg.is_muted if leg is not None else False,
        )

    def line(self) -> LineShown:
        standing = self._client.standing
        address = f"{self.login.account}@{self.login.host}"
        return LineShown(standing.is_registered, address, self.login.name, standing_trouble(standing, self.login))

    @property
    def standing(self) -> Standing:
        return self._client.standing

    # Wishes.

    def retry_now(self) -> None:
        """Somebody does not want to wait until the next attempt to register."""
        self._client.retry_now()

    def dial(self, number: str) -> None:
        if self._is_busy:
            return
        try:
            ringing = self._client.dial(number)
        except NotRegistered:
            self._end("Le téléphone n’est pas connecté au serveur.")
            return
        self._begin(_Call(CallShown(CallState.DIALLING, number=number), ringing=ringing))

    def answer(self) -> None:
        call = self._call
        if call is None or call.incoming is None or call.shown.state is not CallState.INCOMING:
            return
        self._quiet()
        if call.incoming.accept(PREFERRED):
            self._connected(call.incoming.leg)
        else:
            self._end("L’appel est terminé.")

    def hang_up(self) -> None:
        """Whatever there is: declines, cancels or ends."""
        call = self._call
        if call is None or not call.shown.state.is_live:
            return
        if call.shown.state is CallState.INCOMING and call.incoming is not None:
            call.incoming.refuse(603)
            self._end("Appel refusé.")
        elif call.leg is not None:
            call.leg.hang_up()
            self._end("Vous avez raccroché.")
        elif call.ringing is not None:
            call.ringing.stop()
            self._end("Appel abandonné.")

    def hold(self, on: bool) -> None:
        """Asks the other end; `is_held` follows once it has agreed."""
        call = self._call
        if call is None or call.leg is None or not call.leg.is_connected or call.shown.wants_hold == on:
            return
        leg = call.leg
        call.shown = replace(call.shown, wants_hold=on)
        if call.sound is not None and on:
            # At once, and not when the network has agreed: nobody hears what is said from here on.
            call.sound.is_held = True

        def agreed(done: bool) -> None:
            if self._call is not call:
                return
            held = on if done else not on
            call.shown = replace(call.shown, is_held=held, wants_hold=held)
            if call.sound is not None:
                call.sound.is_held = held
            self._on_change()

        leg.offer_again("sendonly" if on else "sendrecv", agreed)
        self._on_change()

    def mute(self, on: bool) -> None:
        sound = self._call.sound if self._call is not None else None
        if sound is not None:
            sound.wants_mute = on
            self._on_change()

    def press(self, key: str) -> None:
        """A key of the telephone during a call."""
        call = self._call
        if call is None or call.sound is None:
            return
        call.sound.press(key)
        call.shown = replace(call.shown, keys=(call.shown.keys + key)[-24:])
        self._play(iter([tones.key_press(key)[start : start + 480] for start in range(0, 3840, 480)]), 0.08)
        self._on_change()

    # Sound.

    def _captured(self, position: int, frame: Samples) -> None:
        if self._call is not None and self._call.sound is not None:
            self._call.sound.captured(position, frame)

    def _sound(self) -> Samples:
        call = self._call
        block = call.sound.sound() if call is not None and call.sound is not None else silence()
        if self._tone is not None:
            if time.monotonic() > self._tone_until:
                self._tone = None
            elif (tone := next(self._tone, None)) is not None:
                return tone
        return block

    def _play(self, tone: Iterator[Samples], seconds: float) -> None:
        self._tone, self._tone_until = tone, time.monotonic() + seconds

    # What the network tells (CallListener).

    def phone_dials(self, call: IncomingCall) -> None:
        if self._is_busy:
            call.refuse(486)
            return
        shown = CallShown(CallState.INCOMING, name=call.caller.name, number=call.caller.number)
        call.ring()
        self._begin(_Call(shown, incoming=call))
        self._own(self.headset.ring(tones.ring()))

    def phone_gave_up(self, call: IncomingCall) -> None:
        if self._call is not None and self._call.incoming is call:
            self._end("L’appel n’est plus là : l’autre côté a renoncé, ou quelqu’un d’autre a répondu.")

    def phone_rings(self, ringing: Ringing) -> None:
        call = self._call
        if call is not None and call.ringing is ringing:
            call.shown = replace(call.shown, state=CallState.RINGING_THERE)
            self._play(tones.ring_back(), 3600)
            self._on_change()

    def phone_answered(self, ringing: Ringing, leg: SipLeg) -> None:
        if self._call is None or self._call.ringing is not ringing:
            leg.hang_up()
            return
        self._connected(leg)

    def nobody_answers(self, ringing: Ringing, status: int) -> None:
        if self._call is not None and self._call.ringing is ringing:
            self._end(why_not_answered(status))
            self._play(tones.busy(), BUSY_TONE_SECONDS)

    def leg_packet(self, leg: SipLeg, packet: RtpPacket) -> None:
        call = self._call
        if call is not None and call.leg is leg and call.sound is not None:
            call.sound.heard(packet)

    def leg_held(self, leg: SipLeg, held: bool) -> None:
        """The other end does not listen for now; nothing is sent to it meanwhile."""
        log.info("held_by_other_end", held=held)

    def leg_digit(self, leg: SipLeg, digit: str) -> None:
        """Keys of the other end mean nothing to a person's telephone."""

    def leg_refers(self, leg: SipLeg, target: str) -> bool:
        """Nobody sends this telephone's call elsewhere."""
        return False

    def leg_muted(self, leg: SipLeg, muted: bool) -> None:
        """The other end's microphone is its own affair."""

    def leg_ended(self, leg: SipLeg, lost: bool) -> None:
        if self._call is not None and self._call.leg is leg:
            self._end("La liaison est perdue." if lost else "L’autre côté a raccroché.")

    def _stands(self, standing: Standing) -> None:
        log.info("registration", state=standing.state, cause=standing.cause, status=standing.status)
        self._on_change()

    # The inside.

    @property
    def _is_busy(self) -> bool:
        return self._call is not None and self._call.shown.state.is_live

    def _begin(self, call: _Call) -> None:
        if self._ended is not None:
            self._ended.cancel()
        self._tone = None
        self._call = call
        self._on_change()

    def _connected(self, leg: SipLeg) -> None:
        call = self._call
        assert call is not None
        self._tone = None

        def muted(on: bool) -> None:
            leg.tell_muted(on, lambda _: None)
            self._on_change()

        call.leg, call.sound, call.connected_at = leg, HeadsetLeg(leg, muted), time.monotonic()
        call.shown = replace(call.shown, state=CallState.CONNECTED)
        self._on_change()

    def _end(self, why: str) -> None:
        self._quiet()
        self._tone = None
        call = self._call
        shown = replace(self.call(), state=CallState.ENDED, why=french(why), is_held=False, wants_hold=False)
        if call is not None:
            # Kept for the eye only: the leg is gone.
            call.leg = call.sound = call.incoming = call.ringing = None
            call.shown = shown
        else:
            self._call = _Call(shown)
        self._ended = asyncio.get_running_loop().call_later(ENDED_SECONDS, self._forget)
        self._on_change()

    def _forget(self) -> None:
        self._call = None
        self._on_change()

    def _quiet(self) -> None:
        self._own(self.headset.stop_ringing())

    def _own(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
