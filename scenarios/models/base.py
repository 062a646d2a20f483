"""What every model of a pack shares: unknown keys are refused, values are frozen, identifiers are short slugs."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
"""Identifier inside a pack: lower case, digits and hyphens."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000)]
"""A sentence or a page of French, never empty."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
"""A single line: a name, a title, a label."""

FictivePhone = Annotated[
    str,
    StringConstraints(pattern=r"^0(1 99 00|2 61 91|3 53 01|4 65 71|5 36 49|6 39 98)( \d\d){2}$"),
]
"""A French number kept free for fiction by the regulator (Arcep, décision 2018-0881), written in pairs."""


def _written_day(value: object) -> object:
    # pydantic would read 0 as 1 January 1970: a number in a pack is a slip, never a time stamp.
    if isinstance(value, date) or (isinstance(value, str) and "-" in value):
        return value
    raise PydanticCustomError("date_type", "not a written date")


Day = Annotated[date, BeforeValidator(_written_day)]
"""A calendar day, written 2026-11-24."""

CompetenceId = Annotated[str, StringConstraints(pattern=r"^CP[1-7]$")]
CriterionId = Annotated[str, StringConstraints(pattern=r"^CP[1-7]\.[1-9]$")]


class PackModel(BaseModel):
    """Base of all that is read from a pack."""

    model_config = ConfigDict(
        allow_inf_nan=False, extra="forbid", frozen=True, json_schema_serialization_defaults_required=True
    )
