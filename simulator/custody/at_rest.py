"""Words that stand in rows encrypted to a box: what candidates write and jurors mark on an exam day.

A row in clear text and a sealed one may stand side by side: a session without boxes keeps its words as they are.
"""

import asyncio
from collections.abc import Sequence

from simulator.custody import age
from simulator.custody.boxes import Box, BoxDamaged, Boxes
from simulator.ids import SessionId

PADDED_TO = 256
"""Bytes: « satisfaisant » and « à améliorer » weigh the same once they are sealed."""


class AtRest:
    """Shuts and opens words for the rows of facts and of written versions."""

    def __init__(self, boxes: Boxes) -> None:
        self._boxes = boxes

    async def shut(self, session_id: SessionId, box: Box, words: str) -> bytes | None:
        """Encrypted; None where the session has no such box. Needs no key. Cancelled, nothing has changed."""
        recipient = await self._boxes.recipient(session_id, box)
        return None if recipient is None else age.encrypt(padded(words), recipient)

    async def opened(self, session_id: SessionId, box: Box, sealed: Sequence[bytes]) -> list[str]:
        """In their order. Raises BoxShut before the opening, BoxDamaged. Cancelled, nothing has changed."""
        if not sealed:
            return []
        secret = await self._boxes.secret(session_id, box)
        return await asyncio.to_thread(_all_opened, sealed, secret)


def padded(words: str) -> bytes:
    """With spaces after it, up to the next multiple: JSON reads as before."""
    data = words.encode()
    return data + b" " * (-len(data) % PADDED_TO)


def _all_opened(sealed: Sequence[bytes], secret: str) -> list[str]:
    try:
        return [age.decrypt(one, secret).decode() for one in sealed]
    except age.NotThisKey as error:
        raise BoxDamaged from error
