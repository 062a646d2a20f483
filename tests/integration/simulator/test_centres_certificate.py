"""The pages by a certificate of the centre's own authority: a real server, its desk, its refusals, its renewal."""

import asyncio
import json
import os
import ssl
import subprocess
import sys
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
import trustme
from cryptography import x509
from typer.testing import CliRunner
from websockets.asyncio.client import connect

from simulator.cli import app
from simulator.doctor import network
from simulator.doctor.certificates import certificate
from simulator.rehearsal.there import on_this_machine
from simulator.service.answering import unready
from simulator.serving import DeskServer, renewing, server_config
from simulator.settings import Settings, load_settings
from tests.free_ports import free_port
from tests.integration.simulator.house import write_pack

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 60
NAMES = ("127.0.0.1", "localhost", "combine.centre.example")


@dataclass
class Authority:
    """The centre's, and where its certificate for Combiné lies."""

    ca: trustme.CA
    chain: Path
    key: Path

    def issue(self) -> trustme.LeafCert:
        return self.ca.issue_cert(*NAMES)

    def lay(self, chain: trustme.LeafCert, key: trustme.LeafCert | None = None) -> None:
        """As whoever renews it does: a new file in the place of the old one."""
        for path, content in (
            (self.chain, b"".join(one.bytes() for one in chain.cert_chain_pems)),
            (self.key, (key or chain).private_key_pem.bytes()),
        ):
            fresh = path.with_suffix(".new")
            fresh.write_bytes(content)
            fresh.replace(path)

    def trust(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self.ca.configure_trust(context)
        return context


@pytest.fixture
def centre(tmp_path: Path) -> Authority:
    one = Authority(trustme.CA(organization_name="Centre"), tmp_path / "chaine.pem", tmp_path / "cle.pem")
    one.lay(one.issue())
    return one


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, centre: Authority, monkeypatch: pytest.MonkeyPatch) -> Generator[Path]:
    """By the environment; its logs' set-up goes with it."""
    monkeypatch.chdir(tmp_path)
    for name in ["config", *Settings.model_fields]:
        monkeypatch.delenv(f"COMBINE_{name.upper()}", raising=False)
    write_pack(tmp_path)
    for name, value in {
        "DATA": tmp_path / "var",
        "PACKS": tmp_path / "packs",
        "ICE_ADDRESSES": '["127.0.0.1"]',
        "PORT": free_port(),
        "SIP": "false",
        "TLS_CERTIFICATE": centre.chain,
        "TLS_KEY": centre.key,
    }.items():
        monkeypatch.setenv(f"COMBINE_{name}", str(value))
    yield tmp_path
    structlog.reset_defaults()


@pytest.fixture
def demo(installation: Path) -> Generator[str]:
    """Its address, once it said that it is ready."""
    command = [sys.executable, "-u", "-c", "from simulator.cli import main; main()", "demo"]
    with (installation / "errors").open("wb") as errors:
        process = subprocess.Popen(
            command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, stderr=errors, text=True
        )
    try:
        assert process.stdout is not None
        said = next((line.strip() for line in process.stdout if "https://" in line), "")
        assert said, (installation / "errors").read_text()
        yield said
    finally:
        process.terminate()
        process.communicate(timeout=30)


async def test_pages_desk_and_cookies_are_encrypted_and_nobody_else_s_certificate_is_shown(
    demo: str, centre: Authority
) -> None:
    assert demo == f"https://127.0.0.1:{os.environ['COMBINE_PORT']}"
    trust = centre.trust()
    async with httpx.AsyncClient(base_url=demo, verify=trust, headers={"X-Combine": "1", "Origin": demo}) as browser:
        page = await browser.get("/")
        assert (page.status_code, "text/html" in page.headers["content-type"]) == (200, True)
        assert page.headers["strict-transport-security"].startswith("max-age=")
        entered = await browser.post("/api/public/demo/enter", json={"as": "candidate"})
        assert entered.status_code == 200, entered.text
        assert "; secure" in entered.headers["set-cookie"].lower()
        cookie = "; ".join(f"{one.name}={one.value}" for one in browser.cookies.jar)
    headers = {"Cookie": cookie, "Origin": demo}
    address = f"{demo.replace('https', 'wss')}/api/candidate/live"
    async with asyncio.timeout(20), connect(address, additional_headers=headers, ssl=trust) as desk:
        await desk.send(json.dumps({"type": "hello", "epoch": None, "last_event": 0}))
        assert json.loads(await desk.recv())["type"] == "welcome"
    async with httpx.AsyncClient() as stranger:
        with pytest.raises(httpx.ConnectError):
            await stranger.get(f"{demo}/api/public/health")
    assert await network.is_serving(load_settings())
    assert await asyncio.to_thread(unready, load_settings()) is None, "as a container asks"
    assert not (load_settings().data / "certificate").exists(), "none of our own is made beside it"


