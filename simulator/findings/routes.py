"""Findings over HTTP: for whoever marks this seat, and only where the session allows it."""

from concurrent.futures.process import BrokenProcessPool

import structlog
from fastapi import APIRouter

from scoring.detectors import DETECTORS
from scoring.evidence.weighing import Finding
from scoring.exchange import Turn
from simulator.accounts.guards import CurrentStaff, may_mark_seat
from simulator.desk.run_state import RunState
from simulator.errors import Conflict
from simulator.findings.as_exchange import AsPlayed, as_played, counting_call
from simulator.findings.views import FindingsView, FoundMoment, ProposedFinding
from simulator.replay.routes import recordings_of, room_of_run
from simulator.services import Services, UseServices
from simulator.transcripts.reading import heard_of

log = structlog.get_logger(__name__)
router = APIRouter()

WITHOUT_SOUND = frozenset({"file", "measured", "written"})
"""Families of detectors that need nothing of what was said."""

FINISHED_AFTERWARDS = frozenset({"file", "written"})
"""Families that would judge work in progress while the conversation runs."""


@router.get("/api/staff/runs/{run_id}/findings")
async def findings(run_id: str, who: CurrentStaff, services: UseServices) -> FindingsView:
    """What the evidence suggests on the criteria of this exchange, as it stands now."""
    room, run = await room_of_run(services, run_id)
    await may_mark_seat(services, who, room.seat_id)
    if not room.state.training.findings or run.started_at is None:
        return FindingsView(state="off", findings=())
    said = await _said(services, run)
    played = [as_played(room.state, run, competence, said) for competence in run.exchange.competences]
    try:
        found = await services.finder.find([one.exchange for one in played])
    except (TimeoutError, BrokenProcessPool) as error:
        log.error("findings_failed", run=run_id, why=str(error) or type(error).__name__)
        raise Conflict(
            "no_findings", "Les constats ne sont pas disponibles.", "Notez sans eux, ou réessayez."
        ) from None
    has_words = not run.is_phone or said is not None
    return FindingsView(
        state="ready" if has_words else "without_sound",
        findings=tuple(_proposed(finding, played[0]) for finding in found if _is_shown(finding, run, has_words)),
    )


async def _said(services: Services, run: RunState) -> tuple[Turn, ...] | None:
    """The transcript of the call that counts, in seconds from its first ring; None without one."""
    call = counting_call(run)
    if call is None:
        return None
    recordings = [row for row in await recordings_of(services, run.run_id) if row.call_id == call.call_id]
    heard = (await heard_of(services, recordings, await services.facts.of_run(run.run_id))).get(call.call_id)
    if heard is None:
        return None
    zero = (recordings[0].started_at - call.rang_at).total_seconds()
    spoken = (turn for turn in heard if turn.text)
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


def _is_shown(finding: Finding, run: RunState, has_words: bool) -> bool:
    """Only what this exchange lets one observe, and what was seen with the material there is."""
    observable = any(one.criterion == finding.criterion for one in run.exchange.jury.observables)
    family = DETECTORS[finding.criterion].family
    seen = has_words or family in WITHOUT_SOUND
    too_early = run.phase in ("offered", "live") and family in FINISHED_AFTERWARDS
    return observable and seen and not too_early and finding.verdict != "not_observable"


def _proposed(finding: Finding, played: AsPlayed) -> ProposedFinding:
    turns = {turn.n: turn for turn in played.exchange.turns}
    assert finding.verdict != "not_observable"
    return ProposedFinding(
        criterion=finding.criterion,
        verdict=finding.verdict,
        reason=finding.reason,
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
