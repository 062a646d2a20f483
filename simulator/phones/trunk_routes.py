"""How telephony stands, for whoever looks after a session; and which telephone of the PBX is a candidate's."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field

from simulator.accounts.guards import AnyStaff, Teacher
from simulator.bodies import ONE_LINE, Body, Visible
from simulator.conduct.doors import UseDoors
from simulator.conduct.routes import mine_to_lead
from simulator.desk.rooms import SeatRooms
from simulator.finite import FiniteModel
from simulator.ids import SeatId
from simulator.parts import UsePhones, UseRooms, UseSecret, UseSessions, UseSettings
from simulator.phones.accounts import choose_extension
from simulator.phones.own_telephone import NoTelephones, UseOwnTelephone
from simulator.phones.service import Phones
from simulator.phones.trunk import Trunk, detail_of, sentence_of
from simulator.typography import french_spaces
from telephony.sip import Guesser

router = APIRouter()


class SipView(FiniteModel):
    """Where telephones register. `trouble`: why none can."""

    available: bool
    trouble: str
    host: str
    port: int
    transports: list[str]


class TrunkView(FiniteModel):
    """`sentence`: ready to be shown; `detail`: the cause alone; `retry_at`: the next attempt."""

    account: str
    registrar: str
    state: Literal["registering", "registered", "refused", "unreachable", "closed"]
    since: datetime
    retry_at: datetime | None
    detail: str
    sentence: str


class GuesserView(FiniteModel):
    """Somebody who tries passwords, and is answered late. `account` "": several. `sentence`: ready to be shown."""

    account: str
    address: str
    tries: int
    sentence: str


class TelephonyView(FiniteModel):
    """`trunk` None: this installation registers at no PBX."""

    sip: SipView
    trunk: TrunkView | None
    guessers: tuple[GuesserView, ...] = ()


class LetOff(Body):
    """One of the guessers, as it was told."""

    account: Annotated[str, Field(max_length=80)]
    address: Annotated[str, Field(max_length=64, pattern=ONE_LINE)]


class SeatExtension(Body):
    """A candidate's telephone at the centre's PBX; "" for none."""

    extension: Annotated[str, Field(max_length=30, pattern=ONE_LINE), Visible]


class SeatTelephone(FiniteModel):
    account: str
    extension: str


@router.get("/api/staff/telephony")
async def telephony(_: AnyStaff, own: UseOwnTelephone, phones: UsePhones) -> TelephonyView:
    """Whether telephones can register here, and how it stands with the centre's PBX."""
    way = own.way_in
    return TelephonyView(
        sip=SipView(
            available=phones.switchboard is not None,
            trouble=phones.trouble,
            host=way.host,
            port=way.port,
            transports=list(way.transports),
        ),
        trunk=_trunk(phones.trunk) if phones.trunk is not None else None,
        guessers=tuple(_guesser(one) for one in phones.guessers()),
    )


@router.post("/api/staff/telephony/trunk/retry")
async def retry_trunk(who: Teacher, own: UseOwnTelephone, phones: UsePhones) -> TelephonyView:
    """Tries to register at the PBX now instead of at the next attempt."""
    if phones.trunk is not None:
        phones.trunk.client.retry_now()
    return await telephony(who, own, phones)


@router.post("/api/staff/telephony/guessers/let-off")
async def let_off_guesser(body: LetOff, who: Teacher, own: UseOwnTelephone, phones: UsePhones) -> TelephonyView:
    """It was somebody with a new telephone: they are answered at once again."""
    phones.let_off(body.account, body.address)
    return await telephony(who, own, phones)


@router.put("/api/staff/seats/{seat_id}/phone")
async def set_seats_extension(
    seat_id: SeatId,
    body: SeatExtension,
    who: Teacher,
    doors: UseDoors,
    settings: UseSettings,
    secret: UseSecret,
    sessions: UseSessions,
    rooms: UseRooms,
    phones: UsePhones,
) -> SeatTelephone:
    """Which telephone of the PBX is this candidate's."""
    seat = await doors.may_see_seat(who, seat_id)
    await mine_to_lead(sessions, who, seat.session_id)
    owner = f"candidate:{seat_id}"
    if settings.has_sip and phones.of(owner) is None:
        await phones.refresh()
    phone = phones.of(owner)
    if phone is None:
        raise NoTelephones
    await choose_extension(sessions, secret, phone.account.user, body.extension)
    return await _seat_telephone(phones, rooms, owner)


@router.get("/api/staff/seats/{seat_id}/phone")
async def seats_telephone(
    seat_id: SeatId, who: AnyStaff, doors: UseDoors, rooms: UseRooms, phones: UsePhones
) -> SeatTelephone:
    """The account of this candidate's place, and their telephone at the PBX."""
    await doors.may_see_seat(who, seat_id)
    if phones.of(f"candidate:{seat_id}") is None:
        raise NoTelephones
    return await _seat_telephone(phones, rooms, f"candidate:{seat_id}")


async def _seat_telephone(phones: Phones, rooms: SeatRooms, owner: str) -> SeatTelephone:
    await phones.refresh()
    rooms.on_phone_change(owner)
    phone = phones.of(owner)
    if phone is None:
        raise NoTelephones
    return SeatTelephone(account=phone.account.user, extension=phone.extension)


def _guesser(one: Guesser) -> GuesserView:
    whom = f"le compte « {one.account} »" if one.account else "plusieurs comptes"
    return GuesserView(
        account=one.account,
        address=one.address,
        tries=one.tries,
        sentence=french_spaces(
            f"{one.tries} mots de passe faux pour {whom} depuis {one.address} : les réponses y sont ralenties. "
            "Les téléphones qui connaissent leur mot de passe continuent."
        ),
    )


def _trunk(trunk: Trunk) -> TrunkView:
    standing, login = trunk.client.standing, trunk.client.registration.login
    retry_at = standing.retry_at
    return TrunkView(
        account=login.account,
        registrar=login.registrar if login.port == 5060 else f"{login.registrar}:{login.port}",
        state=standing.state.value,
        since=datetime.fromtimestamp(standing.since, UTC),
        retry_at=datetime.fromtimestamp(retry_at, UTC) if retry_at is not None else None,
        detail=detail_of(standing),
        sentence=sentence_of(standing),
    )
