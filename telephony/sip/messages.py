"""SIP messages as they come and as we answer them: reading, judging, replying (RFC 3261 §7, §8.2, §21).

aiosipua parses and writes the messages; here stands what it lets pass: a request that breaks the grammar gets the
answer that RFC 4475 expects, a broken response is dropped.
"""

import re
import secrets
from dataclasses import dataclass
from ipaddress import IPv6Address

from aiosipua import SipMessage, SipRequest, SipResponse, parse_via, stringify_via

from .addresses import address_in, several

USER_AGENT = "Combine"
METHODS = ("INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "INFO", "UPDATE", "REFER")
SUPPORTED = ("timer",)
"""Option tags that we understand (RFC 4028)."""

MAX_MESSAGE = 64 * 1024
"""Bytes of one message, headers and body."""

REASONS = {
    100: "Trying", 180: "Ringing", 183: "Session Progress", 200: "OK", 202: "Accepted",
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    408: "Request Timeout", 415: "Unsupported Media Type", 416: "Unsupported URI Scheme", 420: "Bad Extension",
    422: "Session Interval Too Small", 423: "Interval Too Brief", 480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist", 483: "Too Many Hops", 486: "Busy Here", 487: "Request Terminated",
    488: "Not Acceptable Here", 491: "Request Pending", 500: "Server Internal Error", 501: "Not Implemented",
    503: "Service Unavailable", 505: "Version Not Supported", 603: "Decline",
}  # fmt: skip

_REQUEST_LINE = re.compile(r"(?P<method>[A-Za-z0-9.!%*_+`'~-]+) (?P<uri>[^\s<>\"]+) (?P<version>SIP/\d+\.\d+)")
_STATUS_LINE = re.compile(r"SIP/2\.0 (?P<status>[1-6]\d\d)( .*)?")
_CSEQ = re.compile(r"(?P<number>\d{1,20})\s+(?P<method>\S+)")
_VIA = re.compile(r"SIP\s*/\s*\d+\.\d+\s*/\s*[A-Za-z0-9+-]+\s+\S.*", re.DOTALL)
_SINGLE = ("call-id", "cseq", "from", "to", "max-forwards", "content-length", "content-type")
_LISTS = ("contact", "route", "record-route", "p-asserted-identity", "diversion")
"""Headers that list addresses, each of which may carry a quoted name."""
_KNOWN_SCHEMES = ("sip", "sips", "tel")


class Unreadable(Exception):
    """Not a SIP message that can be answered: it is dropped."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a request is refused before anybody looks at it."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...] = ()


def read(data: bytes) -> SipRequest | SipResponse:
    """One message. Raises Unreadable for what cannot even be answered."""
    if len(data) > MAX_MESSAGE:
        raise Unreadable("too long")
    try:
        message = SipMessage.parse(data)
        if isinstance(message, SipResponse):
            first = data.split(b"\n", 1)[0].rstrip(b"\r").decode("utf-8", errors="replace")
            if _STATUS_LINE.fullmatch(first) is None or message.cseq is None or not message.via:
                raise Unreadable("response")
        elif not message.headers.get("via") or _VIA.fullmatch(message.headers.get("via")[0]) is None:
            raise Unreadable("no usable Via")
    except (ValueError, TypeError, IndexError, UnboundLocalError) as error:
        # Whatever the parser trips over: the message cannot be understood.
        raise Unreadable(str(error)) from error
    if b'\\"' in data:
        _cut_lists_again(message)
    return message


def _cut_lists_again(message: SipRequest | SipResponse) -> None:
    """aiosipua takes an escaped quote for the end of the quoted name and cuts at the comma after it."""
    for name in _LISTS:
        values = several(",".join(message.headers.get(name)))
        message.headers.remove(name)
        for value in values:
            message.headers.append(name, value)


def fault_of(request: SipRequest, data: bytes) -> Fault | None:
    """The first thing wrong with a request, or None. `data`: as it came, for what parsing smooths over."""
    first = data.split(b"\n", 1)[0].rstrip(b"\r").decode("utf-8", errors="replace")
    line = _REQUEST_LINE.fullmatch(first)
    if line is None:
        return Fault(400, "Bad Request Line")
    if line["version"] != "SIP/2.0":
        return Fault(505, REASONS[505])
    if not _has_sound_host(line["uri"]):
        return Fault(400, "Bad Request-URI")
    return _broken_header(request) or _broken_body(request, data) or _not_supported(request)


def _broken_header(request: SipRequest) -> Fault | None:
    for name in _SINGLE:
        if len(request.headers.get(name)) > 1:
            return Fault(400, f"Several {name}")
    for name in ("from", "to", "call-id", "cseq"):
        if not request.headers.get_first(name):
            return Fault(400, f"Missing {name}")
    cseq = _CSEQ.fullmatch(request.headers.get_first("cseq") or "")
    if cseq is None or int(cseq["number"]) >= 2**31:
        return Fault(400, "Bad CSeq")
    if cseq["method"] != request.method:
        return Fault(400, "CSeq does not match the method")
    for name in ("from", "to", "contact"):
        for value in request.headers.get(name):
            if not (name == "contact" and value.strip() == "*") and not _is_address(value):
                return Fault(400, f"Bad {name}")
    sender = address_in(request, "from")
    if (sender is None or not sender.tag) and "z9hG4bK" in request.headers.get("via")[0]:
        return Fault(400, "Missing From tag")
    for via in request.headers.get("via"):
        if _VIA.fullmatch(via) is None or via.rstrip().endswith((";", ",")):
            return Fault(400, "Bad Via")
    forwards = request.headers.get_first("max-forwards")
    if forwards is not None and not (forwards.isascii() and forwards.isdigit() and int(forwards) <= 255):
        return Fault(400, "Bad Max-Forwards")
    expires = request.headers.get_first("expires")
    if expires is not None and not (expires.isascii() and expires.isdigit()):
        return Fault(400, "Bad Expires")
    return None


def _is_address(value: str) -> bool:
    """name-addr or addr-spec: quotes and brackets that close, and an address with a scheme."""
    unescaped = re.sub(r"\\.", "", value)
    if unescaped.count('"') % 2:
        return False
    outside = re.sub(r'"[^"]*"', "", unescaped)
    if outside.count("<") != outside.count(">") or outside.count("<") > 1:
        return False
    if "<" in outside:
        name, _, rest = outside.partition("<")
        inside, _, parameters = rest.partition(">")
        is_token = re.fullmatch(r"[A-Za-z0-9\-.!%*_+`'~\s\u0080-\U0010ffff]*", name) is not None
        good_end = not parameters.strip() or parameters.strip().startswith(";")
        return is_token and good_end and _is_uri(inside)
    return _is_uri(outside.partition(";")[0].strip()) and "?" not in outside


def _is_uri(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+", text.strip()) is not None and text == text.strip()


def _has_sound_host(uri: str) -> bool:
    """Of a sip URI: an address of IPv6 stands in brackets and is one (RFC 5118 §4.2, §4.10, RFC 5954)."""
    scheme, _, rest = uri.partition(":")
    if scheme.lower() not in ("sip", "sips"):
        return True
    hostport = rest.partition("?")[0].rpartition("@")[2].partition(";")[0]
    if not hostport.startswith("["):
        return hostport.count(":") <= 1
    inside, closes, port = hostport[1:].partition("]")
    try:
        IPv6Address(inside)
    except ValueError:
        return False
    return bool(closes) and (not port or port.startswith(":"))


def _broken_body(request: SipRequest, data: bytes) -> Fault | None:
    declared = request.headers.get_first("content-length")
    if declared is None:
        return None
    if not (declared.isascii() and declared.isdigit()):
        return Fault(400, "Bad Content-Length")
    separator = b"\r\n\r\n" if b"\r\n\r\n" in data else b"\n\n"
    if int(declared) > len(data.partition(separator)[2]):
        return Fault(400, "Body shorter than Content-Length")
    return None


def _not_supported(request: SipRequest) -> Fault | None:
    if request.method == "ACK":
        return None
    scheme = request.uri.partition(":")[0].lower()
    if scheme not in _KNOWN_SCHEMES:
        return Fault(416, REASONS[416])
    if request.method not in METHODS:
        return Fault(501, REASONS[501], (("Allow", ", ".join(METHODS)),))
    unknown = [tag for tag in request.headers.get("require") if tag.lower() not in SUPPORTED]
    unknown += request.headers.get("proxy-require")
    if unknown and request.method != "CANCEL":
        return Fault(420, REASONS[420], (("Unsupported", ", ".join(unknown)),))
    if request.headers.get_first("max-forwards") == "0" and request.method not in ("OPTIONS", "BYE"):
        return Fault(483, REASONS[483])
    return None


def reply(
    request: SipRequest, status: int, reason: str = "", *, tag: str | None = None, **headers: str
) -> SipResponse:
    """An answer to `request` (RFC 3261 §8.2.6); `headers` with `_` for `-`. `tag`: ours, made when missing."""
    response = SipResponse(status_code=status, reason_phrase=reason or REASONS.get(status, ""))
    for via in request.headers.get("via"):
        response.headers.append("Via", via)
    for name in ("From", "To", "Call-ID", "CSeq"):
        value = request.headers.get_first(name)
        if value is not None:
            response.headers.set_single(name, value)
    to = request.headers.get_first("to") or ""
    if status > 100 and ";tag=" not in to.lower():
        response.headers.set_single("To", f"{to};tag={tag or secrets.token_hex(6)}")
    for name in request.headers.get("record-route"):
        response.headers.append("Record-Route", name)
    for name, value in headers.items():
        response.headers.set_single(name.replace("_", "-"), value)
    response.headers.set_single("User-Agent", USER_AGENT)
    return response


def stamp(request: SipRequest, host: str, port: int) -> None:
    """Writes into the topmost Via where the request truly came from (RFC 3261 §18.2.1, RFC 3581 §4)."""
    first, *rest = request.headers.get("via")
    via = parse_via(first)
    if via.host.strip("[]") != host or "rport" in via.params:
        via.params["received"] = host
    if "rport" in via.params:
        via.params["rport"] = str(port)
    request.headers.remove("Via")
    request.headers.append("Via", stringify_via(via))
    for value in rest:
        request.headers.append("Via", value)


def number_of(text: str | None, default: int) -> int:
    """A header's whole number, or the default when it is missing or none."""
    return int(text) if text is not None and text.isascii() and text.isdigit() else default
