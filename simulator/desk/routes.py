"""What the desks ask once over HTTP: their state, the customer's file, the company's documents."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import CurrentCandidate, CurrentStaff
from simulator.accounts.signing import SignedIn
from simulator.conduct.doors import is_marker, may_see_seat
from simulator.desk.file_view import (
    CompanyView,
    CustomerFile,
    CustomerHit,
    Documents,
    Hit,
    customer_hit,
    hit,
)
from simulator.desk.ice_view import IceServersView, ice_servers_of
from simulator.desk.seat_read import SeatRead
from simulator.errors import NotFound
from simulator.live_messages.candidate_view import CandidateDesk
from simulator.live_messages.jury_view import JuryDesk
from simulator.packs.versions import PackVersion
from simulator.seat.deciding import phases
from simulator.seat.refusals import Refused
from simulator.seat.state import SeatState
from simulator.services import Services, UseServices

router = APIRouter()

Search = Annotated[str, Query(max_length=100)]


@router.get("/api/candidate/desk")
async def candidate_desk(who: CurrentCandidate, services: UseServices) -> CandidateDesk:
    """The candidate's whole desk, as the WebSocket's snapshot."""
    return await services.rooms.candidate_view(who.seat_id or "")


@router.get("/api/candidate/ice-servers")
async def candidates_ice_servers(who: CurrentCandidate, services: UseServices) -> IceServersView:
    """STUN and TURN for the desk's sound, with credentials of its own."""
    return ice_servers_of(services.settings, f"seat-{who.seat_id}")


@router.get("/api/staff/seats/{seat_id}/ice-servers")
async def jurys_ice_servers(seat_id: str, who: CurrentStaff, services: UseServices) -> IceServersView:
    """The same for a juror's desk at one seat."""
    await may_see_seat(services, who, seat_id)
    return ice_servers_of(services.settings, f"jury-{who.person_id or seat_id}")


@router.get("/api/candidate/company")
async def company(who: CurrentCandidate, services: UseServices) -> CompanyView:
    """The fictive company's context."""
    return CompanyView(company=(await _pack(services, who, phases.may_read_company)).pack.company)


@router.get("/api/candidate/documents")
async def documents(who: CurrentCandidate, services: UseServices) -> Documents:
    """Procedures, products, scripts and limits."""
    return documents_of(await _pack(services, who, phases.may_read_files))


@router.get("/api/candidate/documents/search")
async def search_documents(q: Search, who: CurrentCandidate, services: UseServices) -> list[Hit]:
    """Full text, accents aside."""
    return [hit(found) for found in (await _pack(services, who, phases.may_read_files)).documents.find(q)]


@router.get("/api/candidate/search")
async def search_customers(q: Search, who: CurrentCandidate, services: UseServices) -> list[CustomerHit]:
    """By name, number, reference or phone."""
    return [customer_hit(customer) for customer in (await _pack(services, who, phases.may_search)).customers.find(q)]


@router.get("/api/candidate/customers/{customer_id}")
async def customer_file(customer_id: str, who: CurrentCandidate, services: UseServices) -> CustomerFile:
    """A customer's whole file; while the preparation runs, of the drawn subject's only."""

    def may_read(state: SeatState) -> bool:
        return phases.may_search(state) or (
            phases.may_read_files(state) and customer_id in phases.customers_of(state)
        )

    return _file(await _pack(services, who, may_read), customer_id)


@router.get("/api/staff/seats/{seat_id}/desk")
async def jury_desk(seat_id: str, who: CurrentStaff, services: UseServices) -> JuryDesk:
    """The jury's whole desk of one seat, as the WebSocket's snapshot."""
    seat = await may_see_seat(services, who, seat_id)
    may_mark = await is_marker(services, who, seat)
    return await services.rooms.jury_view(seat_id, actor_of(who), may_mark)


@router.get("/api/staff/seats/{seat_id}/customers/{customer_id}")
async def staff_customer_file(
    seat_id: str, customer_id: str, who: CurrentStaff, services: UseServices
) -> CustomerFile:
    """The file as the candidate sees it."""
    await may_see_seat(services, who, seat_id)
    read = await services.rooms.read(seat_id)
    return _file(await _played(services, read), customer_id)


@router.get("/api/staff/seats/{seat_id}/documents")
async def staff_documents(seat_id: str, who: CurrentStaff, services: UseServices) -> Documents:
    """The company's documents as the candidate sees them."""
    await may_see_seat(services, who, seat_id)
    return documents_of(await _played(services, await services.rooms.read(seat_id)))


def documents_of(installed: PackVersion) -> Documents:
    pack = installed.pack
    return Documents(
        procedures=pack.procedures,
        products=pack.products,
        scripts=pack.company.scripts,
        commercial_limits=pack.company.commercial_limits,
        qualification=pack.company.qualification,
    )


async def _pack(services: Services, who: SignedIn, may: Callable[[SeatState], bool]) -> PackVersion:
    """What the candidate plays, as far as the phase of their day opens it. Raises Refused."""
    read = await services.rooms.read(who.seat_id or "")
    if not may(read.state):
        raise Refused("files_closed")
    return await _played(services, read)


async def _played(services: Services, read: SeatRead) -> PackVersion:
    return await services.kept_packs.of(read.state.training)


def _file(installed: PackVersion, customer_id: str) -> CustomerFile:
    try:
        return CustomerFile(customer=installed.pack.customer(customer_id))
    except KeyError:
        raise NotFound("Cette fiche n’existe pas.") from None