def test_a_key_of_another_certificate_stops_the_start_with_words(centre: Authority) -> None:
    centre.lay(centre.issue(), key=centre.issue())
    refused = CliRunner().invoke(app, ["serve"])
    assert "n’est pas celle du certificat" in str(refused.exception)
    assert "refaites la demande" in str(refused.exception)
    found = certificate(load_settings())
    assert (found.level, "n’est pas celle du certificat" in found.said) == ("fault", True)


def test_the_address_that_is_told_is_a_name_that_the_certificate_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMBINE_HOST", "0.0.0.0")
    monkeypatch.setenv("COMBINE_PORT", "443")
    authority = Path("racine.pem")
    there = on_this_machine("delmas", keep=False, authority=authority)
    assert (there.address, there.authority) == ("https://localhost", authority)


async def test_a_renewed_certificate_is_taken_up_once_both_files_fit_and_open_connections_stay(
    centre: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewing, "LOOK_SECONDS", 0.0)
    looked = Looks(monkeypatch)
    port = int(os.environ["COMBINE_PORT"])
    server, serving = await _start(port, centre)
    try:
        first = await shown(port, centre)
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=centre.trust())
        renewed = centre.issue()
        kept_key = centre.key.read_bytes()
        centre.chain.write_bytes(b"".join(one.bytes() for one in renewed.cert_chain_pems))
        await looked.again()
        assert centre.key.read_bytes() == kept_key
        assert await shown(port, centre) == first, "half a pair is nobody's certificate"
        centre.lay(renewed)
        await looked.again()
        second = await shown(port, centre)
        assert second == x509.load_pem_x509_certificate(renewed.cert_chain_pems[0].bytes()).serial_number != first
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        async with asyncio.timeout(10):
            assert (await reader.read()).endswith(b"hello")
        writer.close()
    finally:
        server.should_exit = True
        await asyncio.wait_for(serving, 20)


class Looks:
    """Lets a test await that the files were looked at, from beginning to end, after now."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        self._look = renewing.Renewal._look
        monkeypatch.setattr(renewing.Renewal, "_look", self._looks())

    def _looks(self) -> Any:
        look, loop, ended = self._look, self._loop, self._ended

        def looking(renewal: renewing.Renewal) -> None:
            look(renewal)
            loop.call_soon_threadsafe(ended.set)

        return looking

    async def again(self) -> None:
        async with asyncio.timeout(20):
            for _ in range(2):  # the first may have begun before
                self._ended.clear()
                await self._ended.wait()


async def _start(port: int, centre: Authority) -> tuple[DeskServer, "asyncio.Task[None]"]:
    async def hello(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
        await send({"type": "http.response.body", "body": b"hello"})

    ready = asyncio.Event()
    config = server_config(hello, Settings(port=port), centre.chain, centre.key)  # type: ignore[arg-type]  any ASGI application will do here
    config.lifespan = "off"
    server = DeskServer(config, on_ready=ready.set)
    serving = asyncio.create_task(server.serve())
    await asyncio.wait_for(ready.wait(), START_SECONDS)
    return server, serving


async def shown(port: int, centre: Authority) -> int:
    """Serial number of what a browser is shown, without a name (an address has no SNI)."""
    async with asyncio.timeout(10):
        _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=centre.trust())
        connection: ssl.SSLObject = writer.get_extra_info("ssl_object")
        found = connection.getpeercert(binary_form=True)
        writer.close()
    assert found is not None
    return x509.load_der_x509_certificate(found).serial_number
