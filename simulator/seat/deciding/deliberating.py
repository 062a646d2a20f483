"""What a jury does once both have handed in their marks: agrees, decides, signs, corrects. See RE TP-00483 section 2.

It opens only when every juror of the seat has submitted: until then each is blind to the other's marks.
"""

from dataclasses import dataclass

from scoring.referential import Referential
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.seat.compared_verdicts import CriterionCompared, compared
from simulator.seat.decision import Decision, Scene
from simulator.seat.deliberation_scope import Scope, scope_of
from simulator.seat.refusals import Refused
from simulator.seat.state import SeatState


@dataclass(frozen=True, slots=True)
class Deliberating:
    """Deciders, on one référentiel."""

    referential: Referential

    def agree(self, scene: Scene, data: kinds.VerdictAgreed) -> Decision:
        """Raises Refused: closed, an unknown criterion, a verdict that is nobody's without its reason."""
        _need_open(scene)
        if data.criterion not in self._scope(scene.state).criteria:
            raise Refused("unknown_criterion")
        one = compared(scene.state, data.criterion)
        if not data.reason.strip() and data.verdict not in one.verdicts:
            raise Refused("reason_needed")
        return _kept(scene, data)

    def decide(self, scene: Scene, data: kinds.DecisionTaken) -> Decision:
        """Raises Refused: closed, or something that this exam does not decide on."""
        _need_open(scene)
        if data.what not in self._scope(scene.state).decisions:
            raise Refused("unknown_decision")
        return _kept(scene, data)

    def sign(self, scene: Scene, data: kinds.DeliberationSigned) -> Decision:
        """The page that was read must be the page that stands. Raises Refused."""
        _need_open(scene)
        state = scene.state
        if self.missing(state):
            raise Refused("not_all_settled")
        if data.digest != state.deliberation.digest(state.seat.id, state.jurors):
            raise Refused("page_changed")
        if scene.desk.actor.id in state.deliberation.signed_by(data.digest):
            return Decision()
        return _kept(scene, data)

    def reopen(self, scene: Scene, data: kinds.DeliberationReopened) -> Decision:
        """A correction after signing. Raises Refused where nothing is signed."""
        _need_juror(scene)
        if not scene.state.deliberation.signatures:
            raise Refused("nothing_signed")
        return _kept(scene, data)

    def missing(self, state: SeatState) -> list[str]:
        """What stands before a signature: criteria on which the jurors differ, decisions not taken."""
        scope = self._scope(state)
        differences = [
            one.criterion for one in self.differences(state) if one.criterion not in state.deliberation.agreed
        ]
        return differences + [what for what in scope.decisions if what not in state.deliberation.decided]

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


def _need_open(scene: Scene) -> None:
    _need_juror(scene)
    if not is_open(scene.state):
        raise Refused("not_all_submitted")
    state = scene.state
    if state.deliberation.is_signed(state.seat.id, state.jurors):
        raise Refused("deliberation_signed")
