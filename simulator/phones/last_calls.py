"""What the recording of a call tells of the telephones that carried it: facts for `diagnosis.py`.

Kept while the server runs, the last one of each actor: after a restart the next call tells.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from telephony import RecordingReport, Role

TELLING_SECONDS = 5.0
"""A shorter call tells nothing of its network."""

SPEAKING_SECONDS = 20.0
"""In a shorter one, a side may have had nothing to say."""

MOST_REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class CallSound:
    """One side of a call. Losses in percent, up: from the telephone; down: to it; None: not known.

    `has_spoken`: None where the call was too short to tell. `at`: when its recording was finished, in seconds of
    whoever tells it.
    """

    at: float
    has_sent: bool
    has_spoken: bool | None
    loss_up: float | None = None
    loss_down: float | None = None
    has_wrong_clock: bool = False


def sound_of(report: RecordingReport, role: Role, at: float) -> CallSound | None:
    """None for a call that was too short to tell, or on hold for most of its time."""
    talked = report.seconds - sum(end - start for start, end in report.holds)
    if talked < TELLING_SECONDS:
        return None
    return CallSound(
        at,
        has_sent=report.packets.get(role, 0) > 0,
        has_spoken=bool(report.speech.get(role)) if talked >= SPEAKING_SECONDS else None,
        loss_up=_mean_loss(report, role, "up"),
        loss_down=_mean_loss(report, role, "down"),
        has_wrong_clock=f"wrong_clock_{role}" in report.flags,
    )


def _mean_loss(report: RecordingReport, role: Role, way: str) -> float | None:
    known = [
        (one.seconds, one.loss_percent)
        for direction, runs in report.network.runs.get(role, {}).items()
        if direction == way
        for one in runs
        if one.loss_percent is not None
    ]
    seconds = sum(length for length, _ in known)
    return sum(length * loss for length, loss in known) / seconds if seconds else None


class LastCalls:
    """Who carried which call by telephone, until its recording is finished; then what it told of each."""

    def __init__(self) -> None:
        self._carried: OrderedDict[str, Mapping[Role, str]] = OrderedDict()
        self._of: OrderedDict[str, CallSound] = OrderedDict()

    def of(self, owner: str) -> CallSound | None:
        return self._of.get(owner)

    def carried(self, call_id: str, owners: Mapping[Role, str]) -> None:
        """These actors have their side of the call on a telephone; who speaks into a browser is not among them."""
        if owners:
            _remember(self._carried, call_id, owners)

    def recorded(self, call_id: str, report: RecordingReport, at: float) -> list[str]:
        """Its recording is finished; returns of whom something new is known."""
        told: list[str] = []
        for role, owner in self._carried.pop(call_id, {}).items():
            sound = sound_of(report, role, at)
            if sound is not None:
                _remember(self._of, owner, sound)
                told.append(owner)
        return told


Known = TypeVar("Known")


def _remember(memory: OrderedDict[str, Known], key: str, value: Known) -> None:
    memory[key] = value
    memory.move_to_end(key)
    while len(memory) > MOST_REMEMBERED:
        memory.popitem(last=False)
