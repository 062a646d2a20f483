"""Somebody sets the server's clock: nobody is shown out, no screen jumps, no call has another length."""

import asyncio
import json
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import select

from simulator.custody.session_keys import SessionKeys
from simulator.facts import kinds
from simulator.recordings.tables import RecordingRow
from simulator.retention import Retention
from simulator.steady_clock import system_now
from simulator.storage.job_queue import JobRow, ask
from tests.integration.simulator.ground import did, end_what_is_old
from tests.integration.simulator.house import Desk
from tests.integration.simulator.open_centre import OpenCentre, an_open_centre
from tests.integration.simulator.sound import speak
from tests.sound import speech_like
from tests.stepped_clock import system_clock_set

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[OpenCentre]:
    async with an_open_centre(tmp_path_factory.mktemp("clock")) as one:
        yield one


@pytest.mark.parametrize("by", [-DAY, DAY, timedelta(days=400)])
async def test_nobody_is_shown_out_and_screens_keep_the_time_of_the_exam(house: OpenCentre, by: timedelta) -> None:
    place = await house.centre.place("exam")
    candidate = Desk(await house.candidate(place.code), place.seat_id)
    juror = Desk(await house.staff("roy"), place.seat_id)
    async with candidate, juror:
        run = (await house.runs(place))["chat-entrant"]
        await juror.do("exchange.start", run_id=run)
        await juror.do("exchange.end", run_id=run)
        await juror.do("exchange.end", run_id=run)
        with system_clock_set(by):
            # Between two exchanges nothing but its age says whether a sign-in still holds.
            await end_what_is_old(house.centre.services)
            await candidate.do("notes.save", text="toujours là")
            await did(candidate.person.http.get("/api/candidate/desk"))
            await juror.do("mark.place", mark_id="m", run_id=run, criterion="CP2.1", sign="favourable")
            await candidate.ping()
            await candidate.until(lambda: bool(pongs(candidate)), "the server's time")
            assert abs(pongs(candidate)[-1] - datetime.now(UTC)) < timedelta(minutes=5)
            again = await house.staff("roy")
        await did(again.http.get("/api/staff/me"))
        await end_what_is_old(house.centre.services)
        await candidate.do("notes.save", text="encore là")


def pongs(desk: Desk) -> list[datetime]:
    """What pings were answered: the server's time, from which a browser reckons all that it shows."""
    told = (json.loads(text) for text in desk.received if '"pong"' in text)
    return [datetime.fromisoformat(one["server_now"]) for one in told]


@pytest.mark.parametrize("by", [-HOUR, HOUR, DAY])
async def test_a_call_is_as_long_as_it_was(house: OpenCentre, by: timedelta) -> None:
    place = await house.centre.place()
    candidate = Desk(await house.candidate(place.code), place.seat_id)
    juror = Desk(await house.staff("roy"), place.seat_id)
    async with candidate, juror:
        peers = [await speak(candidate, speech_like(1, 1.0)), await speak(juror, speech_like(2, 1.0))]
        run = (await house.runs(place))["appel-entrant"]
        room = await house.centre.services.rooms.room(place.seat_id)
        await juror.do("exchange.start", run_id=run)
        await candidate.until(candidate.call_is("ringing"), "rings")
        with system_clock_set(by):
            await candidate.do("call.answer")
            await juror.until(juror.call_is("connected"), "connected")
        await candidate.do("call.hang_up")
        await juror.until(lambda: room.state.runs[run].calls[0].is_over, "over")
        told = [fact.data for fact in await house.centre.services.facts.of_run(run)]
        waited = [one.answer_seconds for one in told if isinstance(one, kinds.CallConnected)]
        lasted = [one.seconds for one in told if isinstance(one, kinds.CallEnded)]
        assert [0 <= one < 300 for one in waited + lasted] == [True, True], (waited, lasted)
        for peer in peers:
            await peer.leave()


async def test_an_exchange_that_runs_holds_the_clock_while_the_exams_is_paused(house: OpenCentre) -> None:
    services = house.centre.services
    place = await house.centre.place("exam")
    candidate = Desk(await house.candidate(place.code), place.seat_id)
    juror = Desk(await house.staff("roy"), place.seat_id)
    async with candidate, juror:
        await juror.do("exchange.start", run_id=(await house.runs(place))["chat-entrant"])
        await juror.do("clock.pause", reason="alerte incendie")
        before = services.clock.now()
        with system_clock_set(HOUR):
            assert system_now() - before > HOUR
            services.rooms._look_after_all(1)  # type: ignore[reportPrivateUsage]  its beat, now
            await asyncio.sleep(0)
            assert services.clock.now() - before < timedelta(minutes=5)


async def test_work_that_is_owed_is_due_whatever_the_clock_said_when_it_was_asked_for(house: OpenCentre) -> None:
    services = house.centre.services
    with system_clock_set(DAY):
        async with services.sessions() as session, session.begin():
            await ask(session, "of nobody", "asked while the clock was wrong")
    async with services.sessions() as session:
        due_at = await session.scalar(select(JobRow.due_at).where(JobRow.kind == "of nobody"))
    assert due_at is not None
    assert due_at < services.clock.now()


async def test_a_wrong_date_deletes_no_recording(house: OpenCentre) -> None:
    services = house.centre.services
    place = await house.centre.place()
    run = (await house.runs(place))["appel-entrant"]
    folder = services.settings.recordings / "kept"
    folder.mkdir(parents=True)
    async with services.sessions() as session, session.begin():
        row = RecordingRow(call_id="kept", session_id=place.session_id, seat_id=place.seat_id, run_id=run)
        row.folder, row.started_at, row.state = "kept", datetime.now(UTC), "ready"
        session.add(row)
    with system_clock_set(timedelta(days=4000)):
        keys = SessionKeys(services.sessions, services.secret)
        kept = Retention(services.sessions, services.settings, keys, services.clock)
        assert (await kept.purge()).recordings == 0
    assert folder.exists()
