"""Numbers that are none, and seconds that no exchange has, over a desk's WebSocket."""

from tests.integration.simulator.house import Room


async def test_a_mark_out_of_time_its_exchange_or_at_no_number_is_refused_with_words(room: Room) -> None:
    run = room.seat.runs["chat"]
    await room.jury.do("exchange.start", run_id=run)
    mark = {"mark_id": "m", "run_id": run, "criterion": "CP2.1", "sign": "favourable"}
    for seconds, code in (
        (float("inf"), "bad_number"),
        (float("nan"), "bad_number"),
        (86400.0, "mark_out_of_time"),
        (1e300, "mark_out_of_time"),
    ):
        ack = await room.jury.ask("mark.place", at_seconds=seconds, **mark)
        assert (ack["ok"], ack["problem"]["code"]) == (False, code), ack
        assert ack["problem"]["message"]
    report = await room.candidate.ask("headset.report", verdict="good", jitter_ms=float("nan"))
    assert report["problem"]["code"] == "bad_number"
    for field, value in (
        ("jitter_ms", 1e308),
        ("jitter_ms", -1.0),
        ("loss_percent", 100.5),
        ("loss_percent", float("-inf")),
        ("level_dbfs", -1e308),
        ("round_trip_ms", 10**30),
        ("round_trip_ms", -1),
    ):
        report = await room.candidate.ask("headset.report", verdict="good", **{field: value})
        assert report["ok"] is False, (field, value)
        assert report["problem"]["code"] == "bad_number", (field, value)
    await room.jury.do("mark.place", at_seconds=0.5, **mark)
    await room.candidate.do("headset.report", verdict="good", jitter_ms=2.5)
