"""Publishing, retiring and trying what the studio holds, over HTTP."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi import Path as PathParameter

from scenarios.invisible import invisible_in
from simulator.accounts.guards import Teacher
from simulator.conduct import sessions as conduct
from simulator.conduct.sessions import UseSessionMaker
from simulator.conduct.views import NewSeat, NewSession
from simulator.errors import NotFound
from simulator.parts import UseDeskCodes, UseLiveRights, UsePhones, UseSessions
from simulator.studio import showing
from simulator.studio.differing import Difference
from simulator.studio.routes import PACK
from simulator.studio.snapshot import SUBJECT, to_try
from simulator.studio.versions import RULES, UseDrafts, UseVersions, in_pack
from simulator.studio.views import NewTry, StudioId, StudioPackView, Try

router = APIRouter()

VersionNumber = Annotated[int, PathParameter(ge=1, le=1_000_000)]


@router.post(PACK + "/publish", status_code=201)
async def publish(studio_id: StudioId, who: Teacher, drafts: UseDrafts, versions: UseVersions) -> StudioPackView:
    """The draft becomes a version that new sessions can play; nothing changes it any more."""
    await versions.publish(studio_id, who.name)
    return await showing.the_pack(drafts, versions, studio_id)


@router.post(PACK + "/retire")
async def retire(studio_id: StudioId, who: Teacher, drafts: UseDrafts, versions: UseVersions) -> StudioPackView:
    """Offered to no new session; those that play it go on."""
    await versions.retire(studio_id)
    return await showing.the_pack(drafts, versions, studio_id)


@router.post(PACK + "/bring-back")
async def bring_back(studio_id: StudioId, who: Teacher, drafts: UseDrafts, versions: UseVersions) -> StudioPackView:
    """Offered again."""
    await versions.bring_back(studio_id)
    return await showing.the_pack(drafts, versions, studio_id)


@router.get(PACK + "/versions/{version_number}/differences")
async def differences(
    studio_id: StudioId,
    version_number: VersionNumber,
    who: Teacher,
    versions: UseVersions,
    other: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
) -> list[Difference]:
    """From this version to another, or to the draft, in words."""
    return await versions.differences(studio_id, version_number, other)


@router.post(PACK + "/try", status_code=201)
async def play_at_once(
    studio_id: StudioId,
    body: NewTry,
    who: Teacher,
    drafts: UseDrafts,
    maker: UseSessionMaker,
    sessions: UseSessions,
    live_rights: UseLiveRights,
    desk_codes: UseDeskCodes,
    phones: UsePhones,
) -> Try:
    """A practice seat on one exchange of the draft, frozen as it is now: the author plays the customer."""
    _, rows = await drafts.read(studio_id)
    items = in_pack(rows)
    if not any(one.kind == "exchange" and one.id == body.exchange for one in items):
        raise NotFound
    version = await asyncio.to_thread(to_try, studio_id, items, body.exchange, RULES)
    exchange = version.pack.subjects[0].exchanges[0]
    customer = version.pack.customer(exchange.customer).display_name
    title = "".join(one for one in f"Essai : {exchange.candidate.label}, {customer}" if invisible_in(one) is None)
    new = NewSession(
        kind="practice",
        title=title[:200],
        pack_id=studio_id,
        subject_id=SUBJECT,
        minutes=max(exchange.minutes * 3, 30),
    )
    training = await maker.create(new, who.person_id, version)
    seat = await maker.add_seat(training, NewSeat(candidate_name=body.candidate_name, desk="Essai"))
    await conduct.set_jurors(sessions, live_rights, seat.id, [who.person_id])
    code = await desk_codes.issue(training, seat.id)
    await phones.places_changed()
    return Try(session_id=training.id, seat_id=seat.id, code=code.code, partner_code=code.partner_code)
