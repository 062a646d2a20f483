"""A telephone says that its microphone is off, in an INFO package of ours (RFC 6086): SIP has no word for it.

Who understands it says so with `Recv-Info` when the call begins; nobody else is ever told. The telephone goes on
sending packets, of silence: what is muted and what is unplugged stay two things.
"""

from aiosipua import SipRequest, SipResponse

PACKAGE = "x-combine-mute"

_TEXTS = {True: "on", False: "off"}


def understands(message: SipRequest | SipResponse) -> bool:
    """Whether the sender of this INVITE or 200 wants to be told."""
    return any(value.partition(";")[0].strip().lower() == PACKAGE for value in message.headers.get("recv-info"))


def fill(info: SipRequest, muted: bool) -> None:
    info.headers.set_single("Info-Package", PACKAGE)
    info.headers.set_single("Content-Disposition", "Info-Package")
    info.headers.set_single("Content-Type", "text/plain")
    info.text = _TEXTS[muted]


def read(info: SipRequest) -> bool | None:
    """Whether the microphone is off now; None for an INFO that says nothing of it."""
    if (info.headers.get_first("info-package") or "").partition(";")[0].strip().lower() != PACKAGE:
        return None
    return {text: muted for muted, text in _TEXTS.items()}.get(info.text.strip().lower())
