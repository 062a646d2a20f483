"""A second reading by a language model, asked for by hand, one exchange at a time; the findings stay beside it.

Off unless the centre names an endpoint. What leaves is said before, masked, and kept as a fact.
"""

import asyncio

import structlog
from fastapi import APIRouter

from scoring import Finding
from scoring.exchange import Exchange
from scoring.language_model import Endpoint, EndpointFailed, read_again
from simulator.accounts.actors import actor_of
from simulator.accounts.guards import CurrentStaff
from simulator.conduct.doors import UseDoors
from simulator.errors import Conflict, NotFound
from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.findings.as_exchange import as_played
from simulator.findings.proposing import UseProposer, is_observable, proposed
from simulator.findings.views import SecondReader, SecondReading
from simulator.ids import RunId
from simulator.parts import UseRooms, UseSettings
from simulator.replay.replays import UseReplays
from simulator.settings import Settings
from simulator.typography import french_spaces

log = structlog.get_logger(__name__)
router = APIRouter()

_AT_ONCE = asyncio.Semaphore(2)
"""A local model answers one question at a time: more would only wait in its queue until they time out."""


def second_reader(settings: Settings) -> SecondReader | None:
    """Who would read again; None where the centre has named nobody."""
    if not settings.language_model_url:
        return None
    return SecondReader(model=settings.language_model, host=_endpoint(settings).host)


@router.post("/api/staff/runs/{run_id}/second-reading")
async def second_reading(
    run_id: RunId,
    who: CurrentStaff,
    replays: UseReplays,
    doors: UseDoors,
    proposer: UseProposer,
    settings: UseSettings,
    rooms: UseRooms,
) -> SecondReading:
    """Has a finished exchange read again. Takes as long as the model does, within the time that the settings give."""
    read, run = await replays.run_of(run_id)
    await doors.may_mark_seat(who, read.seat_id)
    reader = second_reader(settings)
    if reader is None or not read.state.training.findings:
        raise NotFound("Aucun modèle de langue n’est proposé ici.")
    said = await proposer.said_in(run)
    played = [
        as_played(read.state, run, competence, said) for competence in run.exchange.competences if run.started_at
    ]
    if run.phase not in ("wrap_up", "done") or not any(one.exchange.turns for one in played):
        raise Conflict(
            "nothing_to_read", "Il n’y a rien à relire.", "Attendez la fin de l’échange et sa transcription."
        )
    asked = kinds.SecondReadingAsked(model=reader.model, host=reader.host, turns=len(played[0].exchange.turns))
    room = await rooms.room(read.seat_id)
    await room.keep([NewFact(asked, run.run_id, actor_of(who))])
    try:
        found = await _read_all([one.exchange for one in played], _endpoint(settings))
    except EndpointFailed as error:
        log.warning("second_reading_failed", run=run_id, why=str(error))
        raise Conflict(
            "no_second_reading",
            french_spaces(f"Pas de seconde lecture : {error}."),
            "Les constats habituels restent affichés.",
        ) from None
    shown = (one for one in found if one.verdict != "not_observable" and is_observable(one.criterion, run))
    return SecondReading(reader=reader, findings=tuple(proposed(one, played[0]) for one in shown))


async def _read_all(exchanges: list[Exchange], endpoint: Endpoint) -> list[Finding]:
    async with _AT_ONCE:
        found: list[Finding] = []
        for exchange in exchanges:
            found += await asyncio.to_thread(read_again, exchange, endpoint)
        return found


def _endpoint(settings: Settings) -> Endpoint:
    return Endpoint(
        settings.language_model_url,
        settings.language_model,
        settings.language_model_key,
        settings.language_model_seconds,
    )
