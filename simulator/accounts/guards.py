"""Who may pass: dependencies that routes name in their signature. Nothing is open by default."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends
from fastapi.requests import HTTPConnection

from simulator.accounts.signing import SignedIn
from simulator.errors import Forbidden
from simulator.parts import UseSignIns

LEADERS = frozenset({"session_lead"})
TEACHERS = frozenset({"session_lead", "trainer"})
JURORS = frozenset({"session_lead", "trainer", "jury"})
"""Who may be of a seat's jury; whoever has none of these roles any more is of none, attached or not."""

STAFF = frozenset({"session_lead", "trainer", "jury", "invigilator"})


async def the_staff(connection: HTTPConnection, sign_ins: UseSignIns) -> SignedIn:
    """Staff, or a partner: whoever sits at a staff desk."""
    return await sign_ins.of(connection, "staff")


async def the_candidate(connection: HTTPConnection, sign_ins: UseSignIns) -> SignedIn:
    return await sign_ins.of(connection, "candidate")


CurrentStaff = Annotated[SignedIn, Depends(the_staff)]
CurrentCandidate = Annotated[SignedIn, Depends(the_candidate)]


def having(roles: frozenset[str]) -> Callable[[SignedIn], Awaitable[SignedIn]]:
    """A dependency that lets only these roles pass."""

    async def check(who: CurrentStaff) -> SignedIn:
        if not who.roles & roles:
            raise Forbidden
        return who

    return check


Teacher = Annotated[SignedIn, Depends(having(TEACHERS))]
Leader = Annotated[SignedIn, Depends(having(LEADERS))]
AnyStaff = Annotated[SignedIn, Depends(having(STAFF))]
