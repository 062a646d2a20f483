"""« Varier », over HTTP: whether an exchange of a draft may, and its sisters as practice."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field

from simulator.accounts.guards import Teacher
from simulator.bodies import Body
from simulator.errors import NotFound
from simulator.live_messages.shared_view import View
from simulator.studio.routes import PACK
from simulator.studio.store import StudioDrafts
from simulator.studio.varying import MOST, CannotVary, Declared, declared, sisters
from simulator.studio.versions import UseDrafts, UseWholeDrafts, in_pack
from simulator.studio.views import ItemId, StudioId

router = APIRouter()

VARIATION = PACK + "/variations/{item_id}"


class VariationView(View):
    """Whether this exchange may vary; where not, why, and the way out."""

    may_vary: bool
    problem: str = ""
    remedy: str = ""
    most: int = MOST


class NewSisters(Body):
    """`into`: this draft, or a new one of the same company with these exchanges alone."""

    count: Annotated[int, Field(ge=1, le=MOST)] = 6
    seed: Annotated[int, Field(ge=0, le=999_999)] = 1
    into: Literal["draft", "new"] = "draft"


class Sisters(View):
    """`studio_id`: where they are."""

    studio_id: str
    count: int
    seed: int


@router.get(VARIATION)
async def variation(studio_id: StudioId, item_id: ItemId, who: Teacher, drafts: UseDrafts) -> VariationView:
    """Of an exchange."""
    try:
        await _declared(drafts, studio_id, item_id)
    except CannotVary as cannot:
        return VariationView(may_vary=False, problem=cannot.message, remedy=cannot.remedy)
    return VariationView(may_vary=True)


@router.post(VARIATION, status_code=201)
async def vary(
    studio_id: StudioId,
    item_id: ItemId,
    body: NewSisters,
    who: Teacher,
    drafts: UseDrafts,
    whole: UseWholeDrafts,
) -> Sisters:
    """The same seed gives the same exchanges, as long as nothing of the draft has changed."""
    how = await _declared(drafts, studio_id, item_id)
    made = await asyncio.to_thread(sisters, how, body.count, body.seed)
    _, rows = await drafts.read(studio_id)
    if body.into == "new":
        around = [one for one in in_pack(rows) if one.kind in ("company", "product", "procedure")]
        place = await whole.begin_with(studio_id, [*around, *made], who.name, who.person_id)
    else:
        known = {(one.kind, one.id) for one in rows}
        if any((one.kind, one.id) in known for one in made):
            raise CannotVary(
                "drawn_already",
                f"Les variantes du tirage {body.seed} sont déjà dans ce brouillon.",
                "Choisissez un autre tirage.",
            )
        await drafts.take_in(studio_id, made, (), who.name)
        place = studio_id
    return Sisters(studio_id=place, count=body.count, seed=body.seed)


async def _declared(drafts: StudioDrafts, studio_id: str, item_id: str) -> Declared:
    _, rows = await drafts.read(studio_id)
    items = in_pack(rows)
    if not any(one.kind == "exchange" and one.id == item_id for one in items):
        raise NotFound
    kept = await drafts.files_of(studio_id)
    return await asyncio.to_thread(declared, studio_id, items, kept, item_id)
