"""The whole client at work: telephone, headset and what the person is in the middle of typing or choosing."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any

import structlog

from telephony.sip import Cause, Patience, SipLogin
from telephony.sip.wire import TransportName, address_towards

from .devices import usable
from .faults import NoSound
from .headset import Choice, Headset
from .keys import Wish, Wished
from .phone import Phone
from .state import CallState, DevicesShown, Shown, SoundShown

log = structlog.get_logger(__name__)

PATIENCE = Patience(answer=4.0, unreachable_most=15.0)
"""Shorter than a trunk's: a person waits in front of it."""

AUTOMATIC = "(choix du système)"


@dataclass(frozen=True, slots=True)
class _Panel:
    kind: int = 0
    row: int = 0


class Softphone:
    """`async with Softphone(login, choice, on_change) as softphone`, then `do(wish)` and `shown()`.

    `may_change_transport`: where UDP gets no answer TCP is tried, and the other way round.
    """

    def __init__(
        self,
        login: SipLogin,
        choice: Choice,
        on_change: Callable[[], None],
        *,
        may_change_transport: bool = True,
    ) -> None:
        self.headset = Headset(choice, lambda position, frame: None, self._changed)
        self.is_over = asyncio.Event()
        self._login, self._on_change = login, on_change
        self._may_change_transport = may_change_transport
        self._phone: Phone | None = None
        self._phone_stack = AsyncExitStack()
        self._typed, self._notice = "", ""
        self._asks_to_quit = False
        self._panel: _Panel | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Softphone":
        """Raises NoSound, CannotListen."""
        await self.headset.__aenter__()
        try:
            await self._plug(self._login)
        except BaseException:
            await self.headset.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._phone_stack.aclose()
        await self.headset.__aexit__()

    @property
    def choice(self) -> Choice:
        return self.headset.choice

    def shown(self) -> Shown:
        assert self._phone is not None
        headset = self.headset
        return Shown(
            line=self._phone.line(),
            call=self._phone.call(),
            sound=SoundShown(
                is_working=headset.is_working,
                microphone=headset.microphone.device.name if headset.microphone else "",
                speaker=headset.speaker.device.name if headset.speaker else "",
                ringer=headset.choice.ringer,
                trouble=headset.trouble,
                spoken_db=headset.spoken_db,
                heard_db=headset.heard_db,
            ),
            typed=self._typed,
            notice=self._notice,
            asks_to_quit=self._asks_to_quit and self._phone.call().state.is_live,
            devices=self._devices_shown() if self._panel is not None else None,
        )

    def do(self, wished: Wished) -> None:
        """Carries out what the person wants."""
        phone = self._phone
        assert phone is not None
        self._notice = ""
        match wished.wish:
            case Wish.ANSWER:
                phone.answer()
            case Wish.HANG_UP:
                phone.hang_up()
            case Wish.HOLD:
                phone.hold(not phone.call().wants_hold)
            case Wish.MUTE:
                phone.mute(not phone.call().wants_mute)
            case Wish.KEY:
                phone.press(wished.text)
            case Wish.DIAL:
                self._typed = ""
                phone.dial(wished.text)
            case Wish.TYPE:
                self._typed += wished.text
            case Wish.ERASE:
                self._typed = self._typed[:-1]
            case Wish.CLEAR:
                self._typed = ""
            case Wish.RETRY:
                phone.retry_now()
            case Wish.ASK_TO_QUIT:
                self._asks_to_quit = True
            case Wish.STAY:
                self._asks_to_quit = False
            case Wish.QUIT:
                self.is_over.set()
            case _:
                self._about_devices(wished.wish)
        self._on_change()

    def say(self, notice: str) -> None:
        self._notice = notice
        self._on_change()

    def choose(self, choice: Choice) -> None:
        """Other devices, soon. What does not work is said, and the former ones stay."""
        self._own(self._choose(choice))

    async def _choose(self, choice: Choice) -> None:
        try:
            await self.headset.choose(choice)
        except NoSound as fault:
            self.say(f"{fault.message} {fault.remedy}")

    # Devices.

    def _about_devices(self, wish: Wish) -> None:
        match wish:
            case Wish.DEVICES:
                self._panel = _Panel()
                if self._phone is not None and not self._phone.call().state.is_live:
                    # What was plugged in meanwhile is found only so, and it interrupts the sound: never in a call.
                    self._own(self._look_again())
            case Wish.DEVICES_CLOSE:
                self._panel = None
            case Wish.DEVICES_NEXT if self._panel is not None:
                self._panel = _Panel((self._panel.kind + 1) % 3)
            case Wish.DEVICES_UP | Wish.DEVICES_DOWN if self._panel is not None:
                step = 1 if wish is Wish.DEVICES_DOWN else -1
                rows = len(self._names(self._panel.kind))
                self._panel = replace(self._panel, row=(self._panel.row + step) % rows)
            case Wish.DEVICES_PICK if self._panel is not None:
                self._pick(self._panel)
            case _:
                pass

    def _pick(self, panel: _Panel) -> None:
        names = self._names(panel.kind)
        name = names[panel.row] if 0 < panel.row < len(names) else ""
        field = ("microphone", "speaker", "ringer")[panel.kind]
        self.choose(replace(self.headset.choice, **{field: name}))

    async def _look_again(self) -> None:
        try:
            await self.headset.look_again()
        except NoSound as fault:
            self.say(f"{fault.message} {fault.remedy}")

    def _names(self, kind: int) -> tuple[str, ...]:
        direction = "microphone" if kind == 0 else "speaker"
        return (AUTOMATIC, *(one.name for one in usable(self.headset.devices, direction)))

    def _devices_shown(self) -> DevicesShown:
        assert self._panel is not None
        choice = self.headset.choice
        names = (self._names(0), self._names(1), self._names(2))
        row = min(self._panel.row, len(names[self._panel.kind]) - 1)
        return DevicesShown(self._panel.kind, row, names, (choice.microphone, choice.speaker, choice.ringer))

    # The telephone.

    async def _plug(self, login: SipLogin) -> None:
        # Where routing towards the registrar begins is where calls come back to.
        host = await asyncio.to_thread(_own_address, login)
        self._phone = Phone(login, self.headset, host, self._changed, PATIENCE)
        await self._phone_stack.enter_async_context(self._phone)

    async def _change_transport(self, transport: TransportName) -> None:
        log.info("transport_changed", transport=transport)
        await self._phone_stack.aclose()
        self._login = replace(self._login, transport=transport)
        await self._plug(self._login)

    def _changed(self) -> None:
        phone = self._phone
        if phone is not None:
            call, standing = phone.call(), phone.standing
            self._asks_to_quit = self._asks_to_quit and call.state.is_live
            if call.state is CallState.INCOMING:
                self._panel = None
            if standing.is_registered:
                self._may_change_transport = False
            unheard = standing.cause in (Cause.NO_ANSWER, Cause.CONNECTION)
            if unheard and self._may_change_transport and not self._tasks:
                self._own(self._change_transport("TCP" if self._login.transport == "UDP" else "UDP"))
        self._on_change()

    def _own(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _own_address(login: SipLogin) -> str:
    family_of_all = "::" if ":" in login.registrar else "0.0.0.0"
    return address_towards(login.registrar, family_of_all)
