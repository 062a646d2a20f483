"""`/metrics`: for Prometheus on this machine, or for whoever has the token of the settings."""

import hmac

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from simulator import __version__
from simulator.errors import Forbidden
from simulator.metrics.exposing import exposition
from simulator.metrics.gathering import gather
from simulator.parts import (
    UseDoor,
    UseFacts,
    UseJobs,
    UseRooms,
    UseSessions,
    UseSettings,
    UseSwitch,
    UseTimings,
    UseUpkeep,
)
from simulator.settings import Settings, is_loopback

router = APIRouter()

FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")
"""A proxy beside us speaks from this machine for somebody else."""


@router.get("/metrics", include_in_schema=False)
async def metrics(
    request: Request,
    settings: UseSettings,
    sessions: UseSessions,
    rooms: UseRooms,
    switch: UseSwitch,
    jobs: UseJobs,
    door: UseDoor,
    upkeep: UseUpkeep,
    facts: UseFacts,
    timings: UseTimings,
) -> Response:
    """Counts only: no name, no address, no word of anybody."""
    refuse_strangers(request, settings)
    gathered = await gather(settings, sessions, rooms, switch, jobs, door, upkeep, facts)
    return Response(exposition(__version__, gathered, timings.registry), media_type=CONTENT_TYPE_LATEST)


def refuse_strangers(request: Request, settings: Settings) -> None:
    """Where there is a token, it is asked of everybody. Raises Forbidden."""
    if settings.metrics_token:
        given = request.headers.get("authorization", "").encode()
        is_let_in = hmac.compare_digest(given, f"Bearer {settings.metrics_token}".encode())
    else:
        comes_from_here = request.client is not None and is_loopback(request.client.host)
        is_let_in = comes_from_here and not any(name in request.headers for name in FORWARDED)
    if not is_let_in:
        raise Forbidden(
            "Ces chiffres ne se lisent que de cette machine, ou avec le jeton « metrics_token ».",
            "Posez « metrics_token » dans les réglages, et donnez-le à Prometheus.",
        )
