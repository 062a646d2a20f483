"""The first page of a new installation: its first account, with the code that the server's terminal shows."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Request, Response
from pydantic import Field

from simulator.accounts.first_account import AlreadyMade
from simulator.accounts.routes import StaffMe, WrongSignIn
from simulator.accounts.signing import refuse_foreign_origin
from simulator.accounts.visitor import UseVisitors
from simulator.bodies import PRINTABLE, Body, Visible
from simulator.parts import UseDoor, UseFirstAccount, UseSignIns

log = structlog.get_logger(__name__)

router = APIRouter()


class NewFirstAccount(Body):
    code: Annotated[str, Field(min_length=6, max_length=24)]
    login: Annotated[str, Field(min_length=2, max_length=80, pattern=r"^[a-z0-9][a-z0-9._@-]*$")]
    name: Annotated[str, Field(min_length=2, max_length=160, pattern=PRINTABLE), Visible]
    password: Annotated[str, Field(min_length=10, max_length=200)]


@router.post("/api/public/first-account")
async def first_account(
    body: NewFirstAccount,
    request: Request,
    response: Response,
    first: UseFirstAccount,
    door: UseDoor,
    visitors: UseVisitors,
    sign_ins: UseSignIns,
) -> StaffMe:
    """Makes the responsible person's account and signs this browser in. Guesses are slowed as those of desk codes."""
    refuse_foreign_origin(request)
    if not await first.is_wanted():
        raise AlreadyMade
    visitor = visitors.of(request)
    is_right = first.is_code(body.code)
    door.begin_headset_code(is_right, visitor)
    if is_right:
        door.right_code(visitor)
    person = await first.create(body.code, body.login, body.name, body.password)
    if person is None:
        door.wrong_code()
        log.warning("sign_in_refused", sign_in_kind="first_account", address=visitor.network)
        raise WrongSignIn("Code de premier démarrage")
    await sign_ins.open(response, "staff", person.id)
    visitors.remember(response, visitor, body.login)
    return StaffMe(person_id=person.id, name=person.name, roles=person.roles, is_partner=False, seat_id=None)
