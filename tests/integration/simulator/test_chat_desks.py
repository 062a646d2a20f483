"""Two desks write to each other through the real server, across cuts, doubled commands and a killed server."""

import asyncio

from tests.integration.simulator.house import Desk, Room, Server, a_room


async def write(desk: Desk, number: int, text: str) -> None:
    await desk.do("chat.send", message_id=f"{id(desk):x}-m{number}", text=text)


async def test_a_chat_from_the_first_message_to_the_end_of_the_wrap_up(room: Room) -> None:
    run = room.seat.runs["chat"]
    await room.jury.do("exchange.start", run_id=run)
    await room.candidate.until(lambda: room.candidate.state["conversation"] is not None, "conversation")
    await write(room.jury, 1, "Bonjour, où est ma commande ?")
    await room.candidate.until(lambda: len(room.candidate.thread()) == 1, "first message")
    assert room.candidate.state["conversation"]["waiting_since"] is not None

    await room.candidate.ping()
    message_id = room.candidate.state["conversation"]["messages"][0]["message_id"]
    await room.jury.until(
        lambda: room.jury.state["conversation"]["messages"][0]["delivered_at"] is not None, "delivered"
    )
    await room.candidate.do("chat.read", message_id=message_id)
    await room.jury.until(lambda: room.jury.state["conversation"]["messages"][0]["read_at"] is not None, "read")

    await room.candidate.say({"type": "chat.typing"})
    await room.jury.until(lambda: bool(room.jury.typing), "typing")
    await write(room.candidate, 1, "Bonjour Madame, je regarde.")
    await room.jury.until(lambda: len(room.jury.thread()) == 2, "reply")
    await room.jury.until(room.jury.phase_is(run, "live"), "live")

    await room.candidate.do("chat.close")
    await room.candidate.until(room.candidate.phase_is(run, "wrap_up"), "wrap-up")
    assert room.candidate.state["exchange"]["wrap_up_since"] is not None
    await room.candidate.do("wrap_up.finish")
    await room.jury.until(room.jury.phase_is(run, "done"), "done")
    await room.jury.do("exchange.show", run_id=run)
    await room.jury.until(lambda: len(room.jury.thread()) == 2, "the finished exchange is shown again")
    assert room.jury.thread() == ["Bonjour, où est ma commande ?", "Bonjour Madame, je regarde."]


async def test_a_cut_desk_takes_up_where_it_was_without_losing_or_doubling_a_message(room: Room) -> None:
    await room.jury.do("exchange.start", run_id=room.seat.runs["chat"])
    await write(room.jury, 1, "un")
    await room.candidate.until(lambda: len(room.candidate.thread()) == 1, "first")
    await room.candidate.cut()
    await room.jury.until(lambda: not room.jury.state["presence"]["connected"], "the cut is seen")
    await write(room.jury, 2, "deux")
    await write(room.jury, 3, "trois")
    snapshots = room.candidate.snapshots
    await room.candidate.open()
    await room.candidate.until(lambda: room.candidate.thread() == ["un", "deux", "trois"], "missed messages")
    assert room.candidate.snapshots == snapshots
    assert room.candidate.numbers == sorted(set(room.candidate.numbers))


async def test_a_message_sent_twice_by_an_impatient_desk_is_one_message(room: Room) -> None:
    await room.jury.do("exchange.start", run_id=room.seat.runs["chat"])
    for command in ("c1", "c1", "c2"):
        await room.jury.do("chat.send", command, message_id="same", text="Bonjour")
    await room.candidate.until(lambda: room.candidate.thread() == ["Bonjour"], "one message")


async def test_two_desks_may_use_the_same_command_ids_without_knowing_of_each_other(room: Room) -> None:
    await room.jury.do("exchange.start", run_id=room.seat.runs["chat"])
    await room.jury.do("chat.send", "1", message_id="customer-1", text="Bonjour")
    await room.candidate.do("chat.send", "1", message_id="candidate-1", text="Bonjour Madame")
    await room.jury.until(lambda: room.jury.thread() == ["Bonjour", "Bonjour Madame"], "both messages")


