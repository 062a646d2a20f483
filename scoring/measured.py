"""Measured facts of an exchange: delays, holds, speech share, silences, interruptions, chat replies, qualification.

Pure functions: seconds and texts in, numbers and sentences out. They help to justify a mark; they never make one.
All times are seconds on one clock per exchange; what that clock starts from does not matter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

SILENCE_SECONDS = 3.0
"""A silence shorter than this is breathing; from here on a listener wonders."""

INTERRUPTION_SECONDS = 0.4
"""Both must speak at once for at least this long: « oui, oui » is not an interruption."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` to `end`, seconds."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        return max(0.0, self.end - self.start)

    def overlap(self, other: "Span") -> float:
        """Seconds in common."""
        return max(0.0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class CallMeasures:
    """What a recorded call shows. Percentages are of all speech, 0 to 100; None without any speech."""

    answer_seconds: float | None
    hold_seconds: float
    holds: int
    candidate_speech_percent: float | None
    silences_over_3s: int
    interruptions: int
    """Times the candidate began to speak over the customer."""
    interrupted: int
    """Times the customer began to speak over the candidate."""


def measure_call(
    *,
    rang_at: float,
    answered_at: float | None,
    ended_at: float | None,
    holds: Sequence[Span] = (),
    adviser_speech: Sequence[Span] = (),
    customer_speech: Sequence[Span] = (),
) -> CallMeasures:
    """Measures one call; speech segments come from the recording, holds from the call's facts."""
    adviser, customer = sorted(adviser_speech), sorted(customer_speech)
    said_by_adviser = sum(span.seconds for span in adviser)
    said = said_by_adviser + sum(span.seconds for span in customer)
    conversation = Span(answered_at, ended_at) if answered_at is not None and ended_at is not None else None
    return CallMeasures(
        answer_seconds=None if answered_at is None else answered_at - rang_at,
        hold_seconds=sum(span.seconds for span in holds),
        holds=len(holds),
        candidate_speech_percent=100 * said_by_adviser / said if said > 0 else None,
        silences_over_3s=len(silences(conversation, [*adviser, *customer], holds)) if conversation and said else 0,
        interruptions=_breaks_into(adviser, customer),
        interrupted=_breaks_into(customer, adviser),
    )


def silences(conversation: Span, speech: Iterable[Span], holds: Iterable[Span] = ()) -> list[Span]:
    """Stretches of at least three seconds in which nobody speaks and nobody is on hold."""
    taken = sorted([*speech, *holds])
    edges = [Span(conversation.start, conversation.start), *taken, Span(conversation.end, conversation.end)]
    found: list[Span] = []
    reached = conversation.start
    for before, after in pairwise(edges):
        reached = max(reached, before.end)
        quiet = Span(reached, min(after.start, conversation.end))
        if quiet.seconds >= SILENCE_SECONDS:
            found.append(quiet)
    return found


def _breaks_into(speaker: Sequence[Span], other: Sequence[Span]) -> int:
    """How often `speaker` starts while `other` is already speaking, and both go on."""
    return sum(
        any(
            theirs.start + INTERRUPTION_SECONDS / 2 < mine.start < theirs.end
            and mine.overlap(theirs) >= INTERRUPTION_SECONDS
            for theirs in other
        )
        for mine in speaker
    )


@dataclass(frozen=True, slots=True)
class Said:
    """One chat message: who, when."""

    by: Literal["candidate", "customer"]
    at: float


@dataclass(frozen=True, slots=True)
class ChatMeasures:
    """Reply delays of the candidate, seconds; None without any reply to measure."""

    first_reply_seconds: float | None
    mean_reply_seconds: float | None
    slowest_reply_seconds: float | None
    replies: int


def measure_chat(messages: Sequence[Said], opened_at: float | None = None) -> ChatMeasures:
    """A reply's delay runs from the customer's first unanswered message (or the opening) to the candidate's next."""
    delays: list[float] = []
    waiting_since = opened_at
    for message in sorted(messages, key=lambda said: said.at):
        if message.by == "customer":
            waiting_since = message.at if waiting_since is None else waiting_since
        elif waiting_since is not None:
            delays.append(message.at - waiting_since)
            waiting_since = None
    return ChatMeasures(
        first_reply_seconds=delays[0] if delays else None,
        mean_reply_seconds=sum(delays) / len(delays) if delays else None,
        slowest_reply_seconds=max(delays, default=None),
        replies=len(delays),
    )


@dataclass(frozen=True, slots=True)
class QualificationCheck:
    """What the file's qualification has right and wrong, each a French sentence."""

    right: tuple[str, ...]
    wrong: tuple[str, ...]


def compare_qualification(
    expected: Mapping[str, str], entered: Mapping[str, str], labels: Mapping[str, str]
) -> QualificationCheck:
    """Compares field by field. Keys are French field names (« Motif »); `labels` turns a value into its words."""
    right: list[str] = []
    wrong: list[str] = []
    for field, wanted in expected.items():
        got = entered.get(field, "").strip()
        wanted_words = labels.get(wanted, wanted)
        if _same(got, wanted):
            right.append(f"{field}\u00a0: «\u00a0{wanted_words}\u00a0»")
        elif not got:
            wrong.append(f"{field}\u00a0: attendu «\u00a0{wanted_words}\u00a0», rien n’est saisi")
        else:
            wrong.append(
                f"{field}\u00a0: attendu «\u00a0{wanted_words}\u00a0», saisi «\u00a0{labels.get(got, got)}\u00a0»"
            )
    return QualificationCheck(tuple(right), tuple(wrong))


def _same(got: str, wanted: str) -> bool:
    """Letter case, spaces and dots of phone numbers do not make a difference."""

    def plain(text: str) -> str:
        return "".join(character for character in text.casefold() if character not in " .  -")

    return plain(got) == plain(wanted)
