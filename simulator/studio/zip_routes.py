"""A whole pack out of the studio as a ZIP, and in from one, over HTTP. Trainers and the session lead."""

from fastapi import APIRouter, Request, Response

from simulator.accounts.guards import Teacher
from simulator.attached import attached
from simulator.studio import showing
from simulator.studio.routes import PACK
from simulator.studio.versions import UseDrafts, UseVersions, UseWholeDrafts
from simulator.studio.views import StudioId, StudioPackView
from simulator.studio.zipping import unpacked
from simulator.timetable.import_routes import A_FILE

router = APIRouter()


class Zip(Response):
    media_type = "application/zip"


@router.post("/api/staff/studio-zip", status_code=201, openapi_extra=A_FILE)
async def take_in(
    request: Request, who: Teacher, drafts: UseDrafts, whole: UseWholeDrafts, versions: UseVersions
) -> StudioPackView:
    """The body is a ZIP of a pack's folder: a new draft, its faults to be mended in the studio."""
    made = await whole.take_in(await unpacked(await request.body()), who.name, who.person_id)
    return await showing.the_pack(drafts, versions, made)


@router.get(PACK + "/zip", response_class=Zip)
async def pack_up(studio_id: StudioId, who: Teacher, whole: UseWholeDrafts) -> Response:
    """The draft as it stands: the documented YAML, with the sounds that its sequences play."""
    name, data = await whole.pack_up(studio_id)
    return attached(data, "application/zip", f"{name}.zip")
