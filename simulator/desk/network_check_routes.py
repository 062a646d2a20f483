"""« Vérifier le réseau » from a classroom's browser: a sound line of its own, and bytes both ways to time.

The line is made as a desk's is and never joins a call; the page closes it. One a person: the next replaces it.
"""

import os
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from simulator.accounts.guards import AnyStaff
from simulator.accounts.signing import SignedIn
from simulator.bodies import Body
from simulator.desk.ice_view import IceServersView, ice_servers_of
from simulator.live_messages.shared_view import View
from simulator.parts import UseSettings, UseSwitch
from simulator.seat.refusals import Refused
from telephony import TelephonyError

router = APIRouter(prefix="/api/staff/network-check")

CHUNK_BYTES = 1024 * 1024
"""Of one transfer, each way; the page asks for a few."""

CALL_KBIT_S = 150
"""What one desk's call takes each way at most: Opus with its repair, RTP, UDP and IP, 50 packets a second."""


class NetworkCheckRules(View):
    """What the page needs to know before it begins."""

    ice: IceServersView
    chunk_bytes: int
    call_kbit_s: int


class NetworkCheckOffer(Body):
    sdp: Annotated[str, Field(max_length=60_000)]


class NetworkCheckAnswer(View):
    sdp: str


class NetworkCheckTaken(View):
    bytes: int


@router.get("")
async def network_check(who: AnyStaff, settings: UseSettings) -> NetworkCheckRules:
    """STUN and TURN for this browser, and how much a call takes."""
    return NetworkCheckRules(
        ice=ice_servers_of(settings, _line_of(who)), chunk_bytes=CHUNK_BYTES, call_kbit_s=CALL_KBIT_S
    )


@router.post("/line")
async def open_check_line(body: NetworkCheckOffer, who: AnyStaff, switch: UseSwitch) -> NetworkCheckAnswer:
    """The answer to this browser's offer. Raises Refused where there is no port left, or for a broken offer."""
    try:
        return NetworkCheckAnswer(sdp=await switch.connect_line(_line_of(who), body.sdp))
    except TelephonyError as error:
        raise Refused(error.code) from error


@router.delete("/line", status_code=204)
async def close_check_line(who: AnyStaff, switch: UseSwitch) -> None:
    """Closed already, it stays so."""
    await switch.disconnect_line(_line_of(who))


@router.get("/bytes", response_class=Response)
async def bytes_to_time(who: AnyStaff) -> Response:
    """Random, so that nothing on the way makes them fewer."""
    return Response(
        os.urandom(CHUNK_BYTES), media_type="application/octet-stream", headers={"Cache-Control": "no-store"}
    )


@router.post("/bytes")
async def bytes_timed(request: Request, who: AnyStaff) -> NetworkCheckTaken:
    """Thrown away; the front door bounds them."""
    return NetworkCheckTaken(bytes=len(await request.body()))


def _line_of(who: SignedIn) -> str:
    return f"network-check-{who.person_id}"
