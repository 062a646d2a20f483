"""Marks, verdicts and appreciations, placed by a juror from the live desk or while replaying.

Each juror's marking is their own; once submitted it does not change. What waited in a browser while the network was
cut may come late, twice and in another order than it was made in: what stands in the end is the same
(`test_offline_marking.py`).
"""

from datetime import datetime

from scoring.referential import Referential
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.ids import RunId
from simulator.live_messages import commands
from simulator.seat.decision import Decision, Scene
from simulator.seat.refusals import Refused
from simulator.seat.runs import RunState

BEYOND_SECONDS = 30.0
"""How far behind an exchange's end (or now) a mark may stand: a desk's clock is not the server's."""


class Marking:
    """Decides on marks. `during_replay`: the juror listens again, the exchange is over."""

    def __init__(self, referential: Referential, during_replay: bool = False) -> None:
        self._referential, self._during_replay = referential, during_replay

    def place(self, scene: Scene, command: commands.MarkPlace) -> Decision:
        run = _run(scene, command.run_id)
        self._known(command.criterion)
        author = scene.state.marking.author_of(command.mark_id)
        if author is not None and author != scene.desk.actor.id:
            raise Refused("mark_taken")
        kept = scene.state.marking.marks.get(command.mark_id)
        if kept is not None and not _is_same(kept.run_id, kept.data, command):
            # Acknowledged, it would seem kept and be nowhere.
            raise Refused("mark_taken")
        if author is not None or (scene.desk.actor.id, command.mark_id) in scene.state.marking.removed:
            return Decision()
        at = command.at_seconds if command.at_seconds is not None else _now(scene, run)
        if at > _now(scene, run) + BEYOND_SECONDS:
            raise Refused("mark_out_of_time")
        mark = kinds.MarkPlaced(
            mark_id=command.mark_id,
            criterion=command.criterion,
            sign=command.sign,
            at_seconds=round(max(0.0, at), 2),
            text=command.text,
            during_replay=self._during_replay,
            from_finding=command.from_finding,
            made_at=_made_at(scene, command),
            device_at=command.device_at,
        )
        return Decision([NewFact(mark, run.run_id, scene.desk.actor)])

    def remove(self, scene: Scene, command: commands.MarkRemove) -> Decision:
        _need_marker(scene)
        mark = scene.state.marking.marks.get(command.mark_id)
        if mark is not None and mark.by != scene.desk.actor.id:
            raise Refused("unknown_mark")
        if mark is None:
            if command.made_at is None:
                raise Refused("unknown_mark")
            if (scene.desk.actor.id, command.mark_id) in scene.state.marking.removed:
                return Decision()
        # Made at a device, it may have overtaken the placing.
        removed = kinds.MarkRemoved(
            mark_id=command.mark_id, made_at=_made_at(scene, command), device_at=command.device_at
        )
        return Decision([NewFact(removed, mark.run_id if mark is not None else None, scene.desk.actor)])

    def reject_finding(self, scene: Scene, command: commands.FindingReject) -> Decision:
        run = _run(scene, command.run_id)
        self._known(command.criterion)
        rejected = kinds.FindingRejected(
            criterion=command.criterion,
            verdict=command.verdict,
            reason=command.reason,
            made_at=_made_at(scene, command),
            device_at=command.device_at,
        )
        return Decision([NewFact(rejected, run.run_id, scene.desk.actor)])

    def set_verdict(self, scene: Scene, command: commands.VerdictSetCommand) -> Decision:
        run = _run(scene, command.run_id)
        self._known(command.criterion)
        verdict = kinds.VerdictSet(
            criterion=command.criterion,
            verdict=command.verdict,
            comment=command.comment,
            made_at=_made_at(scene, command),
            device_at=command.device_at,
        )
        return Decision([NewFact(verdict, run.run_id, scene.desk.actor)])

    def _known(self, criterion: str) -> None:
        if not self._referential.has_criterion(criterion):
            raise Refused("unknown_criterion")


def set_appreciation(scene: Scene, command: commands.AppreciationSetCommand) -> Decision:
    _need_marker(scene)
    words = kinds.AppreciationSet(
        competence=command.competence,
        text=command.text,
        made_at=_made_at(scene, command),
        device_at=command.device_at,
    )
    return Decision([NewFact(words, None, scene.desk.actor)])


def submit(scene: Scene, command: commands.MarkingSubmit) -> Decision:
    _need_marker(scene)
    return Decision([NewFact(kinds.MarkingSubmitted(), None, scene.desk.actor)])


def share_feedback(scene: Scene, command: commands.FeedbackShare) -> Decision:
    run = _run(scene, command.run_id, although_submitted=True)
    if scene.state.training.kind != "practice":
        raise Refused("practice_only")
    return Decision([NewFact(kinds.FeedbackShared(text=command.text), run.run_id, scene.desk.actor)])


def _need_marker(scene: Scene, although_submitted: bool = False) -> None:
    if not scene.desk.may_mark:
        raise Refused("partner_cannot")
    if scene.desk.actor.id in scene.state.marking.submitted and not although_submitted:
        raise Refused("submitted")


def _run(scene: Scene, run_id: RunId, although_submitted: bool = False) -> RunState:
    _need_marker(scene, although_submitted)
    run = scene.state.runs.get(run_id)
    if run is None:
        raise Refused("unknown_run")
    return run


def _now(scene: Scene, run: RunState) -> float:
    return ((run.ended_at or scene.now) - run.started_at).total_seconds() if run.started_at is not None else 0.0


def _made_at(scene: Scene, command: commands.MarkingCommand) -> datetime | None:
    """Never after its arrival: a device whose clock runs ahead must not outdo all that this juror does later."""
    return min(command.made_at, scene.now) if command.made_at is not None else None


def _is_same(run_id: RunId, kept: kinds.MarkPlaced, sent: commands.MarkPlace) -> bool:
    """Whether this is the kept mark, sent once more; its second may be the server's own."""
    return (run_id, kept.criterion, kept.sign, kept.text) == (sent.run_id, sent.criterion, sent.sign, sent.text)
