"""What field telephones do that is odd: one row each, with its report and with where it is dealt with.

docs/telephony.md shows this table; a test finds each place and compares the two. Samples: tests/data/field/.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Oddity:
    """`place`: module and name under `telephony`; `report`: a public one, or the section that allows it."""

    what: str
    right: str
    place: str
    report: str


ODDITIES = (
    Oddity(
        "Contact without brackets, `<` within quotes",
        "its parameters are the header's",
        "sip.addresses.read_address",
        "RFC 3261 §20.10, versatica/JsSIP#88",
    ),
    Oddity("`%2B33…` dialled", "the plus", "sip.addresses.user_of", "RFC 3261 §19.1.4"),
    Oddity("`user@host` in a digest", "the user", "sip.digest.account_of", "RFC 7616 §3.4"),
    Oddity(
        "one telephone, another port after each restart",
        "the same instance replaces",
        "sip.registrar.Binding",
        "RFC 5626 §6, kamailio/kamailio#278",
    ),
    Oddity(
        "a telephone back on another connection in mid-call",
        "requests follow it",
        "sip.reaching.flows_to",
        "RFC 5626 §4.2",
    ),
    Oddity(
        "the payload numbers of our offer, or of its own answer",
        "both are heard",
        "sip.session.Session",
        "RFC 3264 §6.1, sipwise/rtpengine#1493",
    ),
    Oddity(
        "the same sound twice, encrypted and plain; a camera; a refused line first",
        "the best is taken, each is answered",
        "sip.sdp.read",
        "RFC 3264 §6, meetecho/janus-gateway#214",
    ),
    Oddity("`G722/16000`, `port/2`, a time to live", "as if not there", "sip.sdp.read", "RFC 4566 §5.7, §5.14"),
    Oddity(
        "a description in the 183, none in the 200",
        "the first is the answer",
        "sip.outgoing.Ringing",
        "RFC 3261 §13.2.1, meetecho/janus-gateway#936",
    ),
    Oddity(
        "302 instead of ringing: calls are forwarded on the telephone",
        "nobody else is called; it is told in words",
        "sip.call_troubles.trouble_of",
        "RFC 3261 §21.3, juha-h/baresip-studio#381",
    ),
    Oddity("picked up with port 0", "hung up; it is told in words", "sip.sdp.refuses_sound", "RFC 3264 §6"),
    Oddity(
        "a 200 in the moment of the CANCEL, 180 after it",
        "ACK and BYE; one CANCEL",
        "sip.dialog_life.after",
        "RFC 3261 §9.1, §15",
    ),
    Oddity("several parts in a body", "the one that describes sound", "sip.bodies.description_in", "SIPp/sipp#862"),
    Oddity(
        "keys 10 and 11, small letters, an empty INFO",
        "star, hash, a question",
        "sip.digits.digit_of_info",
        "RFC 4733 §3.2, RFC 2976 §2.2",
    ),
    Oddity(
        "a key over 8 s, events without marker",
        "once",
        "sip.digits.RtpDigits",
        "RFC 4733 §2.5.1.3, eigger/espcomponents#318",
    ),
    Oddity("a key with an MKI", "packets carry one", "sip.srtp.Srtp", "RFC 4568 §6.1, sipwise/rtpengine#966"),
    Oddity(
        "no packets while silent",
        "« silencieux », not lost",
        "sip.leg_sound.LegSound",
        "RFC 3551 §4.1, BelledonneCommunications/linphone-android#1824",
    ),
    Oddity(
        "heard on one port, spoken from another",
        "sent to both",
        "sip.latching.Latch",
        "RFC 3264 §5.1",
    ),
    Oddity(
        "time stamps at 16 kHz, in milliseconds, standing still",
        "learned from packets",
        "carrying.sender_clock.SenderClock",
        "RFC 3551 §4.5.2",
    ),
    Oddity(
        "a delay that grows by a step, a time stamp that stood still in a pause",
        "believed after three packets",
        "carrying.jitter_buffer.JitterBuffer",
        "RFC 5481, sippy/rtpproxy#61",
    ),
)


def table() -> str:
    """As docs/telephony.md shows it."""
    rows = [f"| {one.what} | {one.right} | `telephony.{one.place}` | {one.report} |" for one in ODDITIES]
    return "\n".join(["| What | What is right | Where | Report |", "|---|---|---|---|", *rows])
