"""What the desks ask once over HTTP: their state, the customer's file, the company's documents."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import CurrentCandidate, CurrentStaff
from simulator.accounts.signing import SignedIn
from simulator.conduct.doors import UseDoors
from simulator.conduct.kept_packs import KeptPacks
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
from simulator.desk.rooms import SeatRooms
from simulator.desk.seat_read import SeatRead
from simulator.errors import NotFound
from simulator.ids import SeatId
from simulator.live_messages.candidate_view import CandidateDesk
from simulator.live_messages.jury_view import JuryDesk
from simulator.packs.versions import PackVersion
from simulator.parts import UseKeptPacks, UseRooms, UseSettings
from simulator.seat.deciding import phases
from simulator.seat.refusals import Refused
from simulator.seat.state import SeatState

router = APIRouter()

Search = Annotated[str, Query(max_length=100)]


@router.get("/api/candidate/desk")
async def candidate_desk(who: CurrentCandidate, rooms: UseRooms) -> CandidateDesk:
    """The candidate's whole desk, as the WebSocket's snapshot."""
    return await rooms.candidate_view(who.seat_id or SeatId(""))


@router.get("/api/candidate/ice-servers")
async def candidates_ice_servers(who: CurrentCandidate, settings: UseSettings) -> IceServersView:
    """STUN and TURN for the desk's sound, with credentials of its own."""
    return ice_servers_of(settings, f"seat-{who.seat_id}")


@router.get("/api/staff/seats/{seat_id}/ice-servers")
async def jurys_ice_servers(
    seat_id: SeatId, who: CurrentStaff, doors: UseDoors, settings: UseSettings
) -> IceServersView:
    """The same for a juror's desk at one seat."""
    await doors.may_see_seat(who, seat_id)
    return ice_servers_of(settings, f"jury-{who.person_id or seat_id}")


@router.get("/api/candidate/company")
async def company(who: CurrentCandidate, kept_packs: UseKeptPacks, rooms: UseRooms) -> CompanyView:
    """The fictive company's context."""
    return CompanyView(company=(await _pack(kept_packs, rooms, who, phases.may_read_company)).pack.company)


@router.get("/api/candidate/documents")
async def documents(who: CurrentCandidate, kept_packs: UseKeptPacks, rooms: UseRooms) -> Documents:
    """Procedures, products, scripts and limits."""
    return documents_of(await _pack(kept_packs, rooms, who, phases.may_read_files))


@router.get("/api/candidate/documents/search")
async def search_documents(q: Search, who: CurrentCandidate, kept_packs: UseKeptPacks, rooms: UseRooms) -> list[Hit]:
    """Full text, accents aside."""
    pack = await _pack(kept_packs, rooms, who, phases.may_read_files)
    return [hit(found) for found in pack.documents.find(q)]


@router.get("/api/candidate/search")
async def search_customers(
    q: Search, who: CurrentCandidate, kept_packs: UseKeptPacks, rooms: UseRooms
) -> list[CustomerHit]:
    """By name, number, reference or phone."""
    pack = await _pack(kept_packs, rooms, who, phases.may_search)
    return [customer_hit(customer) for customer in pack.customers.find(q)]


@router.get("/api/candidate/customers/{customer_id}")
async def customer_file(
    customer_id: str, who: CurrentCandidate, kept_packs: UseKeptPacks, rooms: UseRooms
) -> CustomerFile:
    """A customer's whole file; while the preparation runs, of the drawn subject's only."""

    def may_read(state: SeatState) -> bool:
        return phases.may_search(state) or (
            phases.may_read_files(state) and customer_id in phases.customers_of(state)
        )

    return _file(await _pack(kept_packs, rooms, who, may_read), customer_id)


@router.get("/api/staff/seats/{seat_id}/desk")
async def jury_desk(seat_id: SeatId, who: CurrentStaff, doors: UseDoors, rooms: UseRooms) -> JuryDesk:
    """The jury's whole desk of one seat, as the WebSocket's snapshot."""
    seat = await doors.may_see_seat(who, seat_id)
    may_mark = await doors.is_marker(who, seat)
    return await rooms.jury_view(seat_id, actor_of(who), may_mark)


@router.get("/api/staff/seats/{seat_id}/customers/{customer_id}")
async def staff_customer_file(
    seat_id: SeatId, customer_id: str, who: CurrentStaff, doors: UseDoors, kept_packs: UseKeptPacks, rooms: UseRooms
) -> CustomerFile:
    """The file as the candidate sees it."""
    await doors.may_see_seat(who, seat_id)
    read = await rooms.read(seat_id)
    return _file(await _played(kept_packs, read), customer_id)


@router.get("/api/staff/seats/{seat_id}/documents")
async def staff_documents(
    seat_id: SeatId, who: CurrentStaff, doors: UseDoors, kept_packs: UseKeptPacks, rooms: UseRooms
) -> Documents:
    """The company's documents as the candidate sees them."""
    await doors.may_see_seat(who, seat_id)
    return documents_of(await _played(kept_packs, await rooms.read(seat_id)))


def documents_of(installed: PackVersion) -> Documents:
    pack = installed.pack
    return Documents(
        procedures=pack.procedures,
        products=pack.products,
        scripts=pack.company.scripts,
        commercial_limits=pack.company.commercial_limits,
        qualification=pack.company.qualification,
    )


async def _pack(
    kept_packs: KeptPacks, rooms: SeatRooms, who: SignedIn, may: Callable[[SeatState], bool]
) -> PackVersion:
    """What the candidate plays, as far as the phase of their day opens it. Raises Refused."""
    read = await rooms.read(who.seat_id or SeatId(""))
    if not may(read.state):
        raise Refused("files_closed")
    return await _played(kept_packs, read)


async def _played(kept_packs: KeptPacks, read: SeatRead) -> PackVersion:
    return await kept_packs.of(read.state.training)


def _file(installed: PackVersion, customer_id: str) -> CustomerFile:
    try:
        return CustomerFile(customer=installed.pack.customer(customer_id))
    except KeyError:
        raise NotFound("Cette fiche n’existe pas.") from None
