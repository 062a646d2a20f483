"""What a jury does once both have handed in their marks: agrees, decides, signs, corrects. See RE TP-00483 section 2.

It opens only when every juror of the seat has submitted: until then each is blind to the other's marks.
"""

from dataclasses import dataclass
from datetime import datetime

from scoring.referential import Referential
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.seat.coherence import Incoherence, incoherences, refusals_without_reason
from simulator.seat.compared_verdicts import CriterionCompared, compared
from simulator.seat.deciding.phases import is_written_in
from simulator.seat.decision import Decision, Scene
from simulator.seat.deliberation_scope import Scope, scope_of
from simulator.seat.deliberation_words import VERDICT_WORDS, decision_words, name_of_decision
from simulator.seat.refusals import DecidedMeanwhile, Refused, TakenBackMeanwhile
from simulator.seat.state import SeatState


@dataclass(frozen=True, slots=True)
class Deliberating:
    """Deciders, on one référentiel."""

    referential: Referential

    def agree(self, scene: Scene, data: kinds.VerdictAgreed, seen: datetime | None) -> Decision:
        """`seen`: the moment of the verdict over which this one is chosen, None where there was none.

        Raises Refused: closed, an unknown criterion, a verdict that is nobody's without its reason, another juror's
        verdict since.
        """
        _need_open(scene)
        if data.criterion not in self._scope(scene.state).criteria:
            raise Refused("unknown_criterion")
        one = compared(scene.state, data.criterion)
        if not data.reason.strip() and data.verdict not in one.verdicts:
            raise Refused("reason_needed")
        known = scene.state.deliberation.agreed.get(data.criterion)
        if known is None and seen is not None:
            raise TakenBackMeanwhile("", data.criterion)
        if known is not None:
            if (known.verdict, known.reason) == (data.verdict, data.reason):
                return Decision()
            if known.at != seen:
                raise DecidedMeanwhile(known.by, data.criterion, VERDICT_WORDS[known.verdict], known.reason)
        return _kept(scene, data)

    def decide(self, scene: Scene, data: kinds.DecisionTaken, seen: datetime | None) -> Decision:
        """`seen` as above. Raises Refused: closed, something that this exam does not decide on, another's word since.

        The same again is kept: it says that the reason still holds beside what was decided after it.
        """
        _need_open(scene)
        scope = self._scope(scene.state)
        if data.what not in scope.decisions:
            raise Refused("unknown_decision")
        known = scene.state.deliberation.decided.get(data.what)
        if known is None and data.decision == "undecided":
            return Decision()
        if known is None and seen is not None:
            by = scene.state.deliberation.taken_back.get(data.what, "")
            raise TakenBackMeanwhile(by, name_of_decision(data.what))
        is_same = known is not None and (known.decision, known.reason) == (data.decision, data.reason)
        if known is not None and known.at != seen and not is_same:
            words = decision_words(scope, data.what)[known.decision]
            raise DecidedMeanwhile(known.by, name_of_decision(data.what), words, known.reason)
        return _kept(scene, data)

    def sign(self, scene: Scene, data: kinds.DeliberationSigned) -> Decision:
        """The page that was read must be the page that stands. Raises Refused.

        Their own signature again is done already, also once it was the last one: its answer may have been lost.
        """
        _need_juror(scene)
        state = scene.state
        stands = state.deliberation.digest(state.seat.id, state.jurors)
        if data.digest == stands and scene.desk.actor.id in state.deliberation.signed_by(stands):
            return Decision()
        _need_open(scene)
        if state.active is not None or is_written_in(state):
            raise Refused("still_produced")
        if self.missing(state):
            raise Refused("not_all_settled")
        if data.digest != stands:
            raise Refused("page_changed")
        return _kept(scene, data)

    def reopen(self, scene: Scene, data: kinds.DeliberationReopened) -> Decision:
        """A correction after signing. Raises Refused where nothing is signed, or before all have handed in: whoever
        came into the jury since is blind to what was signed until then."""
        _need_handed_in(scene)
        if not scene.state.deliberation.signatures:
            raise Refused("nothing_signed")
        return _kept(scene, data)

    def missing(self, state: SeatState) -> list[str]:
        """What stands before a signature: criteria on which the jurors differ, decisions not taken, and those that
        refuse or go beside the référentiel's rule without a reason."""
        scope = self._scope(state)
        differences = [
            one.criterion for one in self.differences(state) if one.criterion not in state.deliberation.agreed
        ]
        open_ones = [what for what in scope.decisions if what not in state.deliberation.decided]
        reasons = {one.what for one in self.incoherences(state) if not one.is_explained}
        reasons.update(refusals_without_reason(scope, state.deliberation.decided))
        return differences + open_ones + [what for what in scope.decisions if what in reasons]

    def incoherences(self, state: SeatState) -> tuple[Incoherence, ...]:
        """Decisions beside the référentiel's rule, in words."""
        return incoherences(self.referential, self._scope(state), state.deliberation.decided)

    def differences(self, state: SeatState) -> list[CriterionCompared]:
        """Criteria on which the jurors' own verdicts differ, in the référentiel's order."""
        each = (compared(state, criterion) for criterion in self._scope(state).criteria)
        return [one for one in each if one.differs]

    def _scope(self, state: SeatState) -> Scope:
        return scope_of(self.referential, state.training.format_id)


def is_open(state: SeatState) -> bool:
    """Whether every juror of the seat has handed in their marks."""
    return bool(state.jurors) and state.jurors <= state.marking.submitted


def _kept(scene: Scene, data: kinds.AnyFact) -> Decision:
    return Decision([NewFact(data, None, scene.desk.actor)])


def _need_juror(scene: Scene) -> None:
    if scene.desk.actor.id not in scene.state.jurors:
        raise Refused("not_of_this_jury")


def _need_handed_in(scene: Scene) -> None:
    _need_juror(scene)
    if not is_open(scene.state):
        raise Refused("not_all_submitted")


def _need_open(scene: Scene) -> None:
    _need_handed_in(scene)
    state = scene.state
    if state.deliberation.is_signed(state.seat.id, state.jurors):
        raise Refused("deliberation_signed")
