"""What a page is told when the database cannot be reached: a sentence with a way out, and no fault of ours."""

import sqlite3

import httpx
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError

from simulator.error_answers import install_error_answers
from simulator.storage.not_kept import said_to_a_page


def failure(name: str) -> OperationalError:
    orig = sqlite3.OperationalError("as SQLite says it")
    orig.sqlite_errorcode = getattr(sqlite3, name)  # type: ignore[misc]  set by SQLite itself otherwise
    return OperationalError("INSERT", {}, orig)


async def answer(error: Exception) -> httpx.Response:
    app = FastAPI()
    install_error_answers(app, said_to_a_page)

    @app.get("/api/x")
    async def _() -> None:
        raise error

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as browser:
        return await browser.get("/api/x")


async def test_a_database_that_is_held_or_full_is_said_in_words() -> None:
    held, full = await answer(failure("SQLITE_BUSY")), await answer(failure("SQLITE_FULL"))
    assert (held.status_code, full.status_code) == (503, 503)
    assert (held.json()["code"], full.json()["code"]) == ("not_kept", "not_kept")
    assert "la base de données est occupée" in held.json()["message"]
    assert "le serveur n’écrit plus" in full.json()["message"]
    assert "Recommencez dans un instant" in held.json()["remedy"]


async def test_any_other_refusal_of_the_database_is_still_a_fault_of_ours() -> None:
    assert (await answer(failure("SQLITE_ERROR"))).status_code == 500
