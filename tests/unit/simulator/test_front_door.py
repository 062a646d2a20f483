"""A body is refused by its size before the application hears of it; a path too long is nobody's."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable

import httpx
import pytest

from simulator.serving.front_door import LARGEST_BODY, LIMITS, LONGEST_PATH, UNDER_WAY_AT_ONCE, FrontDoor, limit_for


class App:
    """Says how much it was given."""

    def __init__(self) -> None:
        self.calls = 0

    async def __call__(self, scope: object, receive: object, send: object) -> None:
        self.calls += 1
        message = await receive()  # type: ignore[operator]  ASGI's callables are looser than its types
        body = str(len(message["body"])).encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]  ASGI's callables are looser than its types
        await send({"type": "http.response.body", "body": body})  # type: ignore[operator]  ASGI's callables are looser than its types


async def asked(app: App, path: str, content: bytes | AsyncIterator[bytes] | None) -> httpx.Response:
    transport = httpx.ASGITransport(FrontDoor(app))  # type: ignore[arg-type]  ASGI's callables are looser than its types
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        return await client.post(path, content=content)


async def pieces(sizes: Iterable[int]) -> AsyncIterator[bytes]:
    for size in sizes:
        yield b"x" * size


@pytest.mark.parametrize("path", ["/api/staff/sign-in", "/api/staff/sessions"])
@pytest.mark.parametrize("is_chunked", [False, True])
async def test_a_body_of_one_byte_too_many_is_refused_in_french_and_one_that_fits_goes_through(
    path: str, is_chunked: bool
) -> None:
    app, limit = App(), limit_for(path)
    fits = pieces([limit - 10, 10]) if is_chunked else b"x" * limit
    assert (await asked(app, path, fits)).text == str(limit)
    beyond = pieces([limit - 10, 11]) if is_chunked else b"x" * (limit + 1)
    answer = await asked(app, path, beyond)
    assert (answer.status_code, answer.json()["code"], app.calls) == (413, "too_large", 1)
    told = json.dumps(answer.json(), ensure_ascii=False)
    assert f"{limit // 1024}\u00a0ko" in told
    assert answer.json()["remedy"]


async def test_an_announced_length_is_refused_without_taking_a_byte_of_it() -> None:
    app, taken = App(), 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        for _ in range(1000):
            taken += 1_000_000
            yield b"x" * 1_000_000

    assert (await asked(app, "/api/candidate/sign-in", endless())).status_code == 413
    assert taken <= 3_000_000
    assert app.calls == 0


def test_whoever_is_not_signed_in_may_send_little() -> None:
    assert limit_for("/api/candidate/sign-in") == LIMITS["/api/candidate/sign-in"] < LARGEST_BODY
    assert limit_for("/api/public/phone/headset") < LARGEST_BODY
    assert limit_for("/api/staff/runs/x/feedback") == LARGEST_BODY


async def test_a_path_that_no_page_has_is_not_found_without_the_application() -> None:
    app = App()
    assert (await asked(app, "/" + "a" * LONGEST_PATH, None)).status_code == 404
    assert app.calls == 0
    assert (await asked(app, "/" + "a" * (LONGEST_PATH - 1), None)).status_code == 200


async def test_of_one_sign_in_only_a_few_requests_are_under_way_and_others_do_not_wait_for_them() -> None:
    under_way, most, go = 0, 0, asyncio.Event()

    async def slow(scope: object, receive: object, send: object) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await go.wait()
        under_way -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]  ASGI's callables are looser than its types
        await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]  ASGI's callables are looser than its types

    transport = httpx.ASGITransport(FrontDoor(slow))  # type: ignore[arg-type]  ASGI's callables are looser than its types
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        mine = [asyncio.create_task(client.get("/api/x", headers={"Cookie": "a=1"})) for _ in range(40)]
        async with asyncio.timeout(10):
            while under_way < UNDER_WAY_AT_ONCE:
                await asyncio.sleep(0)
            other = asyncio.create_task(client.get("/api/x", headers={"Cookie": "a=2"}))
            while under_way < UNDER_WAY_AT_ONCE + 1:
                await asyncio.sleep(0)
            go.set()
            answers = await asyncio.gather(other, *mine)
    assert {one.status_code for one in answers} == {200}
    assert most == UNDER_WAY_AT_ONCE + 1
