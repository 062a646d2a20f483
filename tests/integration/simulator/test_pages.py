"""The built web application as it is served: pages, files that never change, headers, nothing outside its folder."""

from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from simulator.error_answers import install_error_answers
from simulator.web_files import serve_web
from tests.integration.simulator.ground import ADDRESS, refused


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncGenerator[httpx.AsyncClient]:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<title>Combiné</title>")
    (folder / "assets" / "desk-3f2a.js").write_text("export {}")
    (tmp_path / "secrets.json").write_text("signing")
    app = FastAPI(docs_url=None, redoc_url=None)
    install_error_answers(app)
    serve_web(app, folder)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADDRESS) as one:
        yield one


@pytest.mark.parametrize("path", ["/", "/candidat", "/jury/candidat/abc", "/reecoute/abc?t=12"])
async def test_every_address_of_the_application_opens_it(browser: httpx.AsyncClient, path: str) -> None:
    page = await browser.get(path)
    assert (page.status_code, page.text) == (200, "<title>Combiné</title>")
    assert page.headers["cache-control"] == "no-cache", "a new version is seen at the next visit"


async def test_files_named_after_their_content_are_kept_for_ever(browser: httpx.AsyncClient) -> None:
    script = await browser.get("/assets/desk-3f2a.js")
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert script.headers["content-type"].startswith("text/javascript")


async def test_a_file_of_an_earlier_version_is_missing_and_no_page(browser: httpx.AsyncClient) -> None:
    refused(await browser.get("/assets/desk-0000.js"), 404, "not_found")


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nothing", "/api/staff/none"])
async def test_an_unknown_address_of_the_api_is_no_page(browser: httpx.AsyncClient, path: str) -> None:
    refused(await browser.get(path), 404, "not_found")


@pytest.mark.parametrize(
    "path",
    ["/../secrets.json", "/%2e%2e/secrets.json", "/..%2fsecrets.json", "//etc/passwd", "/%00", "/assets/../../x"],
)
async def test_nothing_outside_the_build_is_ever_served(browser: httpx.AsyncClient, path: str) -> None:
    page = await browser.send(browser.build_request("GET", f"{ADDRESS}{path}"))
    assert page.status_code in (200, 404)
    assert "signing" not in page.text
    assert "root:" not in page.text


async def test_pages_run_no_script_from_elsewhere_and_may_use_the_microphone(browser: httpx.AsyncClient) -> None:
    for path in ("/", "/assets/desk-3f2a.js", "/api/nothing"):
        headers = (await browser.get(path)).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert policy["script-src"] == "'self'"
        assert policy["default-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert "blob:" in policy["media-src"]
        assert "microphone=(self)" in headers["permissions-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


async def test_answers_of_the_api_are_kept_by_no_cache(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/api/nothing")).headers["cache-control"] == "no-store"


async def test_without_a_build_it_says_how_to_make_one(tmp_path: Path) -> None:
    app = FastAPI()
    serve_web(app, tmp_path / "absent")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADDRESS) as browser:
        answer = await browser.get("/")
    assert answer.status_code == 503
    assert "make run" in answer.text
