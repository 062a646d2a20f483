"""The right that an open desk stands on, asked anew whenever something of it has changed."""

from simulator.accounts.live_rights import LiveRight
from simulator.accounts.signing import SignedIn, behind
from simulator.conduct.doors import is_marker, may_see_seat
from simulator.desk.feed import DeskFeed
from simulator.desk.seat_room import SeatRoom
from simulator.services import Services


def candidates_right(services: Services, who: SignedIn) -> LiveRight:
    """Of the candidate's own desk: as long as their sign-in lasts."""

    async def ask() -> None:
        await behind(services, who.sign_in_id)

    return LiveRight(who.person_id, who.seat_id or "", ask, who.sign_in_id, services.live_rights.lines)


def jurors_right(services: Services, who: SignedIn, room: SeatRoom, feed: DeskFeed) -> LiveRight:
    """Of a juror's, lead's or partner's desk at one seat; whether they mark there is kept at the desk."""
    desk = room.desk_of(feed)

    async def ask() -> None:
        now = await behind(services, who.sign_in_id)
        seat = await may_see_seat(services, now, room.seat_id)
        desk.may_mark = await is_marker(services, now, seat)

    return LiveRight(who.person_id, room.seat_id, ask, who.sign_in_id, services.live_rights.lines)
