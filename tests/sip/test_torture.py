"""Messages made to break parsers, in the spirit of RFC 4475, written to the port: right answers, no crash.

Each stands for a section of the RFC, named beside it; the texts are ours, made from what the section says is wrong.
"""

import pytest

from tests.sip.ports import Wire, a_port, crlf
from tests.sip.test_registering import options, status


def message(first: str = "OPTIONS sip:combine@127.0.0.1 SIP/2.0", *, body: str = "", **changed: str | None) -> str:
    """A sound request but for what is changed; None leaves a header out."""
    method = first.split()[0] if first.split() else "OPTIONS"
    headers: dict[str, str | None] = {
        "Via": "SIP/2.0/UDP 127.0.0.1:5099;branch=z9hG4bKtorture;rport",
        "Max-Forwards": "70",
        "From": "<sip:essai@127.0.0.1>;tag=1",
        "To": "<sip:combine@127.0.0.1>",
        "Call-ID": "torture",
        "CSeq": f"1 {method}",
        "Content-Length": str(len(body)),
    }
    headers |= {name.replace("_", "-"): value for name, value in changed.items()}
    lines = [f"{name}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join([first, *lines, "", body])


ANSWERED = {
    # Valid though strange (§3.1.1): answered like any other.
    "a short tortuous but valid request (3.1.1.1)": (
        "OPTIONS sip:combine@127.0.0.1;unknownparam SIP/2.0\r\n"
        'TO :\r\n sip:combine@127.0.0.1 ;   other  = "x"\r\n'
        'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>\r\n  ;\r\n  tag = 98asjd8\r\n'
        "MaX-fOrWaRdS: 0068\r\nCall-ID: wsinv.ndaksdj@192.0.2.1\r\nCSeq: 0009\r\n  OPTIONS\r\n"
        "v:  SIP  / 2.0  / UDP\r\n   127.0.0.1 :5099 ; branch=z9hG4bKwsinv ; rport\r\n"
        "NewFangledHeader:   newfangled value\r\n continued newfangled value\r\n"
        "UnknownHeaderWithUnusualValue: ;;,,;;,;\r\nl: 0\r\n\r\n",
        200,
    ),
    "characters beyond ASCII in a display name (3.1.1.2)": (
        message(From='"Hélène ~!@#$%^&*()_+=-" <sip:h%C3%A9l@127.0.0.1>;tag=%22x'),
        200,
    ),
    "escaped characters in the user part (3.1.1.3)": (
        message("OPTIONS sip:sips%3Auser%40ex.com@127.0.0.1 SIP/2.0"),
        200,
    ),
    "long values (3.1.1.7)": (message(Subject="a" * 8000, Call_ID="l" * 500), 200),
    "more after the body than the length says (3.1.1.8)": (message() + "INVITE sip:b@c SIP/2.0\r\n\r\n", 200),
    "semicolons in the user part (3.1.1.9)": (message("OPTIONS sip:user;par=u%40example.net@127.0.0.1 SIP/2.0"), 200),
    "a transport nobody knows (3.1.1.10)": (message(Via="SIP/2.0/UNKNOWN 127.0.0.1:5099;branch=z9hG4bKu;rport"), 200),
    # Invalid (§3.1.2).
    "trailing separators in headers (3.1.2.1)": (
        message(Via="SIP/2.0/UDP 127.0.0.1:5099;branch=z9hG4bKb;rport;;,;,,"),
        400,
    ),
    "a length beyond the body (3.1.2.2)": (message(Content_Length="9999"), 400),
    "a negative length (3.1.2.3)": (message(Content_Length="-999"), 400),
    "numbers out of range (3.1.2.4)": (message(CSeq="36893488147419103232 OPTIONS"), 400),
    "an expiry out of this world (3.1.2.4)": (message(Max_Forwards="300"), 400),
    "a quote that never closes (3.1.2.6)": (message(To='"Mr. J. User <sip:j.user@127.0.0.1>'), 400),
    "brackets around the request's address (3.1.2.7)": (message("OPTIONS <sip:combine@127.0.0.1> SIP/2.0"), 400),
    "blanks within the request's address (3.1.2.8)": (message("OPTIONS sip:combine@127.0.0.1; lr SIP/2.0"), 400),
    "several blanks in the first line (3.1.2.9)": (message("OPTIONS  sip:combine@127.0.0.1  SIP/2.0"), 400),
    "a blank at the first line's end (3.1.2.10)": (message("OPTIONS sip:combine@127.0.0.1 SIP/2.0 "), 400),
    "an address that is none in To (3.1.2.14)": (message(To="no-scheme-here"), 400),
    "a display name that must be quoted (3.1.2.15)": (
        message(From="Bell, Alexander <sip:a.g.bell@127.0.0.1>;tag=4"),
        400,
    ),
    "another version (3.1.2.16)": (message("OPTIONS sip:combine@127.0.0.1 SIP/7.0"), 505),
    "a method other than CSeq's (3.1.2.17)": (message(CSeq="8 INVITE"), 400),
    "an unknown method other than CSeq's (3.1.2.18)": (
        message("NEWMETHOD sip:c@127.0.0.1 SIP/2.0", CSeq="8 INVITE"),
        400,
    ),
    # Beyond syntax (§3.3).
    "headers that are missing (3.3.1)": (message(Call_ID=None, From=None, To=None), 400),
    "a scheme nobody knows (3.3.2)": (message("OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0"), 416),
    "a known scheme that is not ours (3.3.3)": (message("OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0"), 416),
    "an extension that we do not know (3.3.5)": (message(Require="nothingSupportsThis"), 420),
    "the same header twice (3.3.8)": (message().replace("CSeq: 1", "CSeq: 5 OPTIONS\r\nCSeq: 1"), 400),
    "two lengths (3.3.9)": (message().replace("Content-Length: 0", "Content-Length: 0\r\nContent-Length: 5"), 400),
    "a method that nobody knows": (message("NEWMETHOD sip:c@127.0.0.1 SIP/2.0"), 501),
    "no hops left, for a proxy to mind (3.3.11)": (message(Max_Forwards="0"), 200),
    "a registration with a scheme of authentication nobody knows (3.3.7)": (
        message(
            "REGISTER sip:127.0.0.1 SIP/2.0",
            Authorization="NoOneKnowsThisScheme opaque-data=here",
            Contact="<sip:a@b>",
        ),
        401,
    ),
    "a registration with a broken contact (3.1.2.13)": (
        message("REGISTER sip:127.0.0.1 SIP/2.0", Contact="sip:user@127.0.0.1?Route=%3Csip:x%3E"),
        400,
    ),
}

DROPPED = {
    "nothing but noise": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20,
    "half a line": b"OPTIONS sip:",
    "no Via to answer to": message(Via=None).encode(),
    "a Via of zero bytes": message(Via="\0\0").encode(),
    "a response with a status beyond all (3.1.2.19)": message(
        "SIP/2.0 4294967301 better not break", CSeq="1 OPTIONS"
    ).encode(),
    "a response to nothing (3.3.10)": message("SIP/2.0 200 OK", CSeq="1 OPTIONS").encode(),
    "an ACK of nothing": message("ACK sip:combine@127.0.0.1 SIP/2.0").encode(),
    "a header a hundred kilobytes long": message(Subject="x" * 64_000).encode(),
}


@pytest.mark.parametrize("name", list(ANSWERED))
async def test_a_tortuous_request_gets_its_right_answer(name: str) -> None:
    text, expected = ANSWERED[name]
    async with a_port() as port:
        wire = await Wire.to(port.endpoint.port)
        assert status(await wire.ask(text)) == expected
        assert status(await wire.ask(options(wire.port))) == 200, "the port still answers"
        wire.close()


async def test_what_cannot_be_answered_is_dropped_and_the_port_goes_on() -> None:
    async with a_port() as port:
        wire = await Wire.to(port.endpoint.port)
        for data in DROPPED.values():
            wire.send(data[:65000])
        answer = await wire.ask(options(wire.port))
        assert status(answer) == 200
        assert wire.received.empty()
        wire.close()


async def test_two_requests_in_one_piece_of_tcp_are_two_and_a_broken_stream_harms_only_itself() -> None:
    import asyncio

    async with a_port() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port.endpoint.port)
        both = options(5098).replace("UDP", "TCP") + options(5097).replace("UDP", "TCP")
        for letter in (both[:40], both[40:300], both[300:]):
            writer.write(letter.encode())
            await writer.drain()
        async with asyncio.timeout(3):
            first = await reader.readuntil(b"\r\n\r\n")
            second = await reader.readuntil(b"\r\n\r\n")
        assert first.startswith(b"SIP/2.0 200")
        assert second.startswith(b"SIP/2.0 200")
        writer.write(crlf("x" * 70_000).encode())
        async with asyncio.timeout(3):
            assert await reader.read() == b""
        writer.close()
        wire = await Wire.to(port.endpoint.port)
        assert status(await wire.ask(options(wire.port))) == 200
        wire.close()
