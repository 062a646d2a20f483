"""What a juror is proposed beside a criterion."""

from typing import Literal

from simulator.live_messages.shared_view import View


class FoundMoment(View):
    """A message or a stretch of speech to read or hear, in seconds from the exchange's start."""

    at_seconds: float
    by: Literal["candidate", "customer"]
    text: str


class ProposedFinding(View):
    """What the evidence suggests on one criterion; nothing is marked until a juror takes it."""

    criterion: str
    verdict: Literal["met", "partial", "not_met"]
    reason: str
    """One French sentence."""
    is_sure: bool
    """False: to be checked rather than believed."""
    because: tuple[str, ...]
    """What speaks for and against, a French line each: for whoever asks why."""
    moments: tuple[FoundMoment, ...]
    written: tuple[Literal["record", "confirmation"], ...]


class SecondReader(View):
    """`host`: the machine that would hear of this exchange."""

    model: str
    host: str


class SecondReading(View):
    """What a language model made of an exchange; every moment was found in the turn that it quotes."""

    reader: SecondReader
    findings: tuple[ProposedFinding, ...]


class FindingsView(View):
    """`off`: this session is marked blind. `without_sound`: a call without transcript, judged on the rest only."""

    state: Literal["off", "ready", "without_sound"]
    findings: tuple[ProposedFinding, ...]
    proofreader_is_missing: bool
    """Grammalecte is not installed: what is said of spelling rests on a few sure rules."""
    second_reader: SecondReader | None
    """The language model that may be asked as well; None when there is none."""
