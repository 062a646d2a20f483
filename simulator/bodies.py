"""What requests carry: unknown keys refused, names that can be read."""

from pydantic import AfterValidator, ConfigDict
from pydantic_core import PydanticCustomError

from scenarios.invisible import invisible_in
from simulator.finite import FiniteModel

PRINTABLE = r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"
"""One line with something to read on it."""

ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
"""The same, or nothing."""


def _visible(text: str) -> str:
    found = invisible_in(text)
    if found is not None:
        raise PydanticCustomError("invisible_character", "invisible character {code}", {"code": found})
    return text


Visible = AfterValidator(_visible)
"""For whatever is typed as a name or a label: what is read is what is kept. The refusal names the character."""


_IN_LINES = "\n\r\t\u200c\u200d"
"""New lines, and the joiners that emoji and some scripts are written with."""


def _visible_text(text: str) -> str:
    _visible("".join(one for one in text if one not in _IN_LINES))
    if not text.strip(f" {_IN_LINES}"):
        # Joiners that join nothing are no words; spaces alone are the field's own affair.
        _visible(text.strip(" \n\r\t"))
    return text


VisibleText = AfterValidator(_visible_text)
"""The same for what may run over several lines, as a reason does: one that nobody can read is none."""


class Body(FiniteModel):
    """Base of every request's body."""

    model_config = ConfigDict(extra="forbid")
