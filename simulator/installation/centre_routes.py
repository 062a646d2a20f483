"""The centre's name and address, as papers carry them, on « Cette installation »."""

from fastapi import APIRouter

from simulator.accounts.guards import Leader
from simulator.bodies import Body
from simulator.centre.identity import Centre, CentreIdentity, UseCentre
from simulator.live_messages.shared_view import View

router = APIRouter()

HERE = "/api/staff/installation/centre"


class CentreView(View):
    """`is_set_elsewhere`: in the configuration, which has the say. `version`: of the last change from the page."""

    name: str
    address: str
    telephone: str
    is_set_elsewhere: bool
    version: int


class NewCentre(Body):
    """`version`: the one that the page showed."""

    centre: Centre
    version: int


@router.get(HERE)
async def the_centre(who: Leader, centre: UseCentre) -> CentreView:
    """As convocations and minutes name it; all of it empty where nobody has written it."""
    return await _view(centre)


@router.put(HERE)
async def name_centre(body: NewCentre, who: Leader, centre: UseCentre) -> CentreView:
    """From now on. What is printed already, and sealed archives, stay as they are."""
    await centre.keep(body.centre, body.version, who.person_id)
    return await _view(centre)


async def _view(centre: CentreIdentity) -> CentreView:
    now = await centre.in_force()
    return CentreView(**dict(now), is_set_elsewhere=centre.is_set_elsewhere, version=await centre.version())
