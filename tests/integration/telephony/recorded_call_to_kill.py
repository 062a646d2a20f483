"""A process of its own with a recorded call between two real peers; prints how long it has lasted, until killed."""

import asyncio
import sys
import time
from pathlib import Path

import structlog

from telephony import MediaSettings, Role, Switch
from tests.integration.telephony.peers import Peer
from tests.sound import speech_like


async def main(folder: Path) -> None:
    async with Switch(MediaSettings(), lambda event: None) as switch:
        await Peer.join(switch, "adviser", speech_like(1, 30))
        await Peer.join(switch, "customer", speech_like(2, 30))
        switch.ring(
            "c1",
            adviser_line="adviser",
            customer_line="customer",
            caller=Role.CUSTOMER,
            folder=folder,
            ring_seconds=5,
        )
        switch.answer("c1", Role.ADVISER)
        connected = time.monotonic()
        while True:
            print(time.monotonic() - connected, flush=True)
            await asyncio.sleep(0.05)


# What is printed is read by the test: what the switch logs goes elsewhere.
structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
asyncio.run(main(Path(sys.argv[1])))
