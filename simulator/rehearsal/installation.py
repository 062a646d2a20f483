"""A temporary installation of this very version, served on a loopback port by the product's own server."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from fastapi import FastAPI

from simulator.accounts.people import create_person
from simulator.rehearsal.cast import LEAD, Cast
from simulator.rehearsal.faults import DidNotHold
from simulator.rehearsal.house import Installation
from simulator.serving import DeskServer, server_config
from simulator.settings import Settings, load_settings
from simulator.steady_clock import MachineClocks
from simulator.storage.database import open_sessions
from simulator.storage.start_up import open_database

START_SECONDS = 60.0

MakeApp = Callable[[Settings, MachineClocks], FastAPI]
"""`simulator.app.create_app`."""


class _Server(DeskServer):
    """Signals stay with whoever rehearses: Ctrl-C ends the rehearsal, which ends its server."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


@asynccontextmanager
async def temporary_installation(
    folder: Path, cast: Cast, clocks: MachineClocks, make_app: MakeApp
) -> AsyncGenerator[Installation]:
    """In `folder`, which the caller removes. Raises DidNotHold, BadSettings; cancelled, its server stops."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = int(listening.getsockname()[1])
        settings = _settings(folder, port)
        await _first_account(settings, cast)
        server = _Server(server_config(make_app(settings, clocks), settings))
        serving = asyncio.create_task(server.serve(sockets=[listening]), name="rehearsal's server")
        try:
            await _started(server, serving)
            yield Installation(f"http://127.0.0.1:{port}", cast)
        finally:
            server.should_exit = True
            await asyncio.gather(serving, return_exceptions=True)


def _settings(folder: Path, port: int) -> Settings:
    """This installation's own, but nothing of it leaves this machine or touches what is kept. Raises BadSettings."""
    return load_settings(
        host="127.0.0.1",
        port=port,
        tls_certificate=None,
        tls_key=None,
        data=folder / "var",
        database_url="",
        packs=folder / "packs",
        demo=False,
        ice_addresses=["127.0.0.1"],
        stun_urls=[],
        turn_urls=[],
        server_uses_turn=False,
        sip=False,
        trunk_registrar="",
        secure_cookies=False,
        time_stamp_url="",
        transcription=False,
        language_model_url="",
    )


async def _first_account(settings: Settings, cast: Cast) -> None:
    """As `simulator people add` makes it, before the first start."""
    async with AsyncExitStack() as stack:
        sessions = open_sessions(await open_database(settings, stack))
        await create_person(sessions, LEAD.login, LEAD.name, [*LEAD.roles], cast.password)


async def _started(server: DeskServer, serving: "asyncio.Task[None]") -> None:
    try:
        async with asyncio.timeout(START_SECONDS):
            while not server.started:
                if serving.done():
                    raise DidNotHold(f"L’installation temporaire ne démarre pas. {server.start_problem or ''}")
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise DidNotHold(f"L’installation temporaire n’a pas démarré en {START_SECONDS:.0f} s.") from None
