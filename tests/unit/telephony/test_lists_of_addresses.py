"""Headers that list addresses are cut between the addresses alone, whatever stands in quotes (RFC 3261 §25.1)."""

import pytest

from telephony.sip.messages import read

PLAIN = "<sip:m@h:5062>"


@pytest.mark.parametrize(
    "first",
    [
        r'"Lina \"Poste 4\", accueil" <sip:l@h>;expires=90',
        r'"L\"i,n<a>" <sip:l@h>;expires=90',
        r'"\\" <sip:l@h>;expires=90',
        '"Ferrand, Lina" <sip:l@h>;expires=90',
        r'"\"" <sip:l@h;to=a,b>;expires=90',
    ],
)
@pytest.mark.parametrize("name", ["Contact", "Route", "Record-Route"])
def test_a_comma_after_an_escaped_quote_cuts_nothing(name: str, first: str) -> None:
    lines = [
        "REGISTER sip:h SIP/2.0",
        "Via: SIP/2.0/UDP h;branch=z9hG4bK1",
        "From: <sip:a@h>;tag=1",
        "To: <sip:a@h>",
        "Call-ID: 1",
        "CSeq: 1 REGISTER",
        f"{name}: {first}, {PLAIN}",
        f"{name}: {PLAIN}",
        "Content-Length: 0",
    ]
    message = read("\r\n".join([*lines, "", ""]).encode())
    assert message.headers.get(name) == [first, PLAIN, PLAIN]
