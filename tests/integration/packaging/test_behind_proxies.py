"""docs/deploy/, each with Debian's own program before one server: what passes, and what a desk cannot pretend."""

import asyncio
import os
import re
import ssl
import subprocess
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from websockets.asyncio.client import connect

from simulator.certificate import certificate_for
from simulator.serving.front_door import LIMITS
from tests.free_ports import free_port
from tests.integration.simulator.house import PACK_ID, Server, a_server
from tests.integration.simulator.juries import CCP1
from tests.integration.simulator.serve import PASSWORD
from tests.pdfs import a_pdf

pytestmark = pytest.mark.asyncio(loop_scope="module")

DEPLOY = Path(__file__).parents[3] / "docs" / "deploy"
PING_SECONDS = 20
"""How often Combiné asks whether a desk is there: a proxy that waits less would cut it."""

NGINX = """
daemon off; user root; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
include {site}; }}
"""
APACHE = """
ServerRoot {folder}
PidFile {folder}/pid
ErrorLog {folder}/error.log
Mutex file:{folder} default
ServerName localhost
User www-data
Listen 127.0.0.1:{plain}
Listen 127.0.0.1:{port}
{modules}
Include {site}
"""
MODULES = ("mpm_event", "authz_core", "alias", "socache_shmcb", "ssl", "headers", "proxy", "proxy_http")
CADDY = """{{
admin off
auto_https disable_redirects
}}
import {site}
"""


@dataclass(frozen=True)
class Proxy:
    name: str
    port: int
    plain: int
    mine: str
    other: str

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}"

    def browser(self, at: str, **headers: str) -> httpx.AsyncClient:
        """Of a machine at this address of the loopback network."""
        transport = httpx.AsyncHTTPTransport(verify=False, local_address=at)
        given = {"X-Combine": "1", "Origin": self.address} | headers
        return httpx.AsyncClient(transport=transport, base_url=self.address, headers=given, timeout=30)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Server]:
    folder = tmp_path_factory.mktemp("behind")
    async with a_server(folder, COMBINE_PROXIES='["127.0.0.1"]', COMBINE_SECURE_COOKIES="true") as one:
        yield one


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["nginx", "caddy", "apache"])
async def proxy(
    request: pytest.FixtureRequest, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Proxy]:
    folder = tmp_path_factory.mktemp(request.param)
    number = ("nginx", "caddy", "apache").index(request.param)
    one = Proxy(request.param, free_port(), free_port(), f"127.0.1.{number + 1}", f"127.0.2.{number + 1}")
    async with _running(one, server, folder):
        yield one


@asynccontextmanager
async def _running(proxy: Proxy, server: Server, folder: Path) -> AsyncGenerator[None]:
    command = _written(proxy, server, folder)
    environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "said").open("wb") as said:
        process = await asyncio.to_thread(
            subprocess.Popen, command, cwd=folder, env=environment, stdout=said, stderr=said
        )
    try:
        async with proxy.browser(proxy.mine) as browser, asyncio.timeout(30):
            while True:
                assert process.poll() is None, (folder / "said").read_text()
                try:
                    if (await browser.get("/api/public/health")).status_code == 200:
                        break
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
        yield
    finally:
        process.terminate()
        await asyncio.to_thread(process.wait, 20)


def _written(proxy: Proxy, server: Server, folder: Path) -> list[str | Path]:
    """The file of docs/deploy with the test's names, ports and certificate, in the least that starts it."""
    made = certificate_for(folder, "localhost")
    name = {"nginx": "nginx.conf", "caddy": "Caddyfile", "apache": "apache.conf"}[proxy.name]
    text = (DEPLOY / name).read_text()
    site = f"localhost:{proxy.port}" if proxy.name == "caddy" else "localhost"
    for before, after in {
        "combine.centre.example": site,
        "/etc/ssl/combine/chaine.pem": str(made.chain),
        "/etc/ssl/combine/cle.pem": str(made.key),
        "127.0.0.1:8080": f"127.0.0.1:{server.port}",
        "listen 80;": f"listen 127.0.0.1:{proxy.plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{proxy.port} ssl;",
        "<VirtualHost *:80>": f"<VirtualHost 127.0.0.1:{proxy.plain}>",
        "<VirtualHost *:443>": f"<VirtualHost 127.0.0.1:{proxy.port}>",
    }.items():
        text = text.replace(before, after)
    (folder / "site").write_text(text)
    modules = "\n".join(f"LoadModule {one}_module /usr/lib/apache2/modules/mod_{one}.so" for one in MODULES)
    main = {"nginx": NGINX, "caddy": CADDY, "apache": APACHE}[proxy.name]
    values = {"folder": folder, "site": folder / "site", "port": proxy.port, "plain": proxy.plain, "modules": modules}
    (folder / "main").write_text(main.format(**values))
    return {
        "nginx": ["/usr/sbin/nginx", "-p", folder, "-c", folder / "main"],
        "caddy": ["/usr/bin/caddy", "run", "--adapter", "caddyfile", "--config", folder / "main"],
        "apache": ["/usr/sbin/apache2", "-DFOREGROUND", "-f", folder / "main"],
    }[proxy.name]


