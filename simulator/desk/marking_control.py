"""Marks, verdicts and appreciations, placed by a juror from the live desk or while replaying."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from simulator.facts import kinds
from simulator.live_messages import commands
from simulator.seat.refusals import Refused
from simulator.seat.runs import RunState

if TYPE_CHECKING:
    from simulator.desk.feed import DeskFeed
    from simulator.desk.seat_room import SeatRoom


class MarkingControl:
    """Marking at one seat. Each juror's marking is their own; once submitted it does not change."""

    def __init__(self, room: "SeatRoom") -> None:
        self._room = room

    async def handle(self, desk: "DeskFeed", command: commands.Command, during_replay: bool = False) -> bool:
        marking, actor = self._room.state.marking, desk.actor
        match command:
            case commands.MarkPlace():
                run = self._run(desk, command.run_id)
                self._known(command.criterion)
                known = marking.marks.get(command.mark_id)
                if known is not None:
                    if known.by != actor.id or not _is_same(known.run_id, known.data, command):
                        # Acknowledged, it would seem kept and be nowhere.
                        raise Refused("mark_taken")
                    return True
                at = command.at_seconds if command.at_seconds is not None else self._now(run)
                data = kinds.MarkPlaced(
                    mark_id=command.mark_id,
                    criterion=command.criterion,
                    sign=command.sign,
                    at_seconds=round(max(0.0, at), 2),
                    text=command.text,
                    during_replay=during_replay,
                    from_finding=command.from_finding,
                )
                await self._room.record(data, run.run_id, actor, command.id)
            case commands.MarkRemove(mark_id=mark_id):
                self._may(desk)
                mark = marking.marks.get(mark_id)
                if mark is None or mark.by != actor.id:
                    raise Refused("unknown_mark")
                await self._room.record(kinds.MarkRemoved(mark_id=mark_id), mark.run_id, actor, command.id)
            case commands.FindingReject(run_id=run_id, criterion=criterion, verdict=verdict, reason=reason):
                run = self._run(desk, run_id)
                self._known(criterion)
                rejected = kinds.FindingRejected(criterion=criterion, verdict=verdict, reason=reason)
                await self._room.record(rejected, run.run_id, actor, command.id)
            case commands.VerdictSetCommand(run_id=run_id, criterion=criterion, verdict=verdict, comment=comment):
                run = self._run(desk, run_id)
                self._known(criterion)
                data = kinds.VerdictSet(criterion=criterion, verdict=verdict, comment=comment)
                await self._room.record(data, run.run_id, actor, command.id)
            case commands.AppreciationSetCommand(competence=competence, text=text):
                self._may(desk)
                data = kinds.AppreciationSet(competence=competence, text=text)
                await self._room.record(data, None, actor, command.id)
            case commands.MarkingSubmit():
                self._may(desk)
                await self._room.record(kinds.MarkingSubmitted(), None, actor, command.id)
            case commands.FeedbackShare(run_id=run_id, text=text):
                run = self._run(desk, run_id, although_submitted=True)
                if self._room.state.training.kind != "practice":
                    raise Refused("practice_only")
                await self._room.record(kinds.FeedbackShared(text=text), run.run_id, actor, command.id)
            case _:
                return False
        return True

    def _may(self, desk: "DeskFeed", although_submitted: bool = False) -> None:
        juror = self._room.jurors.get(desk.key)
        if juror is None or not juror.may_mark:
            raise Refused("partner_cannot")
        if desk.actor.id in self._room.state.marking.submitted and not although_submitted:
            raise Refused("submitted")

    def _run(self, desk: "DeskFeed", run_id: str, although_submitted: bool = False) -> RunState:
        self._may(desk, although_submitted)
        run = self._room.state.runs.get(run_id)
        if run is None:
            raise Refused("unknown_run")
        return run

    def _known(self, criterion: str) -> None:
        if not self._room.services.referential.has_criterion(criterion):
            raise Refused("unknown_criterion")

    @staticmethod
    def _now(run: RunState) -> float:
        if run.started_at is None:
            return 0.0
        return ((run.ended_at or datetime.now(UTC)) - run.started_at).total_seconds()


def _is_same(run_id: str, kept: kinds.MarkPlaced, sent: commands.MarkPlace) -> bool:
    """Whether this is the kept mark, sent once more; its second may be the server's own."""
    return (run_id, kept.criterion, kept.sign, kept.text) == (sent.run_id, sent.criterion, sent.sign, sent.text)
