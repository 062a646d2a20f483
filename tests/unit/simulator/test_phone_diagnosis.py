"""What « Mon téléphone » says, and to whom: facts in, sentences out."""

import pytest

from simulator.phones.diagnosis import PhoneFacts, RegisteredFact, advice, call_trouble_words, echo_words
from simulator.phones.last_calls import CallSound
from telephony.codecs import Codec
from telephony.sip import CallTrouble, EchoReport, TroubleKind

DESK = RegisteredFact("Yealink SIP-T46U 108.86.0.45", "203.0.113.7", "192.168.1.20", "UDP")
HEARD = EchoReport(Codec.G722, 500, 0.0, 0.0, 2.0, 12.0, -14.0)

CASES: dict[str, PhoneFacts] = {
    "not_registered": PhoneFacts(away_minutes=7.9, last_name="Snom D785"),
    "registered_twice": PhoneFacts([RegisteredFact("Snom", "10.0.0.5", "10.0.0.5", "TCP")] * 2),
    "nat_without_keep_alive": PhoneFacts([DESK]),
    "wrong_password": PhoneFacts(wrong_passwords=[("10.0.0.9", 3)]),
    "no_common_codec": PhoneFacts(call_trouble=CallTrouble(TroubleKind.NO_COMMON_CODEC)),
    "redirected": PhoneFacts(call_trouble=CallTrouble(TroubleKind.REDIRECTED, "0699")),
    "sound_refused": PhoneFacts(call_trouble=CallTrouble(TroubleKind.SOUND_REFUSED)),
    "one_way_up": PhoneFacts(was_silent=True),
    "one_way_down": PhoneFacts(echo=EchoReport(Codec.PCMA, 500, 0.0, 100.0, 2.0, None, -14.0)),
    "silent_microphone": PhoneFacts(echo=EchoReport(Codec.PCMA, 500, 0.0, 0.0, 2.0, 12.0, -78.0)),
    "loss": PhoneFacts(echo=EchoReport(Codec.PCMA, 500, 8.0, 0.0, 2.0, 12.0, -14.0)),
    "wrong_clock": PhoneFacts(echo=EchoReport(Codec.G722, 500, 0.0, 0.0, 2.0, 12.0, -14.0, True)),
}

OF_CALLS: dict[str, CallSound] = {
    "one_way_up": CallSound(1.0, has_sent=False, has_spoken=False),
    "silent_microphone": CallSound(1.0, has_sent=True, has_spoken=False),
    "one_way_down": CallSound(1.0, True, True, loss_up=0.0, loss_down=100.0),
    "loss": CallSound(1.0, True, True, loss_up=6.0, loss_down=None),
    "wrong_clock": CallSound(1.0, True, True, has_wrong_clock=True),
}


@pytest.mark.parametrize("code", OF_CALLS)
def test_what_the_last_call_showed_is_said_as_such(code: str) -> None:
    (one,) = advice(PhoneFacts(call=OF_CALLS[code]))
    assert one.code == code
    assert "dernier appel" in one.text
    assert one.remedy.endswith(".")


def test_a_call_that_was_well_or_too_short_to_tell_brings_no_advice() -> None:
    assert not advice(PhoneFacts(call=CallSound(1.0, True, True, 0.4, 0.0)))
    assert not advice(PhoneFacts(call=CallSound(1.0, True, None)))


@pytest.mark.parametrize("code", CASES)
def test_each_fault_is_named_with_its_way_out(code: str) -> None:
    (one,) = advice(CASES[code])
    assert one.code == code
    assert one.text.endswith((".", "!"))
    assert one.remedy.endswith(".")


def test_nothing_is_said_of_a_telephone_that_is_well() -> None:
    kept = RegisteredFact(DESK.name, DESK.host, DESK.contact_host, "UDP", is_kept_alive=True)
    assert not advice(PhoneFacts([kept], echo=HEARD))
    assert not advice(PhoneFacts(away_minutes=1.0)), "a telephone that restarts"
    assert not advice(PhoneFacts()), "never registered: the page already says how"


def test_the_remedy_is_that_of_the_model() -> None:
    (one,) = advice(CASES["nat_without_keep_alive"])
    assert one.remedy.startswith("Yealink")
    assert "192.168.1.20" in one.text
    assert "203.0.113.7" in one.text


def test_how_long_it_is_away_is_said_in_whole_minutes() -> None:
    (one,) = advice(CASES["not_registered"])
    assert "Snom D785" in one.text
    assert "7\u00a0minutes" in one.text or "7 minutes" in one.text


def test_the_self_test_tells_codec_loss_and_delay() -> None:
    words = echo_words(HEARD).replace("\u00a0", " ").replace("\u202f", " ")
    assert words.startswith("Codec G.722, perte 0 % à l’aller, 0 % au retour, aller-retour 12 ms, gigue 2 ms")


def test_a_desk_is_told_what_the_telephone_did_and_what_to_change_on_that_model() -> None:
    told = call_trouble_words(CallTrouble(TroubleKind.REDIRECTED, "0699887766"), "Yealink SIP-T46U 108.86.0.45")
    assert "renvoyé vers 0699887766" in told
    assert "Yealink" in told
    assert "renvoyé vers" not in call_trouble_words(CallTrouble(TroubleKind.REDIRECTED))
    assert "port 0" in call_trouble_words(CallTrouble(TroubleKind.SOUND_REFUSED)).replace("\u00a0", " ")
