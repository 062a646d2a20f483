"""Base of what travels over a desk's WebSocket."""

from typing import Annotated

from pydantic import ConfigDict, Field

from simulator.finite import FiniteModel
from simulator.ids import RunId, SeatId

_NAME = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_\-]+$")
Id = Annotated[str, _NAME]
Run = Annotated[RunId, _NAME]
Seat = Annotated[SeatId, _NAME]


class Message(FiniteModel):
    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)
