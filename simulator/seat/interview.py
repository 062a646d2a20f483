"""The interview of a seat, folded from facts: hearings of the drawn sequence, the reaction to it, jurors' guides."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from simulator.facts import kinds
from simulator.facts.fact import Fact

Interview = Literal["technical", "final"]
"""With the jury: after the drawn sequence on what was played and written, then on the dossier professionnel."""


@dataclass(slots=True)
class Hearing:
    """One hearing of a sequence in the room."""

    hearing_id: str
    sequence_id: str
    at: datetime
    by: str
    stopped_at: datetime | None = None
    seconds: float | None = None
    to_the_end: bool = False


@dataclass(slots=True)
class Reaction:
    """The candidate's spoken answer. `offsets`: seconds from its beginning at which each part of it begins."""

    reaction_id: str
    sequence_id: str
    is_recorded: bool
    why: str
    started_at: datetime
    by: str
    offsets: list[float] = field(default_factory=lambda: [0.0])
    ended_at: datetime | None = None
    seconds: float = 0.0
    sha256: str = ""

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


@dataclass(slots=True)
class Raised:
    """What one juror did with one point of the guide."""

    ticked_at: datetime | None = None
    note: str = ""
    noted_at: datetime | None = None


@dataclass
class InterviewState:
    """In the order in which things happened; the latest counts."""

    hearings: list[Hearing] = field(default_factory=list[Hearing])
    reactions: list[Reaction] = field(default_factory=list[Reaction])
    raised: dict[tuple[str, str], Raised] = field(default_factory=dict[tuple[str, str], Raised])
    """(actor, item) → what this juror did with it."""
    verdicts: dict[tuple[str, Interview, str], kinds.InterviewVerdict] = field(
        default_factory=dict[tuple[str, Interview, str], kinds.InterviewVerdict]
    )
    """(actor, interview, criterion) → the one made last; one taken back is kept as `none`."""
    _made: dict[tuple[str, str, str], datetime] = field(default_factory=dict[tuple[str, str, str], datetime])

    def apply(self, fact: Fact) -> None:
        """Takes one fact into account; those of other kinds change nothing."""
        match fact.data:
            case kinds.SequencePlayed(sequence_id=sequence_id, hearing_id=hearing_id):
                self.hearings.append(Hearing(hearing_id, sequence_id, fact.at, fact.actor.name))
            case kinds.SequenceStopped(hearing_id=hearing_id, at_seconds=seconds, to_the_end=to_the_end):
                for one in self.hearings:
                    if one.hearing_id == hearing_id:
                        one.stopped_at, one.seconds, one.to_the_end = fact.at, seconds, to_the_end
            case kinds.ReactionStarted() as began:
                self.reactions.append(
                    Reaction(
                        began.reaction_id,
                        began.sequence_id,
                        began.is_recorded,
                        began.why,
                        fact.at,
                        fact.actor.name,
                    )
                )
            case kinds.ReactionResumed(reaction_id=reaction_id, offset_seconds=offset):
                for one in self.reactions:
                    if one.reaction_id == reaction_id:
                        one.offsets.append(offset)
                        one.ended_at = None
            case kinds.ReactionEnded(reaction_id=reaction_id, seconds=seconds, sha256=sha256):
                for one in self.reactions:
                    if one.reaction_id == reaction_id:
                        one.ended_at, one.seconds, one.sha256 = fact.at, seconds, sha256
            case kinds.GuideTicked(item=item, is_ticked=is_ticked):
                self._raised(fact.actor.id, item).ticked_at = fact.at if is_ticked else None
            case kinds.GuideNoted(item=item, text=text):
                mine = self._raised(fact.actor.id, item)
                mine.note, mine.noted_at = text, fact.at if text else None
            case kinds.InterviewVerdict() as verdict:
                key = (fact.actor.id, verdict.interview, verdict.criterion)
                made_at = verdict.made_at or fact.at
                if made_at >= self._made.get(key, made_at):
                    self.verdicts[key], self._made[key] = verdict, made_at
            case _:
                pass

    def verdict_of(self, actor: str, interview: Interview, criterion: str) -> kinds.InterviewVerdict | None:
        """This juror's, unless they took it back."""
        given = self.verdicts.get((actor, interview, criterion))
        return given if given is not None and given.verdict != "none" else None

    def hearings_of(self, sequence_id: str) -> list[Hearing]:
        return [one for one in self.hearings if one.sequence_id == sequence_id]

    def reaction(self, reaction_id: str) -> Reaction | None:
        return next((one for one in self.reactions if one.reaction_id == reaction_id), None)

    def reaction_to(self, sequence_id: str) -> Reaction | None:
        """The latest one."""
        return next((one for one in reversed(self.reactions) if one.sequence_id == sequence_id), None)

    def raised_by(self, actor: str) -> dict[str, Raised]:
        """This juror's, by item; nobody else's."""
        return {item: one for (by, item), one in self.raised.items() if by == actor}

    def _raised(self, actor: str, item: str) -> Raised:
        return self.raised.setdefault((actor, item), Raised())
