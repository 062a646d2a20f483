"""The life of a dialog that we began, with one telephone: a table (RFC 3261 §9.1, §12, §13.2.2, §15).

States × events → state and what to do. What has no row changes nothing and needs nothing done: networks repeat and
overtake, and telephones send what nobody asked for. Rows for what field telephones do that is odd name their report
in `oddities.py`.
"""

from enum import StrEnum


class DialogState(StrEnum):
    CALLING = "calling"
    """Our INVITE is out, and the telephone has not said a word."""
    EARLY = "early"
    """It has: it knows of the call."""
    WITHDRAWN = "withdrawn"
    """Nobody wants it any more, and no CANCEL may be sent before its first word (§9.1)."""
    CANCELLED = "cancelled"
    """The CANCEL is out, and the INVITE has no final answer."""
    CONFIRMED = "confirmed"
    """The telephone is the call's: what it asks for from now on is `leg.py`'s, its offers `offering.py`'s."""
    OVER = "over"


class DialogEvent(StrEnum):
    TRYING = "trying"
    """100, or any provisional answer that does not ring."""
    RINGS = "rings"
    """180 or 183."""
    ACCEPTED = "accepted"
    """A 2xx, each time that it comes."""
    REFUSED = "refused"
    """Any other final answer, redirection among them; or none in time."""
    WITHDRAW = "withdraw"
    """Somebody else answered, or whoever calls has given up."""
    GIVE_UP = "give_up"
    """A cancelled telephone has been waited for long enough."""


class Do(StrEnum):
    """What the dialog's end of ours does now."""

    NOTHING = "nothing"
    TELL_RINGING = "tell_ringing"
    TALK = "talk"
    """ACK; the sound is agreed, and the call is this telephone's."""
    ACKNOWLEDGE = "acknowledge"
    """ACK once more: the last one was lost."""
    CANCEL = "cancel"
    HANG_UP = "hang_up"
    """ACK and BYE: it was answered in the moment in which it was given up (§15)."""
    REPORT = "report"
    """This telephone will not answer: its sound is closed, and who rings it is told."""
    CLOSE = "close"


_S, _E = DialogState, DialogEvent

TRANSITIONS: dict[tuple[DialogState, DialogEvent], tuple[DialogState, Do]] = {
    (_S.CALLING, _E.TRYING): (_S.EARLY, Do.NOTHING),
    (_S.CALLING, _E.RINGS): (_S.EARLY, Do.TELL_RINGING),
    (_S.CALLING, _E.ACCEPTED): (_S.CONFIRMED, Do.TALK),
    (_S.CALLING, _E.REFUSED): (_S.OVER, Do.REPORT),
    (_S.CALLING, _E.WITHDRAW): (_S.WITHDRAWN, Do.NOTHING),
    (_S.EARLY, _E.RINGS): (_S.EARLY, Do.TELL_RINGING),
    (_S.EARLY, _E.ACCEPTED): (_S.CONFIRMED, Do.TALK),
    (_S.EARLY, _E.REFUSED): (_S.OVER, Do.REPORT),
    (_S.EARLY, _E.WITHDRAW): (_S.CANCELLED, Do.CANCEL),
    (_S.WITHDRAWN, _E.TRYING): (_S.CANCELLED, Do.CANCEL),
    (_S.WITHDRAWN, _E.RINGS): (_S.CANCELLED, Do.CANCEL),
    (_S.WITHDRAWN, _E.ACCEPTED): (_S.OVER, Do.HANG_UP),
    (_S.WITHDRAWN, _E.REFUSED): (_S.OVER, Do.REPORT),
    (_S.CANCELLED, _E.ACCEPTED): (_S.OVER, Do.HANG_UP),
    (_S.CANCELLED, _E.REFUSED): (_S.OVER, Do.REPORT),
    (_S.CANCELLED, _E.GIVE_UP): (_S.OVER, Do.CLOSE),
    (_S.CONFIRMED, _E.ACCEPTED): (_S.CONFIRMED, Do.ACKNOWLEDGE),
    # Its 200 goes on until an ACK arrives, whatever has become of the call.
    (_S.OVER, _E.ACCEPTED): (_S.OVER, Do.ACKNOWLEDGE),
}


def after(state: DialogState, event: DialogEvent) -> tuple[DialogState, Do]:
    return TRANSITIONS.get((state, event), (state, Do.NOTHING))


def event_of(status: int) -> DialogEvent:
    """What an answer to our INVITE is."""
    if status in (180, 183):
        return DialogEvent.RINGS
    if status < 200:
        return DialogEvent.TRYING
    return DialogEvent.ACCEPTED if status < 300 else DialogEvent.REFUSED


def page() -> str:
    """docs/telephony-dialog.md, drawn from the table."""
    lines = ["stateDiagram-v2", "    [*] --> calling"]
    for (state, event), (target, do) in TRANSITIONS.items():
        doing = f" / {do}" if do is not Do.NOTHING else ""
        lines.append(f"    {state} --> {target}: {event}{doing}")
    drawn = "\n".join([*lines, "    confirmed --> [*]", "    over --> [*]"])
    return f"""# The life of a dialog with a telephone that is rung

Printed by `python -m telephony.sip.dialog_life` from its table; a test compares the two. An event without an arrow
here changes nothing. After the slash: what is done.

```mermaid
{drawn}
```

Offers within the dialog: `telephony/sip/offering.py`. Where its requests go: `telephony/sip/reaching.py`. What field
telephones do that is odd: [telephony](telephony.md#proof).
"""


if __name__ == "__main__":
    print(page(), end="")
