"""What the self-test of a telephone (*43) tells by voice: its codec, what is lost each way, how long the way takes.

Pure: a report in, names of fragments out; `packets` gives the Opus packets of those names, spoken beforehand
(audio_fixtures/fragments.py), 20 ms each, to be sent as they are.
"""

import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import av

from telephony import strict_json
from telephony.sip import EchoReport

_PAUSE = b"\xf8\xff\xfe"
"""20 ms of silence, as every Opus encoder writes it."""

PAUSE_PACKETS = 10

LONGEST_SAID_MS = 994


def fragments(report: EchoReport) -> list[str]:
    """In the order in which they are said."""
    if report.codec is None or not report.packets:
        return ["no_sound"]
    said = [f"codec_{report.codec.value}"]
    if report.is_microphone_silent:
        said.append("silent_microphone")
    said += [*_loss("loss_up", report.loss_percent), *_loss("loss_back", report.loss_back_percent)]
    return [*said, *_delay(report.round_trip_ms), "again"]


def _loss(name: str, percent: float | None) -> list[str]:
    """Rounded up: no loss is said to be none."""
    return [name, *_number(min(100, math.ceil(percent))), "percent"] if percent is not None else []


def _delay(milliseconds: float | None) -> list[str]:
    """There and back. To ten milliseconds: nobody hears less."""
    if milliseconds is None:
        return ["delay_unknown"]
    if milliseconds > LONGEST_SAID_MS:
        return ["delay", "over_a_second"]
    return ["delay", *_number(max(10, 10 * round(milliseconds / 10))), "milliseconds"]


def _number(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    said = [str(100 * hundreds)] if hundreds else []
    return [*said, str(rest)] if rest or not hundreds else said


def packets(names: Sequence[str]) -> list[bytes]:
    """Opus packets of 20 ms. Raises KeyError for a name that was never spoken."""
    found: list[bytes] = []
    for name in names:
        first, count = _index()[name]
        found += _spoken()[first : first + count]
        if name not in _LEADS_ON and not name.isdigit():
            found += [_PAUSE] * PAUSE_PACKETS
    return found


_LEADS_ON = ("loss_up", "loss_back", "delay")
"""What follows belongs to the same breath."""


@cache
def _index() -> dict[str, tuple[int, int]]:
    read = strict_json.loads((_PLACE / "fragments.json").read_bytes())
    return {str(name): (int(first), int(count)) for name, (first, count) in read.items()}


@cache
def _spoken() -> list[bytes]:
    with (_PLACE / "fragments.opus").open("rb") as file, av.open(file, "r") as container:
        return [bytes(packet) for packet in container.demux(audio=0) if packet.size]


_PLACE = files("simulator") / "phones" / "spoken"
