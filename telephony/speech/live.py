"""Hearing calls while they run: captions within a second or so, the whole transcript moments after the hang-up.

For a worker process of its own. It follows the files that recordings are written to, so that the process in which
calls run does nothing for it; what it cannot keep up with is left to be heard after the call.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from telephony.recording.rtpdump import NotAnRtpDump, started_at
from telephony.roles import Role

from .cutting import Cutter, Utterance
from .figures import in_figures
from .following import FollowedLeg
from .transcript import SaidTurn, in_turns
from .vosk import Captioner
from .whisper import RATE, HeardWord, Recognizer, Samples

MOST_BEHIND_SECONDS = 45.0
"""Speech that waits beyond this is not heard live: the call that began last is left for later."""

LONGEST_START_SECONDS = 30.0
"""A call may have run for so long before this process looks at it: the first one starts it."""

LAST_PACKETS_SECONDS = 0.6
"""After the end of a call, for the recorder to write its last packets."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Words of one side, from second `at` of the call to second `until`; not final: they may still change."""

    call_id: str
    role: Role
    at: float
    text: str
    is_final: bool
    until: float


@dataclass(frozen=True, slots=True)
class Heard:
    """A call is over and all of it was heard."""

    call_id: str
    turns: tuple[SaidTurn, ...]


@dataclass(frozen=True, slots=True)
class FellBehind:
    """This machine is too busy: the call will be heard after its end."""

    call_id: str


News = Caption | Heard | FellBehind


@dataclass
class _Side:
    leg: FollowedLeg
    cutter: Cutter = field(default_factory=Cutter)
    captioner: Captioner | None = None
    caption_began: float = 0.0
    words: list[HeardWord] = field(default_factory=list[HeardWord])


@dataclass
class _Call:
    call_id: str
    folder: Path
    sides: dict[Role, _Side]
    zero: float | None = None
    """Of the call, by this process's clock; None until its file is there."""
    ended_at: float | None = None
    """By this process's clock."""
    is_cut: bool = False
    waiting: int = 0
    """Utterances not recognised yet."""


class LiveEar:
    """`step` as often as captions should come; it never waits for the recogniser, which has a thread of its own."""

    def __init__(
        self,
        recognizer: Recognizer,
        tell: Callable[[News], None],
        captioner: Callable[[], Captioner] | None = None,
    ) -> None:
        self._recognizer = recognizer
        self._tell = tell
        self._captioner = captioner
        self._calls: dict[str, _Call] = {}
        self._queue: deque[tuple[_Call, Role, Utterance]] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="recognizer")
        self._hearing: tuple[_Call, Role, Utterance, Future[list[HeardWord]]] | None = None

    @property
    def is_idle(self) -> bool:
        return not self._calls

    def begin(self, call_id: str, folder: Path) -> None:
        """A call is connected; its files may appear a moment later."""
        sides = {
            role: _Side(
                FollowedLeg(folder / f"{role}.rtpdump"),
                captioner=self._captioner() if self._captioner is not None else None,
            )
            for role in Role
        }
        self._calls[call_id] = _Call(call_id, folder, sides)

    def end(self, call_id: str) -> None:
        """The call is over; its last words are still to be heard. Unknown calls are none of ours."""
        call = self._calls.get(call_id)
        if call is not None:
            call.ended_at = time.monotonic()

    def step(self) -> None:
        """Reads what has come, takes one result, gives the recogniser its next utterance."""
        for call in list(self._calls.values()):
            self._read(call)
        self._take_result()
        self._shed()
        self._recognize_next()
        for call in [one for one in self._calls.values() if one.is_cut and one.waiting == 0]:
            del self._calls[call.call_id]
            heard = {role: side.words for role, side in call.sides.items()}
            self._tell(Heard(call.call_id, tuple(in_turns(heard))))

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _read(self, call: _Call) -> None:
        if call.is_cut:
            return
        is_over = call.ended_at is not None and time.monotonic() - call.ended_at > LAST_PACKETS_SECONDS
        for role, side in call.sides.items():
            samples = side.leg.read(self._seconds(call))
            if len(samples):
                self._caption(call, role, side, samples)
                self._cut(call, role, side.cutter.feed(samples))
            if is_over:
                self._cut(call, role, side.cutter.end())
                if side.captioner is not None and (text := side.captioner.end()):
                    self._tell(Caption(call.call_id, role, side.caption_began, text, True, side.leg.seconds))
        call.is_cut = is_over

    @staticmethod
    def _seconds(call: _Call) -> float:
        """Of the call until now; 0 until its file is there."""
        if call.zero is None:
            try:
                opened = started_at(call.folder / f"{Role.ADVISER}.rtpdump")
            except (FileNotFoundError, NotAnRtpDump):
                return 0.0
            # The wall clock may jump: it is asked once, and believed within reason.
            call.zero = time.monotonic() - min(max(0.0, time.time() - opened), LONGEST_START_SECONDS)
        return time.monotonic() - call.zero

    def _caption(self, call: _Call, role: Role, side: _Side, samples: Samples) -> None:
        if side.captioner is None:
            return
        new = side.captioner.feed(samples)
        if new is not None:
            text, is_final = new
            self._tell(Caption(call.call_id, role, side.caption_began, in_figures(text), is_final, side.leg.seconds))
            if is_final:
                side.caption_began = side.leg.seconds
        elif not side.cutter.is_open:
            side.caption_began = side.leg.seconds

    def _cut(self, call: _Call, role: Role, utterances: Iterator[Utterance]) -> None:
        for utterance in utterances:
            call.waiting += 1
            self._queue.append((call, role, utterance))

    def _take_result(self) -> None:
        if self._hearing is None or not self._hearing[3].done():
            return
        call, role, utterance, future = self._hearing
        self._hearing = None
        call.waiting -= 1
        side = call.sides[role]
        # An utterance that the engine fails on is left out of nothing: the whole call is heard again after its end.
        if future.exception() is not None:
            self._leave(call)
            return
        words = [HeardWord(utterance.start + w.start, utterance.start + w.end, w.text) for w in future.result()]
        side.words += words
        text = in_figures("".join(word.text for word in words).strip())
        if text and side.captioner is None and call.call_id in self._calls:
            self._tell(Caption(call.call_id, role, words[0].start, text, True, words[-1].end))

    def _recognize_next(self) -> None:
        if self._hearing is None and self._queue:
            call, role, utterance = self._queue.popleft()
            future = self._thread.submit(self._recognizer.recognize, utterance.samples)
            self._hearing = call, role, utterance, future

    def _shed(self) -> None:
        while self._calls and self._waiting_seconds() > MOST_BEHIND_SECONDS:
            self._leave(list(self._calls.values())[-1])

    def _waiting_seconds(self) -> float:
        return sum(len(utterance.samples) for _, _, utterance in self._queue) / RATE

    def _leave(self, call: _Call) -> None:
        self._queue = deque(one for one in self._queue if one[0] is not call)
        if self._calls.pop(call.call_id, None) is not None:
            self._tell(FellBehind(call.call_id))
