"""Addresses as headers write them: `"Name" <sip:user@host;of=uri>;of=header`, or without brackets (RFC 3261 §20.10).

Without brackets every parameter is the header's, none the URI's. A quoted `<` is no bracket, an escaped letter of a
user is the letter itself (§19.1.4).
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import unquote

from aiosipua import Dialog, SipRequest, SipResponse, SipUri, generate_tag, parse_uri

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, slots=True)
class Address:
    """`uri`: as it stands there, without the header's parameters. `params`: small names, values without quotes."""

    uri: str
    name: str = ""
    params: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def tag(self) -> str:
        return self.params.get("tag", "")

    @property
    def user(self) -> str:
        """Who or what is meant, unescaped: `+33612345678` also where `%2B33612345678` is written."""
        return user_of(self.uri)

    @property
    def parsed(self) -> SipUri:
        """Raises ValueError."""
        return parse_uri(self.uri)


def read_address(value: str) -> Address:
    """Raises ValueError for what has no address at all."""
    outside = _QUOTED.sub(lambda found: "\0" * len(found[0]), value)
    opens = outside.find("<")
    closes = outside.find(">", opens)
    if 0 <= opens < closes:
        name = value[:opens].strip()
        if _QUOTED.fullmatch(name):
            name = re.sub(r"\\(.)", r"\1", name[1:-1])
        uri, rest = value[opens + 1 : closes].strip(), value[closes + 1 :]
    else:
        ends = outside.find(";")
        ends = len(value) if ends < 0 else ends
        name, uri, rest = "", value[:ends].strip(), value[ends:]
    if ":" not in uri:
        raise ValueError("no address")
    return Address(uri, name, _params(rest))


def several(text: str) -> list[str]:
    """The addresses of a header's list, cut at each comma that is within neither quotes nor brackets."""
    outside = _QUOTED.sub(lambda found: "\0" * len(found[0]), text)
    outside = re.sub(r"<[^>]*>", lambda found: "\0" * len(found[0]), outside)
    bounds = [-1, *(found.start() for found in re.finditer(",", outside)), len(text)]
    pieces = (text[start + 1 : end].strip() for start, end in pairwise(bounds))
    return [piece for piece in pieces if piece]


def address_in(message: SipRequest | SipResponse, header: str) -> Address | None:
    """The first one of this header; None without one that can be read."""
    value = message.headers.get_first(header)
    try:
        return read_address(value) if value else None
    except ValueError:
        return None


def user_of(uri: str) -> str:
    """The user part of a URI, unescaped; "" without one. A telephone number of a `tel:` URI is one."""
    scheme, _, rest = uri.partition(":")
    user, at, _ = rest.partition("@")
    if not at:
        return unquote(rest.partition(";")[0]) if scheme.lower() == "tel" else ""
    return unquote(user.partition(";")[0].partition(":")[0])


def dialog_of(request: SipRequest) -> Dialog:
    """The dialog that answering this INVITE begins (RFC 3261 §12.1.1)."""
    sender, named, contact = (address_in(request, name) for name in ("from", "to", "contact"))
    cseq = request.cseq
    return Dialog(
        call_id=request.call_id or "",
        local_tag=(named.tag if named is not None else "") or generate_tag(),
        remote_tag=sender.tag if sender is not None else "",
        local_uri=named.uri if named is not None else request.uri,
        remote_uri=sender.uri if sender is not None else "",
        remote_target=(contact or sender or Address("")).uri,
        route_set=list(request.headers.get("record-route")),
        remote_cseq=cseq.seq if cseq is not None else 0,
    )


def _params(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in _split(text):
        name, _, value = part.partition("=")
        value = value.strip()
        found[name.strip().lower()] = value[1:-1] if _QUOTED.fullmatch(value) else value
    return found


def _split(text: str) -> list[str]:
    """At each `;` that is not within quotes."""
    outside = _QUOTED.sub(lambda found: "\0" * len(found[0]), text)
    bounds = [-1, *(found.start() for found in re.finditer(";", outside)), len(text)]
    pieces = (text[start + 1 : end].strip() for start, end in pairwise(bounds))
    return [piece for piece in pieces if piece]
