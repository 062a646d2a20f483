"""A trace of the SIP port as a Mermaid sequence diagram: who said what to whom, and what the switch made of it.

Messages that were sent again are drawn once. A telephone is named by the account that it registered or dials with.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aiosipua import SipMessage, SipRequest, SipResponse

from telephony import SwitchEvent
from telephony.sip import Flow

Trace = Iterable[tuple[float, str, Flow, bytes]]
OURS = "Combiné"


@dataclass(frozen=True)
class Step:
    """One arrow (`phone` names the other end) or, with an empty phone, what the switch told."""

    phone: str
    is_ours: bool
    text: str

    def drawn(self) -> str:
        if not self.phone:
            return f"    Note over {OURS}: {self.text}"
        one, other = (OURS, self.phone) if self.is_ours else (self.phone, OURS)
        arrow = "-->>" if self.text[0].isdigit() else "->>"
        return f"    {one}{arrow}{other}: {self.text}"


def steps(
    trace: Trace, told: Iterable[tuple[float, SwitchEvent]], names: Mapping[str, str], *, registering: bool = False
) -> list[Step]:
    """In order of time. `names`: what an account's telephone is called; its registrations are drawn on demand."""
    phones: dict[Flow, str] = {}
    seen: set[tuple[str, Flow, bytes]] = set()
    timed: list[tuple[float, Step]] = []
    for at, way, flow, data in trace:
        if (way, flow, data) in seen:
            continue
        seen.add((way, flow, data))
        message = SipMessage.parse(data)
        if flow not in phones:
            phones[flow] = names[_user(message, way)]
        if registering or message.cseq is None or message.cseq.method != "REGISTER":
            timed.append((at, Step(phones[flow], way == "out", _said(message))))
    timed += [(at, Step("", True, type(event).__name__)) for at, event in told]
    return [step for _, step in sorted(timed, key=lambda one: one[0])]


def diagram(drawn: list[Step]) -> str:
    """Mermaid; participants in the order in which they first speak, ours in the middle where there are two."""
    phones = list(dict.fromkeys(step.phone for step in drawn if step.phone))
    order = [phones[0], OURS, *phones[1:]]
    return "\n".join(["sequenceDiagram", *(f"    participant {one}" for one in order), *(s.drawn() for s in drawn)])


def _user(message: SipRequest | SipResponse, way: str) -> str:
    """The account at the other end: whom we ask, or who asks us."""
    if way == "out" and isinstance(message, SipRequest):
        return message.uri.partition(":")[2].partition("@")[0].partition("-0x")[0]
    sender = message.from_addr
    return (sender.uri.user or "") if sender is not None else ""


def _said(message: SipRequest | SipResponse) -> str:
    cseq = message.cseq
    if isinstance(message, SipResponse):
        head = f"{message.status_code} {message.reason_phrase}"
        head += f" ({cseq.method})" if cseq is not None and cseq.method not in ("INVITE", "REGISTER") else ""
    else:
        head = message.method
    notes: list[str] = []
    if message.headers.get("authorization"):
        notes.append("digest")
    if message.headers.get("www-authenticate"):
        notes.append("challenge")
    if isinstance(message, SipRequest) and message.method == "REGISTER":
        gone = message.headers.get_first("expires") == "0" or "expires=0" in (
            message.headers.get_first("contact") or ""
        )
        notes += ["leaves"] if gone else []
    reason = re.search(r'text="([^"]*)"', message.headers.get_first("reason") or "")
    notes += [f"“{reason[1]}”"] if reason else []
    notes += _sound(message)
    return f"{head} [{', '.join(notes)}]" if notes else head


def _sound(message: SipRequest | SipResponse) -> list[str]:
    if "sdp" not in (message.content_type or ""):
        return []
    codecs = [name for name in re.findall(r"a=rtpmap:\d+ ([\w-]+)/", message.text) if name != "telephone-event"]
    direction = re.search(r"^a=(sendonly|recvonly|inactive)\r?$", message.text, re.MULTILINE)
    said = [" ".join(dict.fromkeys(codecs)) or "SDP"]
    return said + ([direction[1]] if direction else [])
