"""A save that somebody else's came before: their state, and what differs."""

import json
from collections.abc import Sequence
from typing import Any

from simulator.errors import Conflict
from simulator.packs.studio_tables import StudioItemRow
from simulator.studio.differing import Difference


class Overtaken(Conflict):
    """Somebody else has saved since this state was read. Nothing was written; what differs is in the answer."""

    def __init__(self, row: StudioItemRow, differences: Sequence[Difference]) -> None:
        super().__init__(
            "overtaken",
            f"{row.changed_by} a enregistré entre-temps.",
            "Choisissez, champ par champ, ce qu’il faut garder.",
        )
        self._theirs = {
            "number": row.number,
            "content": json.loads(row.content),
            "changed_by": row.changed_by,
            "changed_at": row.changed_at.isoformat(),
            "differences": [one.model_dump() for one in differences],
        }

    def body(self) -> dict[str, Any]:  # type: ignore[override]  this refusal says more than its words
        return super().body() | self._theirs
