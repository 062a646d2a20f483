"""From the lines of a call's seconds to what a reader sees: levels, and who heard badly when and why."""

import json
from pathlib import Path
from typing import Any

from telephony.carrying.leg_figures import LegFigures
from telephony.carrying.quality import Level, SideMeter, level_of
from telephony.carrying.reception import Interval
from telephony.codecs import Codec
from telephony.finishing.network_track import BadSpan, NetworkTrack, network_track
from telephony.recording.journal import CallJournal
from telephony.roles import Role

SECONDS = 20


def up(lost: int = 0, n: int = 50, jitter: float = 2.0) -> dict[str, Any]:
    return {"up": {"n": n, "lost": lost, "jitter": jitter, "mos": 4.4}}


def track(
    folder: Path, candidate: dict[int, dict[str, Any]], *notes: dict[str, Any], rtt: float = 20
) -> NetworkTrack:
    """`candidate`: what is special of a second (counted from 1, when it ends); all others are good."""
    lines = [
        {
            "at": second + 0.05,
            "adviser": {"codec": "opus", "rtt": rtt, **candidate.get(second, up())},
            "customer": {"codec": "PCMA", "rtt": rtt, **up()},
        }
        for second in range(1, SECONDS + 1)
    ]
    path = folder / "quality.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)) + '\n{"at": 21.0, "advi')
    return network_track(path, CallJournal([*notes, {"what": "ended", "offset": float(SECONDS)}]), SECONDS)


def only(found: NetworkTrack) -> BadSpan:
    assert len(found.bad) == 1, found.bad
    return found.bad[0]


def test_a_call_without_measures_has_an_empty_track(tmp_path: Path) -> None:
    assert network_track(tmp_path / "quality.jsonl", CallJournal([]), 5) == NetworkTrack()
    assert NetworkTrack.from_dict({}) == NetworkTrack()


def test_a_good_network_is_one_run_and_nothing_bad(tmp_path: Path) -> None:
    found = track(tmp_path, {})
    assert found.bad == []
    [run] = found.runs[Role.ADVISER]["up"]
    assert (run.start, run.seconds, run.level) == (0, SECONDS, Level.GOOD)
    assert run.mos is not None
    assert run.mos > 4.3


def test_loss_on_the_way_up_is_heard_by_the_other_side(tmp_path: Path) -> None:
    span = only(track(tmp_path, {second: up(lost=17) for second in range(5, 9)}))
    assert (span.start, span.seconds) == (4, 4)
    assert (span.side, span.ear, span.cause) == (Role.ADVISER, Role.CUSTOMER, "loss")
    assert span.loss_percent == 34
    assert span.mos < 2


def test_a_report_from_the_peer_counts_for_all_the_seconds_that_it_tells_of(tmp_path: Path) -> None:
    report = {"n": 250, "lost": 85, "jitter": 3, "mos": 1.3, "over": 5.0}
    span = only(track(tmp_path, {9: {**up(), "down": report}}))
    assert (span.start, span.seconds, span.direction) == (4, 5, "down")
    assert span.ear is Role.ADVISER


def test_one_lost_packet_a_second_is_not_bad(tmp_path: Path) -> None:
    assert track(tmp_path, {second: up(lost=1) for second in range(1, 20)}).bad == []


def test_a_short_recovery_does_not_cut_a_bad_span_in_two(tmp_path: Path) -> None:
    bad = {second: up(lost=20) for second in (5, 6, 8, 9)}
    assert (only(track(tmp_path, bad)).start, only(track(tmp_path, bad)).seconds) == (4, 5)


def test_a_black_out_is_known_once_the_packets_that_are_missing_are(tmp_path: Path) -> None:
    dark: dict[int, dict[str, Any]] = {second: {} for second in (6, 7, 8)}
    span = only(track(tmp_path, {**dark, 9: up(lost=150, n=200)}))
    assert (span.start, span.seconds, span.cause) == (5, 3, "blackout")


def test_a_telephone_that_sends_no_silence_is_not_in_the_dark(tmp_path: Path) -> None:
    assert track(tmp_path, {7: {}, 8: {}, 9: up(n=50)}).bad == []


def test_nobody_is_said_to_have_heard_badly_on_hold_or_behind_a_muted_microphone(tmp_path: Path) -> None:
    bad = {second: up(lost=30) for second in range(5, 9)}
    held = {"what": "held", "offset": 3.5}, {"what": "resumed", "offset": 8.5}
    muted = {"what": "muted", "offset": 3.5, "role": "adviser"}, {"what": "unmuted", "offset": 8.5, "role": "adviser"}
    assert track(tmp_path, bad, *held).bad == []
    assert track(tmp_path, bad, *muted).bad == []
    found = track(tmp_path, bad, {"what": "muted", "offset": 3.5, "role": "customer"})
    assert found.runs[Role.ADVISER]["up"][1].level is Level.BAD
    assert len(found.bad) == 1


def test_jitter_and_delay_are_told_apart(tmp_path: Path) -> None:
    assert only(track(tmp_path, {second: up(jitter=150) for second in (5, 6, 7)})).cause == "jitter"
    assert {span.cause for span in track(tmp_path, {}, rtt=700).bad} == {"delay"}


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    from dataclasses import asdict

    found = track(tmp_path, {5: up(lost=40), 9: {**up(), "down": {"n": 50, "lost": 20, "jitter": 3, "over": 1.0}}})
    assert NetworkTrack.from_dict(json.loads(json.dumps(asdict(found)))) == found


def test_levels_are_those_of_satisfied_and_dissatisfied_users() -> None:
    assert [level_of(mos) for mos in (4.41, 4.03, 4.02, 3.6, 3.59, None)] == [
        Level.GOOD, Level.GOOD, Level.FAIR, Level.FAIR, Level.BAD, None,
    ]  # fmt: skip


def test_a_side_is_shown_over_the_last_seconds_and_goes_dark_when_nothing_comes() -> None:
    meter = SideMeter()
    for second in range(5):
        meter.take(
            float(second), LegFigures(Interval(50, 10 if second == 4 else 0, 0.002, 1.0), None, 0.02), Codec.PCMA
        )
    shown = meter.now(4.0)
    assert shown.up is not None
    assert (shown.up.loss_percent, shown.down, shown.round_trip_ms) == (4.0, None, 20.0)
    assert meter.now(5.9).level is not Level.BAD
    assert meter.now(6.0).level is Level.BAD
    held = SideMeter()
    held.take(0.0, LegFigures(), Codec.PCMA, is_held=True)
    held.take(5.0, LegFigures(), Codec.PCMA, is_held=True)
    assert held.now(6.5).level is None
