"""A real TURN server (Debian's coturn) on loopback, set up as the guide tells an installation to."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.free_ports import free_port

SECRET = "partage-avec-combine"
RELAY_PORTS = (49200, 49299)


@dataclass(frozen=True)
class Coturn:
    port: int
    log_file: Path

    @property
    def stun_url(self) -> str:
        return f"stun:127.0.0.1:{self.port}"

    def turn_url(self, transport: str) -> str:
        return f"turn:127.0.0.1:{self.port}?transport={transport}"

    def log(self) -> str:
        return self.log_file.read_text(errors="replace")


@asynccontextmanager
async def coturn(folder: Path, *, reaches_server: bool = True) -> AsyncIterator[Coturn]:
    """Started and answering on TCP; stopped at the end. Unless it `reaches_server`, it relays to nobody here."""
    port = free_port()
    log_file = folder / "coturn.log"
    lines = [
        *_configuration_of_the_guide(),
        f"listening-port={port}",
        f"min-port={RELAY_PORTS[0]}",
        f"max-port={RELAY_PORTS[1]}",
        f"static-auth-secret={SECRET}",
        *(["allowed-peer-ip=127.0.0.1"] if reaches_server else []),
        "listening-ip=127.0.0.1",
        "relay-ip=127.0.0.1",
        # On a real network never: here relay and server are one machine.
        *(["allow-loopback-peers"] if reaches_server else []),
        "log-file=stdout",
        "simple-log",
        "verbose",
        f"pidfile={folder / 'coturn.pid'}",
        f"userdb={folder / 'coturn.sqlite'}",
    ]
    config = folder / "turnserver.conf"
    config.write_text("\n".join(lines) + "\n")

    def start() -> "subprocess.Popen[bytes]":
        with log_file.open("wb") as log:
            return subprocess.Popen(["turnserver", "-c", str(config)], stdout=log, stderr=log)

    process = await asyncio.to_thread(start)
    try:
        async with asyncio.timeout(10):
            while True:
                assert process.poll() is None, log_file.read_text(errors="replace")
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                except OSError:
                    await asyncio.sleep(0.02)
                    continue
                writer.close()
                break
        yield Coturn(port, log_file)
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, 10)


def _configuration_of_the_guide() -> list[str]:
    """The lines that a centre copies, without those that name its own machines, ports and secret."""
    guide = (Path(__file__).parents[3] / "docs" / "fr" / "guide-informatique.md").read_text()
    block = next(part for part in guide.split("```")[1::2] if "use-auth-secret" in part)
    own = ("listening-port", "min-port", "max-port", "static-auth-secret", "allowed-peer-ip", "#")
    return [line for line in block.splitlines() if line and not line.startswith(own)]