async def test_both_sides_writing_at_once_read_the_same_thread(room: Room) -> None:
    await room.jury.do("exchange.start", run_id=room.seat.runs["chat"])

    async def write_many(desk: Desk, name: str) -> None:
        for number in range(15):
            await write(desk, number, f"{name} {number}")

    await asyncio.gather(write_many(room.jury, "client"), write_many(room.candidate, "conseiller"))
    for desk in (room.jury, room.candidate, room.second):
        await desk.until(lambda desk=desk: len(desk.thread()) == 30, "all messages")
    assert room.jury.thread() == room.candidate.thread() == room.second.thread()
    assert [one for one in room.jury.thread() if one.startswith("client")] == [f"client {n}" for n in range(15)]


async def test_a_killed_server_comes_back_with_every_acknowledged_message(own_server: Server) -> None:
    server, room = own_server, await a_room(own_server)
    run = room.seat.runs["chat"]
    await room.jury.do("exchange.start", run_id=run)
    await room.jury.do("chat.send", "before-1", message_id="m1", text="Avant la coupure")
    await room.candidate.do("chat.send", "before-2", message_id="m2", text="Je vous lis")
    await room.candidate.do("notes.save", text="rappeler demain")
    await server.kill()
    await server.start()
    await room.open_again()

    for desk in (room.candidate, room.jury, room.second):
        assert desk.thread() == ["Avant la coupure", "Je vous lis"]
    assert room.candidate.state["notes"] == "rappeler demain"
    assert room.candidate.phase(run) == "live"
    # The acknowledgement may have been lost with the server: the same command again changes nothing.
    await room.jury.do("chat.send", "before-1", message_id="m1", text="Avant la coupure")
    await room.candidate.do("chat.send", message_id="m3", text="Reprenons")
    await room.jury.until(lambda: room.jury.thread()[-1] == "Reprenons", "the chat goes on")
    assert len(room.jury.thread()) == 3
    await room.close()


async def test_commands_whose_answer_died_with_the_server_are_acknowledged_when_sent_again(
    own_server: Server,
) -> None:
    room = await a_room(own_server)
    run = room.seat.runs["chat"]
    closing = {"medium": "mail", "subject": "Suivi", "body": "Madame"}
    await room.jury.do("exchange.start", "start", run_id=run)
    await room.candidate.do("chat.send", message_id="m1", text="Bonjour")
    await room.candidate.do("confirmation.send", "confirm", **closing)
    await room.candidate.do("chat.close")
    await room.candidate.until(room.candidate.phase_is(run, "wrap_up"), "wrap-up")
    await room.candidate.do("wrap_up.finish", "finish")
    await own_server.kill()
    await own_server.start()
    await room.open_again()
    await room.jury.do("exchange.start", "start", run_id=run)
    await room.candidate.do("confirmation.send", "confirm", **closing)
    await room.candidate.do("wrap_up.finish", "finish")
    assert room.jury.phase(run) == "done"
    await room.close()


async def test_a_desk_that_falls_silent_counts_as_gone_within_seconds(room: Room) -> None:
    async def others_stay() -> None:
        while True:
            await asyncio.gather(room.jury.ping(), room.second.ping())
            await asyncio.sleep(3)

    staying = asyncio.create_task(others_stay())
    await room.jury.until(
        lambda: not room.jury.state["presence"]["connected"], "the silent candidate counts as gone", 20
    )
    assert room.jury.state["presence"]["last_seen_at"] is not None
    staying.cancel()


async def test_a_newer_tab_takes_over_and_the_older_one_is_told(room: Room) -> None:
    newer = Desk(room.candidate.person, room.seat.seat_id)
    await newer.open()
    await room.candidate.until(lambda: room.candidate.closing == "superseded", "superseded")
    await newer.do("notes.save", text="depuis le nouvel onglet")
    await newer.close()


async def test_a_server_that_stops_says_so_to_its_desks(own_server: Server) -> None:
    server, room = own_server, await a_room(own_server)
    await server.stop()
    await room.candidate.until(lambda: room.candidate.closing == "server_stops", "closing")
    await room.jury.until(lambda: room.jury.closing == "server_stops", "closing")