async def _signed_in(browser: httpx.AsyncClient, login: str = "lead", password: str = PASSWORD) -> httpx.Response:
    return await browser.post("/api/staff/sign-in", json={"login": login, "password": password})


async def test_a_desk_s_websocket_opens_and_answers(proxy: Proxy) -> None:
    async with proxy.browser(proxy.mine) as browser:
        assert (await _signed_in(browser)).status_code == 200
        seat_id = await _seat(browser, kind="practice")
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    headers = {"Cookie": cookie, "Origin": proxy.address}
    url = f"wss://localhost:{proxy.port}/api/staff/live?seat={seat_id}"
    async with (
        asyncio.timeout(20),
        connect(url, ssl=trusting, additional_headers=headers, local_addr=(proxy.mine, 0), proxy=None) as socket,
    ):
        await socket.send('{"type": "hello", "epoch": null, "last_event": 0}')
        assert "welcome" in str(await socket.recv())
        await (await socket.ping())


async def test_it_waits_longer_than_a_silent_desk_is_asked_for(proxy: Proxy) -> None:
    name = {"nginx": "nginx.conf", "caddy": "Caddyfile", "apache": "apache.conf"}[proxy.name]
    told = re.findall(r"(?:proxy_(?:read|send)_timeout|ProxyTimeout) (\d+)(h?)", (DEPLOY / name).read_text())
    assert len(told) == {"nginx": 2, "caddy": 0, "apache": 1}[proxy.name]
    assert all(int(number) * (3600 if unit else 1) > 10 * PING_SECONDS for number, unit in told)


async def test_the_largest_document_passes_and_a_larger_one_is_refused(proxy: Proxy) -> None:
    largest = LIMITS["/api/staff/candidate-documents/"]
    async with proxy.browser(proxy.mine) as browser:
        await _signed_in(browser)
        at = f"/api/staff/candidate-documents/{await _seat(browser, kind='exam', exam_day=CCP1)}/professional_file"
        document = a_pdf("dossier")
        document += bytes(largest - len(document))
        passes = await browser.put(at, params={"name": "d.pdf"}, content=document)
        assert passes.status_code < 300, passes.text
        try:
            refused = (await browser.put(at, params={"name": "d.pdf"}, content=document + b"0")).status_code
        except httpx.TransportError:
            refused = 0
    # Combiné answers before it has read all; some proxies cut the sender then. The page says so before it sends.
    assert refused in (0, 413, 502)


async def _seat(browser: httpx.AsyncClient, **more: object) -> str:
    session = {"title": "Essai", "pack_id": PACK_ID, "subject_id": "sujet"} | more
    made = (await browser.post("/api/staff/sessions", json=session)).json()
    seats = f"/api/staff/sessions/{made['id']}/seats"
    seat: str = (await browser.post(seats, json={"candidate_name": "Lina Ferrand", "desk": "Poste 4"})).json()[
        "seat_id"
    ]
    return seat


async def test_guesses_are_counted_by_the_address_that_the_proxy_saw(proxy: Proxy) -> None:
    async with proxy.browser(proxy.mine) as guesser, proxy.browser(proxy.other) as other:
        for number in range(6):
            guesser.headers["X-Forwarded-For"] = f"10.0.0.{number}"
            guesser.headers["Forwarded"] = f"for=10.0.0.{number}"
            await _signed_in(guesser, "roy", "mauvais")
        assert (await _signed_in(guesser, "roy")).status_code == 429
        answer = await _signed_in(other, "roy")
    assert answer.status_code == 200
    assert "; secure" in answer.headers["set-cookie"].lower()


async def test_what_a_desk_pretends_of_itself_opens_nothing(proxy: Proxy) -> None:
    pretended = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "ailleurs.example"}
    async with proxy.browser(proxy.other, **pretended) as browser:
        assert (await browser.get("/metrics")).status_code in (401, 403, 404)
        answer = await _signed_in(browser, "lefort")
        assert "; secure" in answer.headers["set-cookie"].lower()
    async with proxy.browser(proxy.other, Host="ailleurs.example", Origin="https://localhost") as browser:
        answer = await _signed_in(browser)
    assert "set-cookie" not in answer.headers


async def test_plain_http_is_sent_on(proxy: Proxy) -> None:
    if proxy.name == "caddy":
        # By itself, on port 80, which a test has not.
        assert "http://" not in (DEPLOY / "Caddyfile").read_text()
        return
    async with httpx.AsyncClient(base_url=f"http://localhost:{proxy.plain}") as browser:
        answer = await browser.get("/")
    assert answer.status_code == 301
    assert answer.headers["location"] == "https://localhost/"
