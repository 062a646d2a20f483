"""What the evidence suggests on one exchange, as it stands now, less what must not be shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from scoring.detectors import DETECTORS
from scoring.evidence.weighing import SURE_FROM, Finding
from scoring.exchange import Turn
from simulator.desk.seat_read import SeatRead
from simulator.facts.log import FactLog
from simulator.findings.as_exchange import AsPlayed, as_played, counting_call
from simulator.findings.finder import Finder
from simulator.findings.views import FoundMoment, ProposedFinding
from simulator.parts import UseFacts, UseFinder, UseLiveTranscriber, UseSessions
from simulator.recordings.reading import recordings_of
from simulator.seat.runs import RunState
from simulator.storage.database import Sessions
from simulator.transcripts.live import LiveTranscriber
from simulator.transcripts.reading import Transcripts, UseTranscripts
from telephony import Role
from telephony.speech import Caption

WITHOUT_SOUND = frozenset({"file", "measured", "written"})
"""Families of detectors that need nothing of what was said."""

FINISHED_AFTERWARDS = frozenset({"file", "written"})
"""Families that would judge work in progress while the conversation runs."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """`played` in the shape that was judged; `has_words` is false for a call without transcript."""

    played: tuple[AsPlayed, ...]
    findings: tuple[Finding, ...]
    has_words: bool


class Proposer:
    """Asks the finder, with the words that there are."""

    def __init__(
        self, sessions: Sessions, facts: FactLog, finder: Finder, live: LiveTranscriber, transcripts: Transcripts
    ) -> None:
        self._sessions, self._facts, self._finder = sessions, facts, finder
        self._live, self._transcripts = live, transcripts

    async def on(self, read: SeatRead, run: RunState, switched_off: Collection[str] = ()) -> Proposals:
        """Findings on all competences of an exchange that has begun, without criteria `switched_off`.

        Raises TimeoutError, BrokenProcessPool.
        """
        said = await self.said_in(run)
        played = tuple(as_played(read.state, run, competence, said) for competence in run.exchange.competences)
        found = await self._finder.find([one.exchange for one in played])
        has_words = not run.is_phone or said is not None
        shown = (one for one in found if one.criterion not in switched_off and _is_shown(one, run, has_words))
        return Proposals(played, tuple(shown), has_words)

    async def said_in(self, run: RunState) -> tuple[Turn, ...] | None:
        """The transcript of the call that counts, in seconds from its first ring; None without one."""
        call = counting_call(run)
        if call is None:
            return None
        recordings = [row for row in await recordings_of(self._sessions, run.run_id) if row.call_id == call.call_id]
        heard = (await self._transcripts.heard_of(recordings, await self._facts.of_run(run.run_id))).get(call.call_id)
        if heard is None:
            zero = ((call.connected_at or call.rang_at) - call.rang_at).total_seconds()
            until = (call.transferred_at - call.rang_at).total_seconds() if call.transferred_at else None
            return _said_so_far(self._live.said_so_far(call.call_id), zero, until) or None
        zero = (recordings[0].started_at - call.rang_at).total_seconds()
        # After a transfer the supervisor speaks on the candidate's side.
        until = (call.transferred_at - recordings[0].started_at).total_seconds() if call.transferred_at else None
        spoken = (turn for turn in heard if turn.text and (until is None or turn.start < until))
        return tuple(
            Turn(
                n=n,
                speaker="agent" if turn.by == "adviser" else "client",
                start=max(0.0, zero + turn.start),
                end=max(0.0, zero + turn.end),
                text=turn.text,
            )
            for n, turn in enumerate(spoken, 1)
        )


def _said_so_far(captions: Sequence[Caption], zero: float, until: float | None) -> tuple[Turn, ...]:
    """Of a call that is still running, or whose last words are being heard: what the desks have read of it."""
    mine = (one for one in captions if until is None or zero + one.at < until)
    spoken = sorted(mine, key=lambda one: one.at)
    return tuple(
        Turn(
            n=n,
            speaker="agent" if one.role is Role.ADVISER else "client",
            start=zero + one.at,
            end=zero + max(one.at, one.until),
            text=one.text,
        )
        for n, one in enumerate(spoken, 1)
    )


def is_observable(criterion: str, run: RunState) -> bool:
    """Whether the scenario lets one observe it in this exchange."""
    return any(one.criterion == criterion for one in run.exchange.jury.observables)


def _is_shown(finding: Finding, run: RunState, has_words: bool) -> bool:
    """Only what this exchange lets one observe, and what was seen with the material there is."""
    family = DETECTORS[finding.criterion].family
    seen = has_words or family in WITHOUT_SOUND
    too_early = run.phase in ("offered", "live") and family in FINISHED_AFTERWARDS
    return is_observable(finding.criterion, run) and seen and not too_early and finding.verdict != "not_observable"


def _lower(sentence: str) -> str:
    """With a small first letter, unless it begins with a name or an abbreviation."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]


def _told(finding: Finding) -> str:
    """As it stands where it is sure; an unsure one between two verdicts is a doubt and is called one."""
    if finding.confidence >= SURE_FROM:
        return finding.reason
    warning = "Incertain, à vérifier" if finding.verdict == "partial" else "À vérifier"
    return f"{warning}\u00a0: {_lower(finding.reason)}"


def proposed(finding: Finding, played: AsPlayed) -> ProposedFinding:
    """The finding with its turns as moments of the exchange."""
    turns = {turn.n: turn for turn in played.exchange.turns}
    assert finding.verdict != "not_observable"
    return ProposedFinding(
        criterion=finding.criterion,
        verdict=finding.verdict,
        is_sure=finding.confidence >= SURE_FROM,
        because=finding.because,
        reason=_told(finding),
        moments=tuple(
            FoundMoment(
                at_seconds=round(played.zero + turns[n].start, 2),
                by="candidate" if turns[n].speaker == "agent" else "customer",
                text=turns[n].text,
            )
            for n in finding.turns
            if n in turns
        ),
        written=finding.written,
    )


async def the_proposer(
    sessions: UseSessions, facts: UseFacts, finder: UseFinder, live: UseLiveTranscriber, transcripts: UseTranscripts
) -> Proposer:
    """FastAPI dependency."""
    return Proposer(sessions, facts, finder, live, transcripts)


UseProposer = Annotated[Proposer, Depends(the_proposer)]
