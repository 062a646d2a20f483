"""Only `app.py` knows all live parts at once, types included, and each part reaches whoever names it."""

import ast
from pathlib import Path
from types import SimpleNamespace

from fastapi import FastAPI, WebSocket
from fastapi.testclient import TestClient

import simulator
from simulator.parts import UseRooms, UseSecret

ROOT = Path(simulator.__file__).parent


def imported(file: Path) -> set[str]:
    nodes = ast.walk(ast.parse(file.read_text()))
    return {one.module or "" for one in nodes if isinstance(one, ast.ImportFrom)}


def test_only_app_and_parts_know_the_whole_even_as_a_type() -> None:
    knows = {str(file.relative_to(ROOT)) for file in ROOT.rglob("*.py") if "simulator.services" in imported(file)}
    assert knows == {"app.py", "parts.py"}


def test_a_route_and_a_websocket_are_given_the_parts_that_they_name() -> None:
    app = FastAPI()
    app.state.services = SimpleNamespace(secret="of this house", rooms=["a room"])

    @app.get("/secret")
    async def secret(secret: UseSecret) -> str:
        return secret

    @app.websocket("/rooms")
    async def rooms(socket: WebSocket, rooms: UseRooms) -> None:
        await socket.accept()
        await socket.send_json(rooms)
        await socket.close()

    with TestClient(app) as client:
        assert client.get("/secret").json() == "of this house"
        assert client.get("/openapi.json").json()["paths"]["/secret"]["get"].get("parameters") is None
        with client.websocket_connect("/rooms") as socket:
            assert socket.receive_json() == ["a room"]
