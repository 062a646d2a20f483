"""A juror's paper grid typed in afterwards: whose marks they are and who typed them are two people's names. Pure."""

from scoring.referential import Referential
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.seat.compared_verdicts import WRITINGS
from simulator.seat.decision import Decision, Scene
from simulator.seat.deliberation_scope import scope_of
from simulator.seat.refusals import Refused


def enter_grid(scene: Scene, grid: kinds.PaperGridEntered, referential: Referential, command_id: str) -> Decision:
    """Raises Refused. Sent again under its id, it is kept once.

    A juror types their own; a responsible person types for any juror of the seat but never, being of this jury
    themselves, for the other: whoever deliberates has read nobody's marks before.
    """
    state, typist = scene.state, scene.desk.actor.id
    if command_id in state.commands:
        return Decision()
    if grid.juror not in state.jurors or (typist in state.jurors and typist != grid.juror):
        raise Refused("not_your_grid")
    if grid.juror in state.marking.submitted:
        raise Refused("submitted" if typist == grid.juror else "grid_submitted")
    criteria = scope_of(referential, state.training.format_id).criteria
    for line in grid.verdicts:
        if line.criterion not in criteria:
            raise Refused("unknown_criterion")
        if line.run_id != WRITINGS and line.run_id not in state.runs:
            raise Refused("unknown_run")
    if any(one.criterion not in criteria for one in grid.remarks):
        raise Refused("unknown_criterion")
    return Decision([NewFact(grid, None, scene.desk.actor, command_id)])
