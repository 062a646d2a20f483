"""What the recording of a call tells of the telephones that carried it."""

from typing import Any

from simulator.phones.last_calls import CallSound, LastCalls, sound_of
from telephony import RecordingReport, Role
from telephony.carrying.quality import Level
from telephony.finishing.network_track import NetworkTrack, Run


def a_report(seconds: float, **parts: Any) -> RecordingReport:
    usual: dict[str, Any] = {
        "gaps": [],
        "speech": {Role.ADVISER: [(1.0, 2.0)], Role.CUSTOMER: []},
        "holds": [],
        "drift_ppm": {},
        "packets": {Role.ADVISER: 900, Role.CUSTOMER: 800},
        "flags": [],
        "network": NetworkTrack(),
    }
    return RecordingReport(seconds=seconds, facts_seconds=seconds, sha256="", bytes=1, **{**usual, **parts})


def test_each_side_is_told_for_itself() -> None:
    report = a_report(30.0, packets={Role.ADVISER: 0, Role.CUSTOMER: 800}, flags=["wrong_clock_customer"])
    assert sound_of(report, Role.ADVISER, 7.0) == CallSound(7.0, has_sent=False, has_spoken=True)
    assert sound_of(report, Role.CUSTOMER, 7.0) == CallSound(7.0, True, has_spoken=False, has_wrong_clock=True)


def test_a_loss_is_the_mean_of_the_seconds_in_which_it_is_known() -> None:
    down = [Run(0, 10, Level.GOOD, 4.2, 0.0), Run(10, 5, None, None, None), Run(15, 30, Level.BAD, 1.0, 100.0)]
    report = a_report(45.0, network=NetworkTrack({Role.ADVISER: {"down": down, "up": []}}))
    told = sound_of(report, Role.ADVISER, 0.0)
    assert told is not None
    assert (told.loss_up, told.loss_down) == (None, 75.0)


def test_a_short_call_and_one_on_hold_tell_nothing() -> None:
    assert sound_of(a_report(4.9), Role.CUSTOMER, 0.0) is None
    assert sound_of(a_report(60.0, holds=[(2.0, 58.0)]), Role.CUSTOMER, 0.0) is None
    short = sound_of(a_report(19.0), Role.CUSTOMER, 0.0)
    assert short is not None
    assert short.has_spoken is None, "they may have had nothing to say"


def test_who_carried_a_call_by_telephone_is_told_and_nobody_else_once() -> None:
    calls, report = LastCalls(), a_report(30.0)
    calls.carried("c1", {Role.CUSTOMER: "person:j"})
    assert calls.of("person:j") is None
    assert calls.recorded("another", report, 1.0) == []
    assert calls.recorded("c1", report, 2.0) == ["person:j"]
    assert calls.recorded("c1", report, 3.0) == []
    told = calls.of("person:j")
    assert told is not None
    assert told.at == 2.0
    assert calls.of("candidate:s") is None
    calls.carried("c2", {})
    assert calls.recorded("c2", report, 4.0) == []
