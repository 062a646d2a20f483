"""A terminal for a full screen: keys in, lines out, in a thread of its own, so that a slow ssh never stops the sound.

Standard library only: on Linux and macOS `termios`, on Windows `msvcrt`; both draw with the same escape sequences.
"""

import os
import select
import shutil
import sys
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

from .screen import Line, Style

POLL_SECONDS = 0.04

_SGR = {
    Style.PLAIN: "0",
    Style.DIM: "0;2",
    Style.STRONG: "0;1",
    Style.GOOD: "0;32",
    Style.WARN: "0;1;33",
    Style.BAD: "0;1;31",
    Style.CALM_BAND: "0;7",
    Style.CALL_BAND: "0;1;30;42",
    Style.RING_BAND: "0;1;30;43",
    Style.WAIT_BAND: "0;1;30;46",
    Style.PICKED: "0;7",
}
_PLAIN_SGR = {style: "0;7" if style.name.endswith(("BAND", "PICKED")) else "0" for style in Style} | {
    Style.STRONG: "0;1"
}
"""Without colours (NO_COLOR): bands and choices stay visible."""

_SEQUENCES = {"[A": "up", "[B": "down", "OA": "up", "OB": "down", "[Z": "tab"}
_CONTROLS = {"\r": "enter", "\n": "enter", "\x7f": "backspace", "\b": "backspace", "\t": "tab", "\x03": "interrupt"}


class KeyReader:
    """Bytes of a terminal become keys; what is cut in the middle waits for its end."""

    def __init__(self) -> None:
        self._waiting = b""

    def feed(self, data: bytes) -> list[str]:
        self._waiting += data
        keys: list[str] = []
        while self._waiting:
            key, used = self._first(self._waiting)
            if used == 0:
                break
            self._waiting = self._waiting[used:]
            if key:
                keys.append(key)
        return keys

    def pause(self) -> list[str]:
        """Nothing followed: an escape that waits was the key itself."""
        if self._waiting == b"\x1b":
            self._waiting = b""
            return ["escape"]
        return []

    @staticmethod
    def _first(data: bytes) -> tuple[str, int]:
        """The first key and its bytes; 0 bytes when more must come, "" for one that means nothing."""
        if data[0] == 0x1B:
            if len(data) == 1:
                return "", 0
            if data[1] not in b"[O":
                return "escape", 1
            for end in range(2, len(data)):
                if 0x40 <= data[end] <= 0x7E:
                    return _SEQUENCES.get(data[1 : end + 1].decode("ascii", "replace"), ""), end + 1
            return "", 0 if len(data) < 16 else len(data)
        length = 1 if data[0] < 0x80 else 2 if data[0] < 0xE0 else 3 if data[0] < 0xF0 else 4
        if len(data) < length:
            return "", 0
        text = data[:length].decode("utf-8", "replace")
        return _CONTROLS.get(text, text if text.isprintable() else ""), length


class Terminal:
    """`with Terminal(on_key) as terminal`; `show(lines)` from any thread; `on_key` is called in the terminal's."""

    def __init__(self, on_key: Callable[[str], None]) -> None:
        self._on_key = on_key
        self._lines: Sequence[Line] | None = None
        self._drawn: list[str] = []
        self._size = (0, 0)
        self._is_over = False
        self._styles = _PLAIN_SGR if os.environ.get("NO_COLOR") else _SGR
        self._thread = threading.Thread(target=self._run, name="terminal", daemon=True)

    def __enter__(self) -> "Terminal":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over = True
        # A terminal that does not read any more must not keep the program.
        self._thread.join(2)

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines."""
        size = shutil.get_terminal_size((80, 24))
        return size.columns, size.lines

    def show(self, lines: Sequence[Line]) -> None:
        """Only the latest is drawn; what did not change is not sent again."""
        self._lines = lines

    def _run(self) -> None:
        reader = KeyReader()
        with _raw_mode() as read:
            _write("\x1b[?1049h\x1b[?25l\x1b[2J")
            try:
                while not self._is_over:
                    data = read()
                    for key in reader.feed(data) if data else reader.pause():
                        self._on_key(key)
                    self._draw()
            finally:
                _write("\x1b[0m\x1b[?25h\x1b[?1049l")

    def _draw(self) -> None:
        lines = self._lines
        if lines is None:
            return
        if self.size != self._size:
            self._size, self._drawn = self.size, []
            _write("\x1b[2J")
        out: list[str] = []
        for row, line in enumerate(lines):
            text = "".join(f"\x1b[{self._styles[span.style]}m{span.text}" for span in line)
            if row >= len(self._drawn) or self._drawn[row] != text:
                out.append(f"\x1b[{row + 1};1H{text}\x1b[0m\x1b[K")
            self._drawn[row : row + 1] = [text]
        if out:
            _write("".join(out))


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if sys.platform == "win32":
    import msvcrt
    import time

    @contextmanager
    def _raw_mode() -> Generator[Callable[[], bytes]]:
        os.system("")  # turns escape sequences on in older consoles

        def read() -> bytes:
            until = time.monotonic() + POLL_SECONDS
            while not msvcrt.kbhit():
                if time.monotonic() > until:
                    return b""
                time.sleep(0.01)
            key = msvcrt.getwch()
            if key in ("\x00", "\xe0"):
                return {"H": b"\x1b[A", "P": b"\x1b[B"}.get(msvcrt.getwch(), b"")
            return key.encode()

        yield read

else:
    import termios
    import tty

    @contextmanager
    def _raw_mode() -> Generator[Callable[[], bytes]]:
        keyboard = sys.stdin.fileno()
        before = termios.tcgetattr(keyboard)

        def read() -> bytes:
            ready, _, _ = select.select([keyboard], [], [], POLL_SECONDS)
            if not ready:
                return b""
            # The window was closed: nobody is there any more.
            return os.read(keyboard, 256) or b"\x03"

        tty.setraw(keyboard)
        try:
            yield read
        finally:
            termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
