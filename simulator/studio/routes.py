"""The studio over HTTP: drafts, their items and their states. Trainers and the session lead."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from simulator.accounts.guards import Teacher
from simulator.studio import showing
from simulator.studio.checking import StudioFault
from simulator.studio.items import Kind
from simulator.studio.versions import UseDrafts, UseVersions, UseWholeDrafts
from simulator.studio.views import (
    EarlierState,
    ItemId,
    ItemView,
    NewItem,
    NewStudioPack,
    Overtaking,
    SavedItem,
    StateOf,
    StudioId,
    StudioLine,
    StudioPackView,
    ToCheck,
)

router = APIRouter()

HERE = "/api/staff/studio"
PACK = HERE + "/{studio_id}"
ITEM = PACK + "/items/{kind}/{item_id}"

OVERTAKEN: dict[int | str, dict[str, Any]] = {
    409: {"model": Overtaking, "description": "Somebody else has saved meanwhile."}
}


@router.get(HERE)
async def studio(who: Teacher, drafts: UseDrafts, whole: UseWholeDrafts, versions: UseVersions) -> list[StudioLine]:
    """Companies that the centre writes, changed last first."""
    return await showing.the_list(drafts, whole, versions)


@router.post(HERE, status_code=201)
async def begin(
    body: NewStudioPack, who: Teacher, drafts: UseDrafts, whole: UseWholeDrafts, versions: UseVersions
) -> StudioPackView:
    """A draft after an installed pack, or from nothing, with an exchange to write."""
    made = await whole.begin(body, who.name, who.person_id)
    return await showing.the_pack(drafts, versions, made)


@router.get(PACK)
async def pack(studio_id: StudioId, who: Teacher, drafts: UseDrafts, versions: UseVersions) -> StudioPackView:
    """A company with its items, its versions and all that is wrong with it."""
    return await showing.the_pack(drafts, versions, studio_id)


@router.post(PACK + "/duplicate", status_code=201)
async def duplicate(
    studio_id: StudioId, who: Teacher, drafts: UseDrafts, whole: UseWholeDrafts, versions: UseVersions
) -> StudioPackView:
    """The whole draft once more."""
    made = await whole.duplicate(studio_id, who.name, who.person_id)
    return await showing.the_pack(drafts, versions, made)


@router.delete(PACK, status_code=204)
async def remove(studio_id: StudioId, who: Teacher, whole: UseWholeDrafts) -> None:
    """A draft that was never published."""
    await whole.remove(studio_id)


@router.post(PACK + "/items/{kind}", status_code=201)
async def add_item(studio_id: StudioId, kind: Kind, body: NewItem, who: Teacher, drafts: UseDrafts) -> ItemView:
    """One more customer, product, exchange…, from nothing or as a copy."""
    row = await drafts.add(studio_id, kind, body, who.name)
    return await showing.the_item(drafts, studio_id, kind, row.id)


@router.get(ITEM)
async def item(studio_id: StudioId, kind: Kind, item_id: ItemId, who: Teacher, drafts: UseDrafts) -> ItemView:
    """What one page edits, and its faults."""
    return await showing.the_item(drafts, studio_id, kind, item_id)


@router.put(ITEM, responses=OVERTAKEN)
async def save_item(
    studio_id: StudioId, kind: Kind, item_id: ItemId, body: SavedItem, who: Teacher, drafts: UseDrafts
) -> ItemView:
    """Keeps it, half written or whole. Where somebody else has saved meanwhile nothing is written: what differs is
    told."""
    await drafts.save(studio_id, kind, item_id, body.number, dict(body.content), who.name)
    return await showing.the_item(drafts, studio_id, kind, item_id)


@router.post(ITEM + "/check")
async def check_item(
    studio_id: StudioId, kind: Kind, item_id: ItemId, body: ToCheck, who: Teacher, drafts: UseDrafts
) -> list[StudioFault]:
    """What would be wrong with it, if it were so: asked as one types."""
    return await showing.checked(drafts, studio_id, kind, item_id, dict(body.content))


@router.post(ITEM + "/undo", responses=OVERTAKEN)
async def undo_item(
    studio_id: StudioId, kind: Kind, item_id: ItemId, body: StateOf, who: Teacher, drafts: UseDrafts
) -> ItemView:
    """Back to the state before; again, to the one before that."""
    await drafts.undo(studio_id, kind, item_id, body.number, who.name)
    return await showing.the_item(drafts, studio_id, kind, item_id)


@router.get(ITEM + "/states")
async def states(
    studio_id: StudioId, kind: Kind, item_id: ItemId, who: Teacher, drafts: UseDrafts
) -> list[EarlierState]:
    """Earlier states, newest first, with what differs from now."""
    return await showing.earlier_states(drafts, studio_id, kind, item_id)


@router.post(ITEM + "/back", responses=OVERTAKEN)
async def go_back(
    studio_id: StudioId,
    kind: Kind,
    item_id: ItemId,
    body: StateOf,
    who: Teacher,
    drafts: UseDrafts,
    to: Annotated[int, Query(ge=0, le=1_000_000_000)],
) -> ItemView:
    """To an earlier state; this can be undone too."""
    await drafts.go_back(studio_id, kind, item_id, body.number, to, who.name)
    return await showing.the_item(drafts, studio_id, kind, item_id)


@router.delete(ITEM, status_code=204)
async def put_aside(studio_id: StudioId, kind: Kind, item_id: ItemId, who: Teacher, drafts: UseDrafts) -> None:
    """No part of the pack any more; it can be brought back."""
    await drafts.put_aside(studio_id, kind, item_id, True, who.name)


@router.post(ITEM + "/restore", status_code=204)
async def restore(studio_id: StudioId, kind: Kind, item_id: ItemId, who: Teacher, drafts: UseDrafts) -> None:
    """Brings back what was put aside."""
    await drafts.put_aside(studio_id, kind, item_id, False, who.name)
