"""The torture messages of RFC 5118 (SIP over IPv6), by section; the texts are ours, made from what it is about."""

import pytest

from telephony.codecs import Codec
from telephony.sip import sdp
from telephony.sip.addresses import address_in, read_address, user_of
from telephony.sip.messages import fault_of, read, stamp
from telephony.sip.wire import in_uri
from tests.sip.ports import Wire, a_port
from tests.sip.test_registering import options, status

HERE, THERE = "2001:db8::9:1", "2001:db8::10"


def register(uri: str, *, via: str = f"[{HERE}]", more: str = "", contact: str = f"<sip:lea@[{HERE}]>") -> bytes:
    lines = (
        f"REGISTER {uri} SIP/2.0",
        f"Via: SIP/2.0/UDP {via};branch=z9hG4bKas3-111",
        *([more] if more else []),
        "Max-Forwards: 70",
        "To: <sip:lea@example.com>",
        "From: <sip:lea@example.com>;tag=81x2",
        f"Call-ID: SSG9559905523997077@[{HERE}]",
        f"Contact: {contact}",
        "CSeq: 98176 REGISTER",
        "Content-Length: 0",
    )
    return "\r\n".join((*lines, "", "")).encode()


def judged(data: bytes) -> int | None:
    """The status that the port answers before anybody looks at what is asked; None: it is a sound request."""
    request = read(data)
    fault = fault_of(request, data)  # type: ignore[arg-type]  a request
    return fault.status if fault is not None else None


SOUND = {
    "an address in brackets (4.1)": register(f"sip:[{THERE}]"),
    "a port within the brackets, which is none (4.3)": register(f"sip:[{THERE}:5070]"),
    "a port behind them (4.4)": register(f"sip:[{THERE}]:5070"),
    "received in brackets (4.5)": register(f"sip:[{THERE}]", via=f"[{HERE}];received=[2001:db8::9:255]"),
    "received without (4.5)": register(f"sip:[{THERE}]", via=f"[{HERE}];received=2001:db8::9:255"),
    "both families in the way (4.7)": register(
        f"sip:[{THERE}]", more="Via: SIP/2.0/UDP 192.0.2.1:5060;received=192.0.2.30;branch=z9hG4bKas3-112"
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_request_with_addresses_of_ipv6_is_sound(name: str) -> None:
    assert judged(SOUND[name]) is None


@pytest.mark.parametrize(
    "data",
    [register(f"sip:{THERE}"), register("sip:user@[2001:db8:::192.0.2.1]"), register("sip:[2001:db8::10")],
    ids=["without brackets (4.2)", "three colons (4.10)", "a bracket that never closes"],
)
def test_an_address_that_is_none_is_refused(data: bytes) -> None:
    assert judged(data) == 400


def test_where_such_a_request_came_from_is_written_without_a_second_pair_of_brackets() -> None:
    request = read(register(f"sip:[{THERE}]", via=f"[{HERE}]:5061;rport"))
    stamp(request, "2001:db8::77", 40000)  # type: ignore[arg-type]  a request
    (via,) = request.headers.get("via")
    assert via.startswith(f"SIP/2.0/UDP [{HERE}]:5061")
    assert "received=2001:db8::77" in via
    assert "rport=40000" in via


def test_a_contact_keeps_its_brackets_and_its_port() -> None:
    contact = address_in(
        read(register(f"sip:[{THERE}]", contact=f"<sip:lea@[{HERE}]:5062;transport=tcp>")), "contact"
    )
    assert contact is not None
    assert (contact.parsed.host.strip("[]"), contact.parsed.port, contact.user) == (HERE, 5062, "lea")
    assert read_address(contact.uri).parsed.port == 5062
    assert user_of(f"sip:0612345678@[{HERE}]") == "0612345678"
    assert in_uri(HERE) == f"[{HERE}]"


def described(*lines: str, session: str = "") -> str:
    head = ["v=0", f"o=x 1 1 IN IP6 {HERE}", "s=-", *([session] if session else []), "t=0 0"]
    return "\r\n".join([*head, *lines, ""])


def test_sound_goes_to_an_address_of_ipv6() -> None:
    audio = sdp.read(described("m=audio 5000 RTP/AVP 0", session="c=IN IP6 2001:db8::20"))  # 4.6
    assert (audio.host, audio.port, list(audio.numbers)) == ("2001:db8::20", 5000, [Codec.PCMU])


def test_each_medium_has_its_own_address_of_either_family() -> None:
    of_both = described(
        "m=video 6000 RTP/AVP 31", "c=IN IP6 2001:db8::1", "m=audio 5000 RTP/AVP 8", "c=IN IP4 192.0.2.1"
    )  # 4.8
    audio = sdp.read(of_both)
    assert (audio.host, audio.port, audio.others) == ("192.0.2.1", 5000, ("m=video 0 RTP/AVP 31",))


def test_an_address_of_ipv4_within_ipv6_is_one() -> None:
    audio = sdp.read(described("m=audio 5000 RTP/AVP 8", session="c=IN IP6 ::ffff:192.0.2.2"))  # 4.9
    assert not audio.is_named
    assert not audio.is_hold
    assert audio.host.lower() == "::ffff:192.0.2.2"


async def test_the_port_answers_over_ipv6_and_withstands_them_all() -> None:
    async with a_port(host="::1") as port:
        wire = await Wire.to(port.endpoint.port, "::1")
        assert status(await wire.ask(register("sip:[::1]", via=f"[::1]:{wire.port};rport").decode())) == 401
        assert status(await wire.ask(register(f"sip:{THERE}", via=f"[::1]:{wire.port};rport").decode())) == 400
        assert status(await wire.ask(options(wire.port).replace("127.0.0.1", "[::1]"))) == 200
        wire.close()
