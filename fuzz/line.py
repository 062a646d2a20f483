"""A browser's line in a call, for targets that need one, and the inner parts that were made for it."""

import tempfile
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from telephony import MediaSettings, Role, Switch
from tests.integration.telephony.peers import Peer
from tests.sound import speech_like


@asynccontextmanager
async def a_line(*kinds: type) -> AsyncIterator[tuple[Switch, Peer, list[Any]]]:
    """The switch, the browser's end, and every object of these classes made while both connected."""
    with tempfile.TemporaryDirectory(prefix="fuzz-line-") as folder:
        async with Switch(MediaSettings(), lambda _: None) as switch:
            with _made(*kinds) as made:
                peer = await Peer.join(switch, "adviser", speech_like(1, 1))
            switch.ring(
                "c1",
                adviser_line="adviser",
                customer_line="customer",
                caller=Role.CUSTOMER,
                folder=Path(folder),
                ring_seconds=5,
            )
            switch.answer("c1", Role.ADVISER)
            yield switch, peer, made
            await peer.leave()


@contextmanager
def _made(*kinds: Any) -> Generator[list[Any]]:
    made: list[Any] = []
    before = {kind: kind.__init__ for kind in kinds}

    def kept(self: Any, *arguments: Any, **more: Any) -> None:
        before[type(self)](self, *arguments, **more)
        made.append(self)

    for kind in kinds:
        kind.__init__ = kept
    try:
        yield made
    finally:
        for kind, init in before.items():
            kind.__init__ = init
