"""Grammalecte as a process of its own, on the loopback: spoken to over HTTP, never imported (it is GPL).

`shipped_proofreader` starts it once, on a free port, and ends it with our process. Where the Debian package
`grammalecte-cli` is missing, our own rules read alone.
"""

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from functools import cache
from typing import Any

from scoring.french.spelling_rules import SpellingFault, own_faults

from .proofreading import OwnRules, Proofreads

PROGRAM = "grammalecte-server"
START_SECONDS = 6.0
ANSWER_SECONDS = 4.0
_COUNTED = frozenset({"conf", "conj", "ppas", "gn", "infi", "imp", "eleu", "vmode", "inte"})
"""Kinds of remarks that an examiner counts; typography, capitals, hyphens and style are left out."""
_OFF = dict.fromkeys(
    (
        "apos",
        "nbsp",
        "typo",
        "esp",
        "tab",
        "unit",
        "maj",
        "num",
        "tu",
        "nf",
        "virg",
        "pleo",
        "bs",
        "eepi",
        "poncfin",
        "minis",
        "liga",
        "date",
    ),
    False,
)


_TIED = """exec 3<&0
"$@" 3<&- </dev/null & server=$!
(read -r _ <&3; kill -s KILL 0) &
watch=$!
exec 3<&-
wait "$server"
kill "$watch"
"""
"""Runs a program that ends, with all that it started (they are a group of their own), when our end of its standard
input closes: a process that is killed tells nobody."""


class Grammalecte:
    """A running server; `close` may be called twice. Its remarks are joined to those of our own rules."""

    def __init__(self, program: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._address = f"http://127.0.0.1:{port}/gc_text/fr"
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", _TIED, "sh", program, "--host", "127.0.0.1", "--port", str(port)],
            # Its other end is ours alone and closes with us, however we end.
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def wait_until_ready(self) -> bool:
        """False when it does not answer in time."""
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit and self._process.poll() is None:
            try:
                self._ask("Bonjour.")
            except OSError:
                time.sleep(0.05)
            else:
                return True
        return False

    def close(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            try:
                self._process.wait(2)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait(2)

    def faults(self, texts: Sequence[str]) -> list[list[SpellingFault]]:
        """Our own rules alone when the server has gone."""
        lines = [" ".join(text.split()) for text in texts]
        found = [list(own_faults(line)) for line in lines]
        try:
            told = self._ask("\n".join(line or "-" for line in lines))
        except (OSError, ValueError):
            return found
        for paragraph in told:
            at = int(paragraph["iParagraph"]) - 1
            if 0 <= at < len(lines):
                found[at] += _remarks(paragraph, lines[at])
        return found

    def _ask(self, text: str) -> list[dict[str, Any]]:
        form = urllib.parse.urlencode({"text": text, "options": json.dumps(_OFF)}).encode()
        # The address is ours: loopback, a port that we chose.
        with urllib.request.urlopen(self._address, data=form, timeout=ANSWER_SECONDS) as answer:
            return json.loads(answer.read())["data"]


def _remarks(paragraph: dict[str, Any], line: str) -> list[SpellingFault]:
    found: list[SpellingFault] = []
    for remark in paragraph.get("lGrammarErrors", []):
        if remark["sType"] in _COUNTED:
            excerpt = line[remark["nStart"] : remark["nEnd"]]
            found.append(SpellingFault(excerpt, remark["nStart"], str(remark["sMessage"])))
    for unknown in paragraph.get("lSpellingErrors", []):
        word = str(unknown["sValue"])
        if len(word) > 3 and word[:1].islower():
            found.append(SpellingFault(word, unknown["nStart"], "mot inconnu"))
    return found


def has_proofreader() -> bool:
    """Whether Grammalecte is installed on this machine; it is not started for that."""
    return shutil.which(PROGRAM) is not None


@cache
def shipped_proofreader() -> Proofreads:
    """Grammalecte where it is installed, started now and ended with this process; else our own rules."""
    program = shutil.which(PROGRAM)
    if program is None:
        return OwnRules()
    server = Grammalecte(program)
    atexit.register(server.close)
    if not server.wait_until_ready():
        server.close()
        return OwnRules()
    return server
