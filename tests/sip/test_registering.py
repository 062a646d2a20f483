"""Telephones sign in, stay, move and leave; whoever guesses is kept out."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from telephony.sip import SipAccount
from telephony.sip.endpoint import STRANGERS_A_SECOND, STRANGERS_AT_ONCE
from tests.sip.baresip import Baresip, account_line
from tests.sip.ports import ACCOUNTS, Wire, a_port, authorization, crlf, register
from tests.sound import speech_like


def status(answer: str) -> int:
    return int(answer.split()[1])


async def until(holds: Callable[[], bool], seconds: float = 8) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)


async def signed_in(
    wire: Wire,
    user: str = "roy",
    password: str = "secret-de-roy",
    number: int = 1,
    algorithm: str = "SHA-256",
    **how: str,
) -> str:
    asked = await wire.ask(register(user, wire.port, number, **how))  # type: ignore[arg-type]  each by its own name
    assert status(asked) == 401
    proof = authorization(asked, user, password, algorithm=algorithm)
    return await wire.ask(register(user, wire.port, number + 1, more=proof, **how))  # type: ignore[arg-type]  each by its own name


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_baresip_registers_is_seen_with_its_name_and_leaves(tmp_path: Path, transport: str) -> None:
    async with a_port() as port:
        line = account_line("roy", ACCOUNTS["roy"].password, port.endpoint.port, transport=transport)
        phone = Baresip(tmp_path / "phone", line, speech_like(1, 1))
        async with phone:
            await phone.until_logged("200 OK")
            (binding,) = port.endpoint.registrar.phones("roy")
            assert binding.flow.transport.lower() == transport
            assert binding.user_agent.startswith("baresip")
        await until(lambda: not port.endpoint.registrar.phones("roy"))
        assert port.changes == ["roy", "roy"]


async def test_baresip_with_a_wrong_password_is_refused(tmp_path: Path) -> None:
    async with a_port() as port:
        line = account_line("roy", "faux", port.endpoint.port)
        async with Baresip(tmp_path / "phone", line, speech_like(1, 1)) as phone:
            await phone.until_logged("403 Forbidden")
        assert not port.endpoint.registrar.phones("roy")


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
async def test_both_digests_open_the_door(algorithm: str) -> None:
    async with a_port() as port:
        wire = await Wire.to(port.endpoint.port)
        answer = await signed_in(wire, algorithm=algorithm)
        assert status(answer) == 200
        assert f"rport={wire.port}" in answer
        assert "expires=60" in answer
        wire.close()


async def test_an_account_made_a_moment_ago_registers_at_once_and_a_made_up_one_never() -> None:
    async with a_port(made_beside=SipAccount("neuf", "secret-de-neuf", "person:neuf", "Zoé Neuf")) as port:
        wire = await Wire.to(port.endpoint.port)
        assert status(await signed_in(wire, "inconnu", "secret-de-neuf")) == 403
        assert status(await signed_in(wire, "neuf", "secret-de-neuf")) == 200
        wire.close()


async def test_an_answer_overheard_cannot_be_used_again() -> None:
    async with a_port() as port:
        wire = await Wire.to(port.endpoint.port)
        asked = await wire.ask(register("roy", wire.port, 1))
        proof = authorization(asked, "roy", "secret-de-roy")
        assert status(await wire.ask(register("roy", wire.port, 2, more=proof))) == 200
        again = await wire.ask(register("roy", wire.port, 3, more=proof))
        assert status(again) == 401
        assert "stale=true" in again
        wire.close()


async def test_one_account_may_not_register_for_another() -> None:
    async with a_port() as port:
        wire = await Wire.to(port.endpoint.port)
        asked = await wire.ask(register("lea", wire.port, 1))
        proof = authorization(asked, "roy", "secret-de-roy")
        assert status(await wire.ask(register("lea", wire.port, 2, more=proof))) == 403
        assert not port.endpoint.registrar.phones("lea")
        wire.close()


async def test_wrong_passwords_slow_the_guesser_and_silence_nobody() -> None:
    async with a_port(attempts=3) as port:
        guesser, right = await Wire.to(port.endpoint.port), await Wire.to(port.endpoint.port)
        loop = asyncio.get_running_loop()
        took: list[float] = []
        for number in range(1, 9, 2):
            began = loop.time()
            assert status(await signed_in(guesser, password="faux", number=number)) == 403
            took.append(loop.time() - began)
        assert took[3] >= 1.9, "each further one waits twice as long"
        assert took[0] < 0.9
        began = loop.time()
        assert status(await signed_in(right)) == 200, "the right telephone, at the same address"
        assert loop.time() - began < 0.9
        guesser.close()
        right.close()


async def test_a_slowed_guesser_is_named_and_let_off_with_one_click() -> None:
    async with a_port(attempts=1) as port:
        wire = await Wire.to(port.endpoint.port)
        assert status(await signed_in(wire, password="faux")) == 403
        (slowed,) = port.endpoint.guessers.slowed()
        assert (slowed.account, slowed.address, slowed.tries) == ("roy", "127.0.0.1", 1)
        assert port.endpoint.guessers.reopen("roy", "127.0.0.1")
        assert not port.endpoint.guessers.slowed()
        wire.close()


async def test_a_flood_of_strangers_leaves_the_telephone_that_is_signed_in_its_room() -> None:
    async with a_port() as port:
        right, flood = await Wire.to(port.endpoint.port), await Wire.to(port.endpoint.port)
        assert status(await signed_in(right)) == 200
        for number in range(3000):
            flood.send(register(f"nom{number}", flood.port, 1))
            if number % 5 == 0:
                # Not faster than the port is read: what the system drops says nothing of us.
                await asyncio.sleep(0.001)
        began = asyncio.get_running_loop().time()
        assert status(await signed_in(right, number=11)) == 200
        answered = flood.received.qsize()
        most = STRANGERS_AT_ONCE + STRANGERS_A_SECOND * (asyncio.get_running_loop().time() - began + 5)
        assert answered <= most, "strangers of one address are paced"
        right.close()
        flood.close()


async def test_two_telephones_of_one_person_are_both_known_and_a_star_forgets_them() -> None:
    async with a_port() as port:
        one, two = await Wire.to(port.endpoint.port), await Wire.to(port.endpoint.port)
        assert status(await signed_in(one)) == 200
        both = await signed_in(two)
        assert both.count("Contact:") == 2
        gone = await signed_in(two, number=5, contact="*", expires=0)  # type: ignore[arg-type]  each by its own name
        assert status(gone) == 200
        assert "Contact:" not in gone
        one.close()
        two.close()


async def test_a_registration_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_port() as port:
        wire = await Wire.to(port.endpoint.port)
        now = [1000.0]
        monkeypatch.setattr(port.endpoint.registrar, "_clock", lambda: now[0])
        assert status(await signed_in(wire)) == 200
        assert port.endpoint.registrar.phones("roy")
        now[0] += 61
        port.endpoint.registrar.expire()
        assert not port.endpoint.registrar.phones("roy")
        assert port.changes == ["roy", "roy"]
        wire.close()


async def test_too_short_an_expiry_is_told_what_is_long_enough() -> None:
    async with a_port() as port:
        wire = await Wire.to(port.endpoint.port)
        answer = await signed_in(wire, expires=2)  # type: ignore[arg-type]  each by its own name
        assert status(answer) == 423
        assert "Min-Expires: 10" in answer
        wire.close()


async def test_a_request_that_comes_twice_is_answered_twice_and_done_once() -> None:
    async with a_port() as port:
        wire = await Wire.to(port.endpoint.port)
        asked = await wire.ask(register("roy", wire.port, 1))
        proof = authorization(asked, "roy", "secret-de-roy")
        request = register("roy", wire.port, 2, more=proof)
        first, second = await wire.ask(request), await wire.ask(request)
        assert first == second
        assert status(first) == 200
        wire.close()


async def test_options_says_what_we_can() -> None:
    async with a_port() as port:
        wire = await Wire.to(port.endpoint.port)
        answer = await wire.ask(options(wire.port))
        assert status(answer) == 200
        assert "Allow: INVITE" in answer
        wire.close()


async def test_a_keep_alive_on_tcp_is_answered_and_on_udp_disturbs_nobody() -> None:
    async with a_port() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port.endpoint.port)
        writer.write(b"\r\n\r\n")
        async with asyncio.timeout(3):
            assert await reader.readexactly(2) == b"\r\n"
        writer.write(options(5099).replace("UDP", "TCP").encode())
        async with asyncio.timeout(3):
            assert (await reader.readline()).startswith(b"SIP/2.0 200")
        writer.close()
        wire = await Wire.to(port.endpoint.port)
        wire.send(b"\r\n\r\n")
        wire.send(b"\0\0\0\0")
        assert status(await wire.ask(options(wire.port))) == 200
        wire.close()


def options(port: int) -> str:
    return crlf(f"""OPTIONS sip:127.0.0.1 SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bKopt{port};rport
        Max-Forwards: 70
        From: <sip:x@127.0.0.1>;tag=o
        To: <sip:127.0.0.1>
        Call-ID: options-{port}
        CSeq: 1 OPTIONS
        Content-Length: 0

        """)
