"""`simulator rehearse --here` and `--ca`: an installation that serves the room has a certificate of its own."""

import asyncio
import json
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from simulator import __version__
from simulator.certificate import certificate_for
from simulator.rehearsal.cast import Cast
from simulator.rehearsal.faults import DidNotHold
from simulator.rehearsal.running import Responsible, running_installation
from simulator.rehearsal.there import on_this_machine

HOST = "127.0.0.1"


@asynccontextmanager
async def answering(folder: Path, told: object) -> AsyncGenerator[str]:
    """A server of that certificate which tells everybody the same."""
    made = certificate_for(folder, HOST)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.chain, made.key)
    body = json.dumps(told).encode()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, HOST, 0, ssl=context) as server:
        yield f"https://{HOST}:{server.sockets[0].getsockname()[1]}"


async def asked(address: str, trust: ssl.SSLContext) -> None:
    async with running_installation(address, Cast.of(1), Responsible("delmas", "x"), trust):
        pass


async def test_only_the_certificate_that_was_given_is_believed(tmp_path: Path) -> None:
    juror = {"version": __version__, "roles": ["jury"]}
    async with answering(tmp_path, juror) as address:
        own = ssl.create_default_context(cafile=str(certificate_for(tmp_path, HOST).authority))
        with pytest.raises(DidNotHold, match="n’est pas celui d’un responsable"):
            await asked(address, own)
        with pytest.raises(DidNotHold, match="pas de réponse"):
            await asked(address, ssl.create_default_context())


async def test_another_program_is_not_taken_for_this_one(tmp_path: Path) -> None:
    async with answering(tmp_path, ["autre"]) as address:
        own = ssl.create_default_context(cafile=str(certificate_for(tmp_path, HOST).authority))
        with pytest.raises(DidNotHold, match="Ce n’est pas Combiné"):
            await asked(address, own)


def test_the_installation_of_this_machine_is_found_in_its_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMBINE_CONFIG", raising=False)
    for name, value in (("DATA", str(tmp_path)), ("PORT", "8443"), ("HOST", "0.0.0.0")):
        monkeypatch.setenv(f"COMBINE_{name}", value)
    there = on_this_machine("delmas", keep=False)
    assert there.address == "https://127.0.0.1:8443"
    assert there.authority is not None
    assert b"BEGIN CERTIFICATE" in there.authority.read_bytes()
    monkeypatch.setenv("COMBINE_HOST", "127.0.0.1")
    there = on_this_machine("delmas", keep=True)
    assert (there.address, there.authority, there.keep) == ("http://127.0.0.1:8443", None, True)
    monkeypatch.setenv("COMBINE_PORT", "des mots")
    with pytest.raises(DidNotHold, match="Réglages"):
        on_this_machine("delmas", keep=False)
