"""Packs on a page: which are installed, read again, brought in a ZIP, taken away; for whoever is responsible."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi import Path as PathParameter

from simulator.accounts.guards import Leader
from simulator.installation.pack_shelf import Shelf, UsePackShelf
from simulator.installation.pack_views import PackReadView, ShelfView
from simulator.timetable.import_routes import A_FILE

router = APIRouter()

HERE = "/api/staff/installation/packs"

Folder = Annotated[str, PathParameter(max_length=120)]


@router.get(HERE)
async def shelf(who: Leader, packs: UsePackShelf) -> ShelfView:
    """All that can be played, and the folders that cannot."""
    return await packs.view()


@router.post(HERE, openapi_extra=A_FILE)
async def bring(
    request: Request, who: Leader, packs: UsePackShelf, replace: Annotated[bool, Query()] = False
) -> PackReadView:
    """The body is a ZIP of a pack's folder, read beside and installed where it has no error.

    `replace`: over another version that is there, too."""
    return await packs.bring(await request.body(), replace, who.person_id)


@router.post(HERE + "/{shelf}/{folder}/read")
async def read_again(shelf: Shelf, folder: Folder, who: Leader, packs: UsePackShelf) -> PackReadView:
    """Its faults, and what its folder holds now."""
    return await packs.read_again(shelf, folder, who.person_id)


@router.delete(HERE + "/brought/{folder}", status_code=204)
async def remove(folder: Folder, who: Leader, packs: UsePackShelf) -> None:
    """Where no session plays it. Those that were closed keep their copy."""
    await packs.remove(folder, who.person_id)
