"""The live messages as OpenAPI components, so that the web client's types have one source: the pydantic models.

`python -m simulator.live_schema` prints a minimal OpenAPI document that holds nothing else: openapi-typescript reads
it before the application can run. The application's own document gets them through `add_live_messages`.
"""

import json
from typing import Any

from pydantic import TypeAdapter

from simulator.live_messages.candidate_view import CandidateDesk
from simulator.live_messages.commands import CandidateUp, JuryUp
from simulator.live_messages.events import CandidateDown, JuryDown
from simulator.live_messages.jury_view import JuryDesk
from simulator.replay.views import ReplayView

TEMPLATE = "#/components/schemas/{model}"

Schema = dict[str, Any]
"""A JSON schema or an OpenAPI document: the border where no type helps."""


def add_live_messages(openapi: Schema) -> Schema:
    """Adds CandidateUp, CandidateDown, JuryUp and JuryDown, and all that they refer to, to this document."""
    schemas: Schema = openapi.setdefault("components", {}).setdefault("schemas", {})
    for name, schema in live_components().items():
        schemas.setdefault(name, schema)
    return openapi


def live_components() -> Schema:
    """Every component by name. What goes up may leave defaults out; what comes down always has every field."""
    unions, definitions = TypeAdapter.json_schemas(
        [
            ("CandidateUp", "validation", TypeAdapter[CandidateUp](CandidateUp)),
            ("JuryUp", "validation", TypeAdapter[JuryUp](JuryUp)),
            ("CandidateDown", "serialization", TypeAdapter[CandidateDown](CandidateDown)),
            ("JuryDown", "serialization", TypeAdapter[JuryDown](JuryDown)),
            ("CandidateDesk", "serialization", TypeAdapter(CandidateDesk)),
            ("JuryDesk", "serialization", TypeAdapter(JuryDesk)),
            ("ReplayView", "serialization", TypeAdapter(ReplayView)),
        ],
        ref_template=TEMPLATE,
    )
    components: Schema = dict(definitions["$defs"])
    for (name, _), schema in unions.items():
        if not str(schema.get("$ref", "")).endswith(f"/{name}"):
            components[name] = schema
    for schema in components.values():
        _require_type(schema)
    return components


def _require_type(schema: Schema) -> None:
    """A `type` with a default is optional to pydantic; a discriminated union needs it."""
    if "const" in schema.get("properties", {}).get("type", {}):
        required = schema.setdefault("required", [])
        if "type" not in required:
            required.insert(0, "type")


def document() -> Schema:
    """A minimal OpenAPI document with the live messages only."""
    info = {"title": "Combiné, live messages", "version": "1"}
    return add_live_messages({"openapi": "3.1.0", "info": info, "paths": {}})


if __name__ == "__main__":
    print(json.dumps(document(), ensure_ascii=False, indent=2))
