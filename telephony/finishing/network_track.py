"""What the network did to a recorded call, from `quality.jsonl`: a track for each direction of each side, and the
spans in which somebody heard badly.

Seconds are whole seconds of the recording. A report from a peer tells of several seconds at once: it counts for each
of them. Silence of a leg counts as loss once its next packet shows that packets are missing, or when none comes.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from telephony import strict_json
from telephony.carrying.quality import (
    BAD_MOS,
    FRAME_SECONDS,
    JITTERS_BUFFERED,
    LEAST_BUFFER_SECONDS,
    SILENT_SECONDS,
    Level,
    figures_of,
    level_of,
)
from telephony.codecs import Codec
from telephony.emodel import CONCEALED, loss_impairment
from telephony.recording.journal import CallJournal
from telephony.roles import Role

Direction = Literal["up", "down"]
DIRECTIONS: tuple[Direction, ...] = ("up", "down")
Cause = Literal["blackout", "loss", "jitter", "delay"]

BLACKOUT_PERCENT = 90.0
JOINED_SECONDS = 3
"""Bad seconds nearer to each other than this are one span."""


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of one level, one after the other. `mos` and `loss_percent`: means; None where nothing is known."""

    start: int
    seconds: int
    level: Level | None
    mos: float | None
    loss_percent: float | None


@dataclass(frozen=True, slots=True)
class BadSpan:
    """Somebody heard badly: the mean opinion score was below 3.6.

    `side`: whose network it was. `ear`: who heard badly: the side itself (`down`), or the other one (`up`), and then
    the recording as well.
    """

    start: int
    seconds: int
    side: Role
    direction: Direction
    cause: Cause
    mos: float
    loss_percent: float
    jitter_ms: float
    round_trip_ms: float | None

    @property
    def ear(self) -> Role:
        return self.side if self.direction == "down" else self.side.other


@dataclass(frozen=True, slots=True)
class NetworkTrack:
    """`runs` by side and direction; empty for calls recorded before networks were measured."""

    runs: dict[Role, dict[Direction, list[Run]]] = field(default_factory=dict[Role, dict[Direction, list[Run]]])
    bad: list[BadSpan] = field(default_factory=list[BadSpan])

    @staticmethod
    def from_dict(data: dict[str, Any]) -> "NetworkTrack":
        runs: dict[Role, dict[Direction, list[Run]]] = {
            Role(role): {way: [_run(one) for one in tracks[way]] for way in DIRECTIONS}
            for role, tracks in data.get("runs", {}).items()
        }
        return NetworkTrack(runs, [_bad_span(one) for one in data.get("bad", [])])


def _run(data: dict[str, Any]) -> Run:
    level = Level(data["level"]) if data["level"] else None
    return Run(data["start"], data["seconds"], level, data["mos"], data["loss_percent"])


def _bad_span(data: dict[str, Any]) -> BadSpan:
    figures: dict[str, Any] = {name: value for name, value in data.items() if name != "side"}
    return BadSpan(side=Role(data["side"]), **figures)


@dataclass(slots=True)
class _Second:
    loss: float | None = None
    jitter: float = 0.0
    round_trip: float | None = None
    codec: Codec = Codec.OPUS
    is_silent: bool = False


def network_track(path: Path, journal: CallJournal, seconds: float) -> NetworkTrack:
    """Of the call in this file, which may be missing."""
    lines = _read(path)
    if not lines:
        return NetworkTrack()
    length = max(1, math.ceil(seconds))
    runs: dict[Role, dict[Direction, list[Run]]] = {}
    bad: list[BadSpan] = []
    for role in Role:
        runs[role] = {}
        for direction in DIRECTIONS:
            counts = _counting(journal, role, direction, length, seconds)
            track = _seconds(lines, role, direction, length)
            for second, does_count in zip(track, counts, strict=True):
                if second.is_silent and not does_count:
                    second.loss = None  # a telephone on hold may say nothing at all
            scores = _scores(track)
            runs[role][direction] = list(_runs(track, scores))
            bad += _bad_spans(track, scores, counts, role, direction)
    return NetworkTrack(runs, sorted(bad, key=lambda span: span.start))


def _read(path: Path) -> list[dict[str, Any]]:
    """A last line cut by a crash is left out, like everything else that is not ours."""
    try:
        texts = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    found: list[dict[str, Any]] = []
    for text in texts:
        try:
            line = strict_json.loads(text)
        except ValueError:
            continue
        if isinstance(line, dict) and isinstance(line.get("at"), int | float):
            found.append(line)
    return found


def _seconds(lines: list[dict[str, Any]], role: Role, direction: Direction, length: int) -> list[_Second]:
    track = [_Second() for _ in range(length)]
    before, silent = 0.0, list[int]()
    for line in lines:
        at, side = float(line["at"]), line.get(role, {})
        figures = side.get(direction)
        over = float(figures.get("over", at - before)) if figures is not None else at - before
        covered = _indices(at - over, at, length)
        before = at
        for index in covered:
            track[index].round_trip = side.get("rtt", 0.0) / 1000 if "rtt" in side else track[index].round_trip
            track[index].codec = Codec(side.get("codec", Codec.OPUS))
        if figures is None:
            if direction == "up" and not side.get("silent"):
                silent += covered
            continue
        missing, expected = _after_silence(figures, track, silent, len(covered))
        for index in covered:
            track[index].loss = 100 * missing / expected if expected else 0.0
            track[index].jitter = figures["jitter"] / 1000
        silent = []
    _darken(track, silent)
    return track


