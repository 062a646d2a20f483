"""sipp's own stock scenarios, unchanged, against the port."""

import asyncio
from pathlib import Path

from telephony import Role
from telephony.sip import IncomingCall
from tests.integration.simulator.house import free_port
from tests.sip.phones import Exchange, an_exchange
from tests.sip.ports import ACCOUNTS

CALLS = 20


async def sipp(*arguments: str, folder: Path) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        "sipp", *arguments, "-i", "127.0.0.1", "-p", str(free_port()), "-mp", str(30000 + 2 * (free_port() % 1000)),
        "-nostdin", "-trace_err", "-timeout", "25", "-timeout_error",
        cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode(errors="replace")


def _complaints(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.glob("uac_*_errors.log"))


async def test_the_stock_uac_without_a_password_is_turned_away_each_time_and_leaves_nothing(tmp_path: Path) -> None:
    async with an_exchange(tmp_path) as exchange:
        code, said = await sipp(
            "-sn", "uac", "-m", str(CALLS), "-r", "10", f"127.0.0.1:{exchange.port}", folder=tmp_path
        )
        # sipp's stock caller knows no password: 401 is not what it hoped for, and it says so (exit 1).
        assert code == 1, said[-1500:]
        assert "401" in await asyncio.to_thread(_complaints, tmp_path)
        assert not exchange.dialled
        assert exchange.board.calls.open_legs == 0


async def test_sipp_with_a_password_calls_twenty_times_in_a_row(tmp_path: Path) -> None:
    """The stock caller with the two lines that a password needs (sipp has no stock scenario with them)."""

    def answered(exchange: Exchange, call: IncomingCall) -> None:
        number = len(exchange.dialled)
        exchange.switch.ring(
            f"c{number}",
            adviser_line=f"adviser{number}",
            customer_line=f"customer{number}",
            caller=Role.ADVISER,
            folder=tmp_path / f"c{number}",
            ring_seconds=5,
        )
        exchange.board.dialled_call(f"c{number}", Role.ADVISER, call)
        exchange.switch.answer(f"c{number}", Role.CUSTOMER)

    async with an_exchange(tmp_path, on_dial=answered) as exchange:
        scenario = tmp_path / "caller.xml"
        await asyncio.to_thread(scenario.write_text, CALLER)
        code, said = await sipp(
            "-sf", str(scenario), "-s", "0612345678", "-m", str(CALLS), "-r", "10", "-d", "300",
            "-au", "lea", "-ap", ACCOUNTS["lea"].password, f"127.0.0.1:{exchange.port}", folder=tmp_path,
        )  # fmt: skip
        assert code == 0, said[-3000:]
        assert len(exchange.dialled) == CALLS
        await exchange.until(lambda: exchange.board.calls.open_legs == 0, "no leg left")


_HEAD = """Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: "lea" <sip:lea@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
Contact: <sip:lea@[local_ip]:[local_port]>
Max-Forwards: 70"""

_NEW = _HEAD.replace("[peer_tag_param]", "")

_SDP = """Content-Type: application/sdp
Content-Length: [len]

v=0
o=u 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
"""

_LINE = "sip:[service]@[remote_ip]:[remote_port] SIP/2.0"

CALLER = f"""<?xml version="1.0" encoding="UTF-8"?>
<scenario name="caller with a password">
  <send retrans="500"><![CDATA[
INVITE {_LINE}
{_NEW}
CSeq: 1 INVITE
{_SDP}]]></send>
  <recv response="401" auth="true"/>
  <send><![CDATA[
ACK {_LINE}
{_HEAD}
CSeq: 1 ACK
Content-Length: 0

]]></send>
  <send retrans="500"><![CDATA[
INVITE {_LINE}
{_NEW}
CSeq: 2 INVITE
[authentication]
{_SDP}]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="200" rrs="true"/>
  <send><![CDATA[
ACK {_LINE}
{_HEAD}
CSeq: 2 ACK
Content-Length: 0

]]></send>
  <pause/>
  <send retrans="500"><![CDATA[
BYE {_LINE}
{_HEAD}
CSeq: 3 BYE
Content-Length: 0

]]></send>
  <recv response="200"/>
</scenario>
"""
