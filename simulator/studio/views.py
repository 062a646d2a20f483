"""What the studio's pages send and are shown."""

from datetime import datetime
from typing import Annotated, Any, cast

from fastapi import Path as PathParameter
from pydantic import AfterValidator, Field, JsonValue
from pydantic_core import PydanticCustomError

from simulator.bodies import ONE_LINE, PRINTABLE, Body, Visible
from simulator.ids import SeatId, SessionId
from simulator.live_messages.shared_view import View
from simulator.studio.checking import StudioFault
from simulator.studio.differing import Difference
from simulator.studio.items import Kind

DEEPEST, MOST_VALUES, LARGEST_NUMBER = 12, 20_000, 10**12


def bounded(content: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Raises PydanticCustomError for what no page could hold."""
    left = MOST_VALUES

    def look(value: Any, depth: int) -> None:
        nonlocal left
        left -= 1
        if depth > DEEPEST or left < 0:
            raise PydanticCustomError("too_large", "too deep or too many values")
        if isinstance(value, dict):
            for key, one in cast("dict[str, Any]", value).items():
                look(key, depth)
                look(one, depth + 1)
        elif isinstance(value, list):
            for one in cast("list[Any]", value):
                look(one, depth + 1)
        elif isinstance(value, str):
            # A half character or a NUL is no text: neither JSON nor every database would keep it.
            if any("\ud800" <= one <= "\udfff" or one == "\x00" for one in value):
                raise PydanticCustomError("bad_text", "half character or NUL")
        elif isinstance(value, int | float) and not abs(value) <= LARGEST_NUMBER:
            raise PydanticCustomError("too_large", "number")

    look(content, 0)
    return content


Written = Annotated[dict[str, JsonValue], AfterValidator(bounded)]
"""The content of an item as a form has it, perhaps half written: the models judge it later."""

StudioId = Annotated[str, PathParameter(max_length=60)]
ItemId = Annotated[str, PathParameter(max_length=130, pattern=r"^[a-z0-9][a-z0-9.\-]*$")]
Number = Annotated[int, Field(ge=0, le=1_000_000_000)]


class NewStudioPack(Body):
    """`based_on`: an installed pack, whose company, customers, products and procedures are copied; empty: from
    nothing, with a company of that name to complete."""

    based_on: Annotated[str, Field(max_length=60, pattern=ONE_LINE)] = ""
    company: Annotated[str, Field(max_length=200, pattern=ONE_LINE), Visible] = ""
    with_subjects: bool = False
    """Also its subjects and case studies."""


class NewItem(Body):
    """`parent`: the subject of an exchange; `copy_of`: an item of the same kind to begin from."""

    parent: Annotated[str, Field(max_length=60)] = ""
    copy_of: Annotated[str, Field(max_length=130)] = ""
    content: Written = Field(default_factory=dict[str, JsonValue])


class SavedItem(Body):
    """`number`: the state that was read, which nobody may have replaced meanwhile."""

    number: Number
    content: Written


class StateOf(Body):
    number: Number


class ToCheck(Body):
    content: Written


class NewTry(Body):
    """`exchange`: an item of that kind."""

    exchange: Annotated[str, Field(max_length=130)]
    candidate_name: Annotated[str, Field(min_length=2, max_length=160, pattern=PRINTABLE), Visible] = (
        "Candidat d’essai"
    )


class StudioLine(View):
    """One company of the studio's list."""

    id: str
    company_name: str
    based_on: str
    exchanges: int
    published: int | None
    """The newest version; None: a draft that was never published."""
    retired_at: datetime | None
    changed_by: str
    changed_at: datetime


class ItemLine(View):
    """An item in lists. `about`: of an exchange, channel, direction, customer and minutes in words."""

    kind: Kind
    id: str
    parent: str
    title: str
    about: str
    number: int
    changed_by: str
    changed_at: datetime
    is_removed: bool


class VersionLine(View):
    number: int
    published_by: str
    published_at: datetime
    sessions: int
    """That play this version, and go on with it whatever is published after."""


class StudioPackView(View):
    """A company with all that is in it."""

    id: str
    company_name: str
    based_on: str
    retired_at: datetime | None
    items: tuple[ItemLine, ...]
    versions: tuple[VersionLine, ...]
    """Newest first."""
    faults: tuple[StudioFault, ...]
    changes: int
    """Since the newest version; 0 where nothing was published yet."""


class ItemView(View):
    """An item as it stands, and what is wrong with it."""

    kind: Kind
    id: str
    parent: str
    number: int
    content: dict[str, Any]
    faults: tuple[StudioFault, ...]
    may_undo: bool
    changed_by: str
    changed_at: datetime


class EarlierState(View):
    number: int
    changed_by: str
    changed_at: datetime
    differences: tuple[Difference, ...]
    """From it to the state of now."""


class Overtaking(View):
    """Why a state was not kept: somebody else's stands there. `differences`: from theirs to what was sent."""

    code: str
    message: str
    remedy: str
    number: int
    content: dict[str, Any]
    changed_by: str
    changed_at: datetime
    differences: tuple[Difference, ...]


class Try(View):
    """A practice seat on the draft: the author's is open, the candidate's opens with the code."""

    session_id: SessionId
    seat_id: SeatId
    code: str
    partner_code: str | None
