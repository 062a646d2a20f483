"""What field telephones send (tests/data/field), read by the code that telephones meet."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiosipua import SipMessage, SipRequest

from telephony.finishing.decoding import decode
from telephony.finishing.laying import LegTally
from telephony.finishing.placing import LegPlacer
from telephony.recording.rtpdump import RtpRecord
from telephony.sip import Flow, sdes, sdp
from telephony.sip.addresses import read_address, user_of
from telephony.sip.digest import account_of
from telephony.sip.digits import RtpDigits, digit_of_info
from telephony.sip.registrar import Registrar
from telephony.sip.session import Session

FIELD = Path(__file__).parents[1] / "data" / "field"


@dataclass(frozen=True)
class Sample:
    family: str
    name: str
    source: str
    odd: str
    kind: str
    text: str
    right: dict[str, Any]


def samples() -> list[Sample]:
    found: list[Sample] = []
    for path in sorted(FIELD.glob("*.yaml")):
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [Sample(read["family"], **one) for one in read["samples"]]
    return found


@pytest.mark.parametrize("sample", samples(), ids=lambda one: f"{one.family}: {one.name}")
def test_a_field_telephone_is_understood(sample: Sample) -> None:
    assert READERS[sample.kind](sample.text.strip("\n")) | sample.right == READERS[sample.kind](
        sample.text.strip("\n")
    )


def test_each_sample_says_where_it_comes_from_and_what_is_odd() -> None:
    assert all(sample.source and sample.odd for sample in samples())
    assert len({sample.family for sample in samples()}) >= 15


def description(text: str) -> dict[str, Any]:
    theirs = sdp.read(text.replace("\n", "\r\n"), may_encrypt=False)
    answered = Session("127.0.0.1", 4000, 1).answer(theirs, next(iter(theirs.numbers)))
    media = [line[2:].split(" ") for line in answered.splitlines() if line.startswith("m=")]
    return {
        "host": theirs.host,
        "port": theirs.port,
        "codecs": [str(codec) for codec in theirs.numbers],
        "events": theirs.events,
        "hold": theirs.is_hold,
        "profile": theirs.profile,
        "ptime": theirs.ptime,
        "media": [" ".join(words[:3]) for words in media],
    }


def contact(text: str) -> dict[str, Any]:
    address = read_address(text)
    return {"uri": address.uri, "params": address.params}


def register(text: str) -> dict[str, Any]:
    registrar = Registrar(lambda _: None)
    for number, line in enumerate(text.splitlines()):
        request = SipRequest(method="REGISTER", uri="sip:192.0.2.1")
        request.headers.append("Contact", line)
        request.headers.set_single("Call-ID", f"restart-{number}")
        request.headers.set_single("CSeq", "1 REGISTER")
        registrar.register("lea", request, Flow("UDP", "192.0.2.14", 49000 + number))
    return {"contacts": len(registrar.phones("lea"))}


def info(text: str) -> dict[str, Any]:
    kind, _, body = text.partition("\n\n")
    message = SipMessage.parse(
        f"INFO sip:x SIP/2.0\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    )
    assert isinstance(message, SipRequest)
    return {"key": digit_of_info(message)}


def event(text: str) -> dict[str, Any]:
    digits = RtpDigits()
    pressed = ""
    for number, line in enumerate(text.splitlines()):
        stamp, marker, payload = line.split()
        pressed += digits.heard(int(stamp), bytes.fromhex(payload), int(marker), number * 0.05) or ""
    return {"keys": pressed}


def crypto(text: str) -> dict[str, Any]:
    found = sdes.read([text])
    return {"usable": bool(found), "mki": found[0].mki.hex() if found else ""}


def packets(text: str) -> dict[str, Any]:
    number, step, count = map(int, text.split())
    placer, tally = LegPlacer(), LegTally()
    placer.feed([RtpRecord(n * 0.02, number, n, n * step, 1, bytes(160)) for n in range(count)])
    placer.end()
    placed = placer.take(float("inf"))
    pieces, undecodable = decode(placed)
    tally.count(placed, pieces, len(undecodable))
    return {"seconds": round(tally.ends_at), "wrong_clock": placer.has_wrong_clock}


READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "offer": description,
    "answer": description,
    "contact": contact,
    "register": register,
    "info": info,
    "event": event,
    "crypto": crypto,
    "packets": packets,
    "username": lambda text: {"account": account_of(text)},
    "dialled": lambda text: {"number": user_of(text)},
}
