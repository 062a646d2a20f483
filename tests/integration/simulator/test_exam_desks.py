"""The exam's rules at the desks: its clock, its queue, marks that stay unseen until both have submitted."""

from collections.abc import AsyncIterator

import pytest

from tests.integration.simulator.house import Room, Server, a_room


@pytest.fixture
async def exam(live_server: Server) -> AsyncIterator[Room]:
    made = await a_room(live_server, "exam")
    yield made
    await made.close()


async def test_nothing_starts_once_the_time_has_ended_or_while_it_is_paused(exam: Room) -> None:
    run = exam.seat.runs["chat"]
    await exam.jury.do("clock.start")
    await exam.candidate.until(lambda: exam.candidate.state["clock"]["state"] == "running", "the clock runs")
    await exam.jury.do("clock.pause", reason="alarme incendie")
    assert (await exam.jury.ask("exchange.start", run_id=run))["problem"]["code"] == "clock_state"
    await exam.jury.do("clock.resume")
    await exam.jury.do("exchange.start", run_id=run)
    assert (await exam.jury.ask("clock.end"))["problem"]["code"] == "clock_not_ended"
    await exam.jury.do("chat.close")
    await exam.candidate.until(exam.candidate.phase_is(run, "wrap_up"), "wrap-up")
    await exam.candidate.do("wrap_up.finish")
    await exam.jury.do("clock.end")
    await exam.candidate.until(lambda: exam.candidate.state["clock"]["state"] == "ended", "the clock ended")
    refused = await exam.jury.ask("exchange.start", run_id=exam.seat.runs["outbound"])
    assert refused["problem"]["code"] == "time_is_up"


async def test_extra_time_lengthens_what_is_left_and_says_so(exam: Room) -> None:
    await exam.jury.do("clock.start")
    await exam.candidate.until(lambda: exam.candidate.state["clock"]["state"] == "running", "the clock runs")
    before = exam.candidate.state["clock"]["ends_at"]
    await exam.jury.do("clock.extend", minutes=20, reason="tiers temps")
    await exam.candidate.until(lambda: exam.candidate.state["clock"]["ends_at"] > before, "more time")
    assert exam.candidate.state["clock"]["extra_minutes"] == 20


async def test_a_started_exchange_keeps_two_others_waiting_at_most(exam: Room) -> None:
    runs = exam.seat.runs
    await exam.jury.do("exchange.start", run_id=runs["chat"])
    await exam.jury.do("exchange.queue", run_id=runs["inbound"])
    await exam.jury.do("exchange.queue", run_id=runs["outbound"])
    await exam.jury.until(exam.jury.phase_is(runs["outbound"], "queued"), "queued")
    again = await exam.jury.ask("exchange.queue", run_id=runs["inbound"])
    assert again["ok"] is False
    await exam.jury.do("exchange.unqueue", run_id=runs["inbound"])
    await exam.jury.until(exam.jury.phase_is(runs["inbound"], "planned"), "planned again")


async def test_each_juror_marks_unseen_until_both_have_submitted(exam: Room) -> None:
    run = exam.seat.runs["chat"]
    await exam.jury.do("exchange.start", run_id=run)
    await exam.second.do("mark.place", mark_id="k1", run_id=run, criterion="CP2.1", sign="favourable")
    await exam.jury.do("verdict.set", run_id=run, criterion="CP3.1", verdict="to_improve")
    await exam.second.until(lambda: len(exam.second.state["marking"]["marks"]) == 1, "my mark")
    await exam.jury.until(lambda: len(exam.jury.state["marking"]["verdicts"]) == 1, "my verdict")
    assert exam.jury.state["marking"]["marks"] == []

    await exam.second.do("marking.submit")
    changed = await exam.second.ask("mark.remove", mark_id="k1")
    assert changed["problem"]["code"] == "submitted"
    await exam.jury.until(lambda: exam.jury.state["marking"]["others_submitted"], "the other has submitted")
    assert exam.jury.state["marking"]["marks"] == []
    assert not any('"mark_id":"k1"' in text for text in exam.jury.received)
    await exam.jury.do("marking.submit")
    await exam.jury.until(lambda: len(exam.jury.state["marking"]["marks"]) == 1, "both are shown")
    await exam.second.until(lambda: len(exam.second.state["marking"]["verdicts"]) == 1, "both are shown")


async def test_nobody_removes_anothers_mark(exam: Room) -> None:
    run = exam.seat.runs["chat"]
    await exam.jury.do("exchange.start", run_id=run)
    await exam.second.do("mark.place", mark_id="k9", run_id=run, criterion="CP2.1", sign="note")
    assert (await exam.jury.ask("mark.remove", mark_id="k9"))["problem"]["code"] == "unknown_mark"


async def test_an_exam_has_no_feedback_to_share(exam: Room) -> None:
    refused = await exam.jury.ask("feedback.share", run_id=exam.seat.runs["chat"], text="bien")
    assert refused["problem"]["code"] == "practice_only"


async def test_two_seats_hear_nothing_of_one_another(live_server: Server, exam: Room) -> None:
    other = await a_room(live_server, "exam")
    await exam.jury.do("exchange.start", run_id=exam.seat.runs["chat"])
    await exam.jury.do("chat.send", message_id="only-here", text="Pour ce poste seulement")
    await exam.candidate.until(lambda: len(exam.candidate.thread()) == 1, "delivered")
    await other.candidate.do("notes.save", text="rien")
    for desk in (other.candidate, other.jury, other.second):
        assert not any("Pour ce poste seulement" in text for text in desk.received)
    crossed = await other.jury.ask("exchange.start", run_id=exam.seat.runs["inbound"])
    assert crossed["problem"]["code"] == "unknown_run"
    await other.close()