def _after_silence(
    figures: dict[str, Any], track: list[_Second], silent: list[int], covered: int
) -> tuple[float, float]:
    """What was lost in the seconds themselves: what went missing while the leg was silent belongs to the silence."""
    lost, expected = float(figures["lost"]), float(figures["n"])
    if not silent:
        return lost, expected
    share = expected / (len(silent) + max(1, covered))
    if lost < 0.5 * share * len(silent):
        # Its numbers go on where they stopped: it had nothing to say.
        return lost, expected
    for index in silent:
        track[index].loss, track[index].is_silent = 100.0, True
    rest = expected - share * len(silent)
    return min(max(0.0, lost - share * len(silent)), rest), rest


def _darken(track: list[_Second], silent: list[int]) -> None:
    """A leg of which nothing came any more."""
    if len(silent) >= SILENT_SECONDS:
        for index in silent:
            track[index].loss, track[index].is_silent = 100.0, True


def _indices(start: float, end: float, length: int) -> list[int]:
    """The whole seconds between; looks come about a second apart, so that the nearest bounds are meant."""
    return list(range(min(length, max(0, round(start))), min(length, max(0, round(end)))))


def _scores(track: list[_Second]) -> list[float | None]:
    """The opinion score of each second. Loss is that of the second and its two neighbours: a single packet of fifty
    is two per cent of its second, and nobody hears it."""
    scores: list[float | None] = []
    for index, second in enumerate(track):
        near = [one.loss for one in track[max(0, index - 1) : index + 2] if one.loss is not None]
        if second.loss is None:
            scores.append(None)
        else:
            scores.append(figures_of(sum(near) / len(near), second.jitter, second.round_trip, second.codec).mos)
    return scores


def _runs(track: list[_Second], scores: list[float | None]) -> Iterator[Run]:
    levels = [level_of(score) for score in scores]
    for level, group in itertools.groupby(range(len(track)), key=lambda index: levels[index]):
        indices = list(group)
        known = [score for index in indices if (score := scores[index]) is not None]
        losses = [loss for index in indices if (loss := track[index].loss) is not None]
        yield Run(indices[0], len(indices), level, _mean(known, 2), _mean(losses, 1))


def _counting(journal: CallJournal, role: Role, direction: Direction, length: int, seconds: float) -> list[bool]:
    """Whether somebody would have heard something in each second: nobody on hold, and no muted voice."""
    silences = journal.holds(seconds) + (journal.mutes(role, seconds) if direction == "up" else [])
    return [not any(since < index + 1 and until > index for since, until in silences) for index in range(length)]


def _bad_spans(
    track: list[_Second], scores: list[float | None], counts: list[bool], role: Role, direction: Direction
) -> Iterator[BadSpan]:
    def is_bad(index: int) -> bool:
        score, second = scores[index], track[index]
        if score is None or second.loss is None or not counts[index]:
            return False
        own = figures_of(second.loss, second.jitter, second.round_trip, second.codec).mos
        return score < BAD_MOS and own < BAD_MOS

    groups: list[list[int]] = []
    for index in filter(is_bad, range(len(track))):
        if groups and index - groups[-1][-1] < JOINED_SECONDS:
            groups[-1].append(index)
        else:
            groups.append([index])
    for group in groups:
        yield _span([track[index] for index in group], group, role, direction)


def _span(bad: list[_Second], indices: list[int], role: Role, direction: Direction) -> BadSpan:
    loss = sum(second.loss or 0.0 for second in bad) / len(bad)
    jitter = sum(second.jitter for second in bad) / len(bad)
    trips = [second.round_trip for second in bad if second.round_trip is not None]
    trip = sum(trips) / len(trips) if trips else None
    figures = figures_of(loss, jitter, trip, bad[0].codec)
    return BadSpan(
        start=indices[0],
        seconds=indices[-1] - indices[0] + 1,
        side=role,
        direction=direction,
        cause=_cause(loss, jitter, trip or 0.0, bad[0].codec),
        mos=figures.mos,
        loss_percent=figures.loss_percent,
        jitter_ms=figures.jitter_ms,
        round_trip_ms=None if trip is None else round(1000 * trip, 1),
    )


def _cause(loss: float, jitter: float, round_trip: float, codec: Codec) -> Cause:
    """What costs most."""
    if loss >= BLACKOUT_PERCENT:
        return "blackout"
    buffered = max(LEAST_BUFFER_SECONDS, JITTERS_BUFFERED * jitter)
    whole = figures_of(loss, jitter, round_trip, codec)
    without_loss = figures_of(0, jitter, round_trip, codec)
    if loss_impairment(loss, CONCEALED[codec]) and without_loss.mos - whole.mos >= 4.4 - without_loss.mos:
        return "loss"
    return "jitter" if buffered > round_trip / 2 + FRAME_SECONDS else "delay"


def _mean(values: list[float], digits: int) -> float | None:
    return round(sum(values) / len(values), digits) if values else None
