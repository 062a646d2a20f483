"""Findings over HTTP: for whoever marks this seat, and only where the session allows it."""

from concurrent.futures.process import BrokenProcessPool

import structlog
from fastapi import APIRouter

from scoring.evidence.grammalecte import has_proofreader
from simulator.accounts.guards import CurrentStaff
from simulator.conduct.doors import UseDoors
from simulator.errors import Conflict
from simulator.findings.proposing import UseProposer, proposed
from simulator.findings.second_reading import second_reader
from simulator.findings.switching import off_now
from simulator.findings.views import FindingsView
from simulator.ids import RunId
from simulator.parts import UseSessions, UseSettings
from simulator.replay.replays import UseReplays

log = structlog.get_logger(__name__)
router = APIRouter()


class NoFindings(Conflict):
    def __init__(self) -> None:
        super().__init__("no_findings", "Les constats ne sont pas disponibles.", "Notez sans eux, ou réessayez.")


@router.get("/api/staff/runs/{run_id}/findings")
async def findings(
    run_id: RunId,
    who: CurrentStaff,
    replays: UseReplays,
    doors: UseDoors,
    proposer: UseProposer,
    settings: UseSettings,
    sessions: UseSessions,
) -> FindingsView:
    """What the evidence suggests on the criteria of this exchange, as it stands now."""
    read, run = await replays.run_of(run_id)
    await doors.may_mark_seat(who, read.seat_id)
    if not read.state.training.findings or run.started_at is None:
        return FindingsView(state="off", findings=(), proofreader_is_missing=False, second_reader=None)
    try:
        found = await proposer.on(read, run, await off_now(sessions))
    except (TimeoutError, BrokenProcessPool) as error:
        log.error("findings_failed", run=run_id, why=str(error) or type(error).__name__)
        raise NoFindings from None
    return FindingsView(
        state="ready" if found.has_words else "without_sound",
        findings=tuple(proposed(finding, found.played[0]) for finding in found.findings),
        proofreader_is_missing=not has_proofreader(),
        second_reader=second_reader(settings),
    )
