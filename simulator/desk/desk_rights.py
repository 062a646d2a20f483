"""The right that an open desk stands on, asked anew whenever something of it has changed."""

from simulator.accounts.live_rights import LiveRight, LiveRights
from simulator.accounts.signing import SignedIn, SignIns
from simulator.conduct.doors import Doors
from simulator.desk.feed import DeskFeed
from simulator.desk.seat_room import SeatRoom
from simulator.ids import SeatId


def candidates_right(sign_ins: SignIns, live_rights: LiveRights, who: SignedIn) -> LiveRight:
    """Of the candidate's own desk: as long as their sign-in lasts."""

    async def ask() -> None:
        await sign_ins.behind(who.sign_in_id)

    return LiveRight(who.person_id, who.seat_id or SeatId(""), ask, who.sign_in_id, live_rights.lines)


def jurors_right(
    sign_ins: SignIns, doors: Doors, live_rights: LiveRights, who: SignedIn, room: SeatRoom, feed: DeskFeed
) -> LiveRight:
    """Of a juror's, lead's or partner's desk at one seat; whether they mark there is kept at the desk."""
    desk = room.desks.of(feed)

    async def ask() -> None:
        now = await sign_ins.behind(who.sign_in_id)
        seat = await doors.may_see_seat(now, room.seat_id)
        desk.may_mark = await doors.is_marker(now, seat)

    return LiveRight(who.person_id, room.seat_id, ask, who.sign_in_id, live_rights.lines)
