"""A candidate on a telephone asks, from the screen, a supervisor who has one too, then hands the call over."""

from pathlib import Path

from tests.integration.simulator.sound import say_again, speak
from tests.integration.simulator.test_call_desks import hears
from tests.sip.test_calls import ADVISER, CUSTOMER
from tests.sip.test_desks import House, house
from tests.sound import Samples, find, speech_like

__all__ = ["house"]

SUPERVISOR = speech_like(3, 20)


def is_of(heard: Samples, voice: Samples) -> float:
    """How surely the last second and a half of what was heard is somewhere in this voice."""
    return find(heard[-72_000:], voice).score


async def test_two_telephones_consult_and_the_supervisors_takes_the_customer_over(
    house: House, tmp_path: Path
) -> None:
    room = house.room
    candidate, second = room.candidate, room.second
    customer = await speak(room.jury, CUSTOMER)
    adviser_account = await house.candidates_account()
    account = await house.command("account", "lefort", "--sonne", "telephone")
    phone = await house.telephone(adviser_account, tmp_path, ADVISER, candidate, lambda state: state["line"])
    supervisor = await house.telephone(account, tmp_path, SUPERVISOR, second, lambda state: state["line"])
    try:
        await room.jury.do("exchange.start", run_id=room.seat.runs["inbound"])
        await phone.until("CALL_INCOMING")
        await phone.do("accept")
        await room.jury.until(room.jury.call_is("connected"), "connected")

        await candidate.do("call.consult")
        shown = await supervisor.until("CALL_INCOMING")
        assert shown["peerdisplayname"].endswith("consulte le superviseur")
        await second.until(lambda: second.state["line"]["phone_rings"], "their desk says that their telephone rings")
        refused = await second.ask("consultation.answer")
        assert refused["problem"]["code"] == "answer_on_phone"
        await supervisor.do("accept")
        await candidate.until(
            lambda: candidate.state["call"]["consultation"]["state"] == "talking", "in consultation"
        )
        say_again(customer)
        await hears(customer, 2.5)
        assert is_of(phone.heard(), SUPERVISOR) > 0.5
        assert is_of(supervisor.heard(), ADVISER) > 0.5
        assert max(is_of(customer.heard(), voice) for voice in (ADVISER, SUPERVISOR)) < 0.3, "the customer waits"

        await candidate.do("call.transfer")
        await phone.until("CALL_CLOSED")
        await candidate.until(candidate.call_is("ended"), "over for the candidate")
        await room.jury.until(room.jury.call_is("connected"), "the customer speaks on")
        say_again(customer)
        await hears(customer, 2.5)
        assert is_of(customer.heard(), SUPERVISOR) > 0.5
        assert is_of(supervisor.heard(), CUSTOMER) > 0.5
        await supervisor.do("hangup")
        await room.jury.until(room.jury.call_is("ended"), "ended")
        assert room.jury.state["call"]["ended_by"] == "supervisor"
    finally:
        await phone.close()
        await supervisor.close()
