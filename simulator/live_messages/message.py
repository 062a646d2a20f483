"""Base of what travels over a desk's WebSocket."""

from typing import Annotated

from pydantic import ConfigDict, Field

from simulator.finite import FiniteModel

Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_\-]+$")]


class Message(FiniteModel):
    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)
