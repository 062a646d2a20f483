"""sipp against the port: its stock scenarios unchanged, and what goes wrong on bad days, several calls at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from telephony import CallConnected, CallDigits, CallEnded, CallHeld, CallResumed, EndReason, Role
from telephony.sip import CallerId, IncomingCall
from tests.free_ports import free_port
from tests.sip.phones import Exchange, an_exchange
from tests.sip.ports import ACCOUNTS, Wire
from tests.sip.sipp import PROGRESS, answered, dialled, hung_up, of_invite, pause, recv, send, sipp, sound
from tests.sip.test_registering import signed_in, status

CALLS = 20
MANY = ("-m", "5", "-r", "10")
AS_LEA = ("-s", "0612345678", "-au", "lea", "-ap", ACCOUNTS["lea"].password)


@asynccontextmanager
async def a_house(folder: Path, *, answers: bool = True) -> AsyncIterator[Exchange]:
    """Whoever dials is a call of its own, answered at once or left ringing."""

    def on_dial(exchange: Exchange, call: IncomingCall) -> None:
        name = f"c{len(exchange.dialled)}"
        exchange.switch.ring(
            name,
            adviser_line=f"adviser-{name}",
            customer_line=f"customer-{name}",
            caller=Role.ADVISER,
            folder=folder / name,
            ring_seconds=5,
        )
        exchange.board.dialled_call(name, Role.ADVISER, call)
        if answers:
            exchange.switch.answer(name, Role.CUSTOMER)

    async with an_exchange(folder, on_dial=on_dial) as exchange:
        yield exchange
        # A sipp that loses messages may take a repeated 200 for that of its BYE: its leg ends by silence then.
        await exchange.until(lambda: exchange.board.calls.open_legs == 0, "no leg left", 30)


def counted(exchange: Exchange, kind: type) -> int:
    return sum(isinstance(event, kind) for event in exchange.events)


async def test_the_stock_uac_without_a_password_is_turned_away_each_time_and_leaves_nothing(tmp_path: Path) -> None:
    async with a_house(tmp_path) as exchange:
        code, said = await sipp(
            "-sn", "uac", "-m", str(CALLS), "-r", "10", f"127.0.0.1:{exchange.port}", folder=tmp_path
        )
        # sipp's stock caller knows no password: 401 is not what it hoped for, and it says so (exit 1).
        assert code == 1, said[-1500:]
        complaints = await asyncio.to_thread(
            lambda: "".join(path.read_text() for path in tmp_path.glob("uac_*_errors.log"))
        )
        assert "401" in complaints
        assert not exchange.dialled


async def test_the_stock_uas_is_rung_answers_and_is_hung_up(tmp_path: Path) -> None:
    async with a_house(tmp_path) as exchange:
        port = free_port()
        wire = await Wire.to(exchange.port)
        assert (
            status(await signed_in(wire, "roy", ACCOUNTS["roy"].password, contact=f"<sip:roy@127.0.0.1:{port}>"))
            == 200
        )
        answering = asyncio.create_task(sipp("-sn", "uas", "-m", "3", folder=tmp_path, port=port))
        for number in range(3):
            name = f"r{number}"
            exchange.events.clear()
            exchange.switch.ring(
                name,
                adviser_line="adviser",
                customer_line="customer",
                caller=Role.ADVISER,
                folder=tmp_path / name,
                ring_seconds=10,
            )
            phones = exchange.board.phones("roy")
            (binding,) = [one for one in phones if str(port) in one.contact]
            at_sipp = binding.__class__(
                **{**_fields(binding), "flow": binding.flow.__class__("UDP", "127.0.0.1", port)}
            )
            exchange.board.ring_phones(
                name, Role.CUSTOMER, [at_sipp], CallerId("0612345678", "Hélène Çelik"), only_phone=True
            )
            await exchange.told(CallConnected)
            exchange.switch.hang_up(name, Role.ADVISER)
        code, said = await answering
        assert code == 0, said[-1500:]
        wire.close()


def _fields(binding: object) -> dict[str, object]:
    return {name: getattr(binding, name) for name in binding.__slots__}  # type: ignore[attr-defined]  a dataclass with slots


async def test_sipp_with_a_password_calls_twenty_times_in_a_row(tmp_path: Path) -> None:
    async with a_house(tmp_path) as exchange:
        steps = [*answered(), send("ACK", 2), pause(300), *hung_up(3)]
        many = ("-m", str(CALLS), "-r", "10")
        code, said = await sipp(*AS_LEA, *many, f"127.0.0.1:{exchange.port}", folder=tmp_path, scenario=steps)
        assert code == 0, said[-3000:]
        assert len(exchange.dialled) == CALLS


UGLY = {
    "the ACK comes only when the 200 has come twice": [
        *answered(),
        pause(700),
        send("ACK", 2),
        pause(50),
        *hung_up(3),
    ],
    "BYE before the ACK": [*answered(), *hung_up(3)],
    "the ACK is sent twice, and the BYE crosses a repeated INVITE": [
        *answered(),
        send("ACK", 2),
        send("ACK", 2),
        pause(50),
        *hung_up(3),
    ],
    "hold as of old, keys, and back at another port": [
        *answered(),
        send("ACK", 2),
        send("INVITE", 3, body=sound(2, address="0.0.0.0")),
        recv(200),
        send("ACK", 3),
        send("INVITE", 4, body=sound(3, port="[media_port+2]")),
        recv(200),
        send("ACK", 4),
        *hung_up(5),
    ],
}


@pytest.mark.parametrize("name", list(UGLY))
async def test_on_a_bad_day_calls_still_begin_and_end(tmp_path: Path, name: str) -> None:
    async with a_house(tmp_path) as exchange:
        code, said = await sipp(*AS_LEA, *MANY, f"127.0.0.1:{exchange.port}", folder=tmp_path, scenario=UGLY[name])
        assert code == 0, said[-3000:]
        await exchange.until(lambda: counted(exchange, CallEnded) == 5, "all ended")
        assert {event.reason for event in exchange.events if isinstance(event, CallEnded)} == {EndReason.HUNG_UP}
        if "hold" in name:
            assert counted(exchange, CallHeld) == counted(exchange, CallResumed) == 5


async def test_whoever_gives_up_is_told_487_and_acknowledged(tmp_path: Path) -> None:
    steps = [
        *dialled(), recv(100, optional="true"), recv(180), of_invite("CANCEL", 2, 3), recv(200),
        recv(487), of_invite("ACK", 2, 6),
    ]  # fmt: skip
    async with a_house(tmp_path, answers=False) as exchange:
        code, said = await sipp(*AS_LEA, *MANY, f"127.0.0.1:{exchange.port}", folder=tmp_path, scenario=steps)
        assert code == 0, said[-3000:]
        assert {event.reason for event in exchange.events if isinstance(event, CallEnded)} == {EndReason.CANCELLED}


async def test_one_message_in_seven_lost_each_way_delays_calls_and_breaks_none(tmp_path: Path) -> None:
    steps = [*dialled(), *PROGRESS, recv(200, rrs="true"), send("ACK", 2), pause(100), *hung_up(3)]
    async with a_house(tmp_path) as exchange:
        code, said = await sipp(
            *AS_LEA, *MANY, "-lost", "15", f"127.0.0.1:{exchange.port}", folder=tmp_path, scenario=steps
        )
        assert code == 0, said[-3000:]
        assert len(exchange.dialled) == 5, "a repeated INVITE is no second call"
        assert not counted(exchange, CallDigits)
