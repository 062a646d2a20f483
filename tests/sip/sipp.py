"""sipp in a process of its own, and scenarios for it put together from steps."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from tests.free_ports import free_port

_HEAD = """Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: "lea" <sip:lea@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>{tag}
Call-ID: [call_id]
Contact: <sip:lea@[local_ip]:[local_port]>
Max-Forwards: 70"""

_LINE = "sip:[service]@[remote_ip]:[remote_port] SIP/2.0"

_SDP = """v=0
o=u 1 {version} IN IP4 [local_ip]
s=-
c=IN IP4 {address}
t=0 0
m=audio {port} RTP/AVP 0
"""


async def sipp(
    *arguments: str, folder: Path, scenario: Sequence[str] = (), port: int = 0, seconds: int = 25
) -> tuple[int, str]:
    """Exit code and what it said. `scenario`: its steps, else the arguments name a stock one."""
    given: list[str] = []
    if scenario:
        file = folder / f"scenario-{os.urandom(4).hex()}.xml"
        text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', "<scenario>", *scenario, "</scenario>"])
        await asyncio.to_thread(file.write_text, text)
        given = ["-sf", str(file)]
    process = await asyncio.create_subprocess_exec(
        "sipp", *given, *arguments, "-i", "127.0.0.1", "-p", str(port or free_port()), "-mp", str(media_port()),
        "-nostdin", "-trace_err", "-timeout", str(seconds), "-timeout_error",
        cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, said.decode(errors="replace")


def media_port() -> int:
    """sipp takes this port and the two that follow."""
    return 30000 + 4 * (free_port() % 500)


def send(method: str, number: int, *, body: str = "", more: str = "", fresh: bool = False) -> str:
    """A request; `fresh`: not within a dialog yet."""
    head = _HEAD.format(tag="" if fresh else "[peer_tag_param]")
    content = f"Content-Type: application/sdp\nContent-Length: [len]\n\n{body}" if body else "Content-Length: 0\n\n"
    again = "" if method == "ACK" else ' retrans="500"'
    text = f"{method} {_LINE}\n{head}\nCSeq: {number} {method}\n{more}{content}"
    return f"<send{again}><![CDATA[\n{text}]]></send>"


def of_invite(method: str, number: int, steps_since: int) -> str:
    """CANCEL, or the ACK of a refusal: with the branch of the INVITE so many steps before (RFC 3261 §9.1)."""
    fresh = method == "CANCEL"
    return send(method, number, fresh=fresh).replace("[branch]", f"[branch-{steps_since}]")


def recv(response: int, **more: str) -> str:
    words = "".join(f' {name}="{value}"' for name, value in more.items())
    return f'<recv response="{response}"{words}/>'


def pause(milliseconds: int) -> str:
    return f'<pause milliseconds="{milliseconds}"/>'


def sound(version: int = 1, address: str = "[local_ip]", port: str = "[media_port]") -> str:
    return _SDP.format(version=version, address=address, port=port)


PROGRESS = recv(100, optional="true"), recv(180, optional="true")


def dialled() -> list[str]:
    """An INVITE refused, then sent again with a password."""
    return [
        send("INVITE", 1, body=sound(), fresh=True),
        recv(401, auth="true"),
        of_invite("ACK", 1, 2),
        send("INVITE", 2, body=sound(), more="[authentication]\n", fresh=True),
    ]


def answered() -> list[str]:
    """A call up to its 200, not yet acknowledged."""
    return [*dialled(), *PROGRESS, recv(200, rrs="true")]


def hung_up(number: int) -> list[str]:
    return [send("BYE", number), recv(200)]
