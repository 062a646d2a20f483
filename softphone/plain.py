"""The same telephone line by line, for screen readers, serial lines and programs: each change is one sentence."""

import asyncio
import sys
import threading
from collections.abc import Callable

from .devices import table
from .faults import french
from .headset import Choice
from .keys import TELEPHONE_KEYS, Wish, Wished
from .screen import duration, grouped
from .softphone import Softphone
from .state import CallState, Shown

HELP = """R répondre · D refuser ou raccrocher · A attente ou reprise · M micro coupé ou rouvert
un numéro : appeler (en communication : touches du téléphone)
P liste des périphériques · P micro NOM · P écouteurs NOM · P sonnerie NOM
E où en est-on · S se reconnecter · Q quitter (deux fois en communication) · ? cette aide"""


def sentences(before: Shown, now: Shown) -> list[str]:
    """What changed, in words; nothing for what only moves (levels, seconds)."""
    said: list[str] = []
    if now.line.is_registered and not before.line.is_registered:
        said.append(f"Connecté au serveur : {now.line.person}, {now.line.address}.")
    if now.line.trouble and now.line.trouble != before.line.trouble:
        said.append(now.line.trouble)
    if now.sound.trouble and now.sound.trouble != before.sound.trouble:
        said.append(now.sound.trouble)
    elif (now.sound.microphone, now.sound.speaker) != (before.sound.microphone, before.sound.speaker):
        said.append(f"Son : micro « {now.sound.microphone} », écouteurs « {now.sound.speaker} ».")
    said += _about_call(before, now)
    if now.asks_to_quit and not before.asks_to_quit:
        said.append("Un appel est en cours. Q encore une fois pour raccrocher et quitter, N pour rester.")
    if now.notice and now.notice != before.notice:
        said.append(now.notice)
    return [french(one) for one in said]


def _about_call(before: Shown, now: Shown) -> list[str]:
    call, was = now.call, before.call
    said: list[str] = []
    who = ", ".join(part for part in (call.name, grouped(call.number)) if part)
    if call.state is not was.state:
        said += {
            CallState.INCOMING: [f"Appel entrant : {who}. R pour répondre, D pour refuser."],
            CallState.DIALLING: [f"Appel de {who}…"],
            CallState.RINGING_THERE: ["Ça sonne."],
            CallState.CONNECTED: [f"En communication : {who}."],
            CallState.ENDED: [f"Appel terminé après {duration(call.seconds)} : {call.why}"],
            CallState.NONE: [],
        }[call.state]
    if call.state is CallState.CONNECTED:
        if call.is_held != was.is_held:
            said.append("En attente." if call.is_held else "Appel repris.")
        if call.is_muted != was.is_muted:
            said.append("Micro coupé." if call.is_muted else "Micro rouvert.")
    return said


class PlainConsole:
    """`await PlainConsole(softphone).run()` until the person quits or the input ends."""

    def __init__(self, write: Callable[[str], None] = print) -> None:
        self._write = write
        self._before = Shown()
        self.softphone: Softphone | None = None

    def changed(self) -> None:
        if self.softphone is None:
            return
        now = self.softphone.shown()
        for sentence in sentences(self._before, now):
            self._write(sentence)
        self._before = now

    def line(self, text: str) -> None:
        """Carries one line out."""
        assert self.softphone is not None
        shown = self.softphone.shown()
        text = text.strip()
        command, _, rest = text.partition(" ")
        command = command.lower()
        wishes = {
            "r": Wish.ANSWER,
            "d": Wish.HANG_UP,
            "a": Wish.HOLD,
            "m": Wish.MUTE,
            "s": Wish.RETRY,
            "n": Wish.STAY,
        }
        if command in wishes and not rest:
            self.softphone.do(Wished(wishes[command]))
        elif command == "q":
            asks = shown.call.state.is_live and not shown.asks_to_quit
            self.softphone.do(Wished(Wish.ASK_TO_QUIT if asks else Wish.QUIT))
        elif command == "p":
            self._devices(rest)
        elif command == "e":
            for sentence in sentences(Shown(), shown) or [french("Pas encore connecté au serveur.")]:
                self._write(sentence)
        elif (number := text.replace(" ", "").replace(".", "")) and set(number) <= set(TELEPHONE_KEYS + "+"):
            self._number(number, shown)
        elif text:
            self._write(HELP)

    def _number(self, number: str, shown: Shown) -> None:
        assert self.softphone is not None
        if shown.call.state is CallState.CONNECTED:
            for key in number:
                self.softphone.do(Wished(Wish.KEY, key))
        elif shown.call.state.is_live:
            self._write(french("Un appel est déjà en cours : D pour raccrocher."))
        else:
            self.softphone.do(Wished(Wish.DIAL, number))

    def _devices(self, rest: str) -> None:
        assert self.softphone is not None
        kind, _, name = rest.strip().partition(" ")
        choice = self.softphone.choice
        changed = {
            "micro": Choice(name, choice.speaker, choice.ringer),
            "écouteurs": Choice(choice.microphone, name, choice.ringer),
            "ecouteurs": Choice(choice.microphone, name, choice.ringer),
            "sonnerie": Choice(choice.microphone, choice.speaker, name),
        }.get(kind.lower())
        if changed is None:
            self._write(table(self.softphone.headset.devices))
        else:
            self.softphone.choose(changed)

    async def run(self) -> None:
        assert self.softphone is not None
        loop = asyncio.get_running_loop()
        lines: asyncio.Queue[str | None] = asyncio.Queue()

        def read() -> None:
            for line in sys.stdin:
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, None)

        # A thread that waits for a line cannot be cancelled: it ends with the program.
        threading.Thread(target=read, name="lines", daemon=True).start()
        over = asyncio.ensure_future(self.softphone.is_over.wait())
        try:
            while not over.done():
                next_line = asyncio.ensure_future(lines.get())
                await asyncio.wait((over, next_line), return_when=asyncio.FIRST_COMPLETED)
                if not next_line.done():
                    next_line.cancel()
                elif (text := next_line.result()) is None:
                    return
                else:
                    self.line(text)
        finally:
            over.cancel()
