"""One server for each PostgreSQL database, and a database that stops under it and comes back."""

import asyncio
from collections.abc import Generator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from simulator.settings import Settings
from simulator.storage.holding import AlreadyServed, only_server
from simulator.storage.start_up import open_database
from tests.integration.simulator.house import Desk, Server, candidate, new_seat, staff, write_pack
from tests.postgres import Postgres, a_postgres_to_restart


@pytest.fixture(scope="module")
def postgres() -> Generator[Postgres]:
    with a_postgres_to_restart() as cluster:
        yield cluster


def settings(folder: Path, url: str) -> Settings:
    folder.mkdir(exist_ok=True)
    return Settings(data=folder, database_url=url)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_two_servers_of_two_folders_refuse_each_other_on_one_database(
    tmp_path: Path, postgres: Postgres, kind: str
) -> None:
    url = postgres.url if kind == "postgresql" else f"sqlite+aiosqlite:///{tmp_path / 'shared.sqlite3'}"
    one, other = settings(tmp_path / "one", url), settings(tmp_path / "other", url)
    async with only_server(one):
        with pytest.raises(AlreadyServed, match="tourne déjà avec la base"):
            async with only_server(other, patience=0):
                pass
    async with only_server(other, patience=0):
        pass


async def test_a_command_does_not_change_the_schema_under_a_running_server(
    tmp_path: Path, postgres: Postgres
) -> None:
    here = settings(tmp_path / "one", f"sqlite+aiosqlite:///{tmp_path / 'new.sqlite3'}")
    async with only_server(here), AsyncExitStack() as stack:
        with pytest.raises(AlreadyServed, match="arrêtez-le d’abord"):
            await open_database(here, stack)


async def test_a_database_that_restarts_is_said_in_words_and_loses_nothing(
    tmp_path: Path, postgres: Postgres
) -> None:
    write_pack(tmp_path)
    server = Server(tmp_path, COMBINE_DATABASE_URL=postgres.url)
    await server.start()
    try:
        lead = await staff(server, "lead")
        seat = await new_seat(lead)
        juror = Desk(await staff(server, "roy"), seat.seat_id)
        writer = Desk(await candidate(server, seat.code), seat.seat_id)
        async with juror, writer:
            await juror.do("exchange.start", run_id=seat.runs["chat"])
            await writer.until(lambda: writer.state["conversation"] is not None, "the chat is open")
            kept = [f"before-{number}" for number in range(5)]
            for one in kept:
                await writer.do("chat.send", message_id=one, text=one)
            await asyncio.to_thread(postgres.stop)
            refusal = await writer.ask("chat.send", message_id="while-away", text="perdu ?")
            assert not refusal["ok"]
            assert refusal["problem"]["code"] == "not_kept"
            assert "La base de données ne répond pas" in refusal["problem"]["message"]
            assert "n’est pas gardé" in refusal["problem"]["message"]
            answer = await lead.http.get("/api/staff/sessions")
            assert (answer.status_code, answer.json()["code"]) == (503, "not_kept")
            await asyncio.to_thread(postgres.start)
            async with asyncio.timeout(30):
                while not (await writer.ask("chat.send", message_id="while-away", text="gardé"))["ok"]:
                    await writer.ping()
                    await asyncio.sleep(0.1)
            kept.append("while-away")
            await juror.until(
                lambda: [one["message_id"] for one in juror.state["conversation"]["messages"]] == kept, "all"
            )
        async with asyncio.timeout(20):
            # Desks are served from the moment it is back, a word of it in the journal follows.
            while "database_back" not in server.log():
                await asyncio.sleep(0.1)
        assert "database_away" in server.log()
        await server.kill()
        await server.start()
        again = Desk(await staff(server, "roy"), seat.seat_id)
        async with again:
            assert [one["message_id"] for one in again.state["conversation"]["messages"]] == kept
    finally:
        await server.kill()
