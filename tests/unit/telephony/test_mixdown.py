"""From packets on disk to the file that a jury hears: time, channels, gaps and facts."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from telephony import RecordingReport, Role, find_unfinished, finish_recording
from telephony.finishing.mixdown import Gap
from tests.dumps import (
    FRAME,
    FRAME_SECONDS,
    Recorded,
    Sent,
    lost,
    on_time,
    paused,
    silence_with_clicks,
    spoken,
    stalled,
)
from tests.sound import Samples, find, loudness, read_stereo, speech_like

ADVISER, CUSTOMER = Role.ADVISER, Role.CUSTOMER
HALF_HOUR = 30 * 60.0


def talk(seed: int, seconds: float = 12.0) -> list[Sent]:
    return on_time(spoken(seed, seconds), jitter=0.002, seed=seed)


def recorded(folder: Path, adviser: list[Sent], customer: list[Sent], ended: float | None = 12.0) -> Recorded:
    return Recorded(folder / "call", {ADVISER: adviser, CUSTOMER: customer}, ended=ended)


def finished(call: Recorded) -> tuple[RecordingReport, Samples, Samples]:
    report = finish_recording(call.write())
    left, right = read_stereo(call.folder / "call.ogg")
    return report, left, right


def gaps(report: RecordingReport, channel: Role) -> list[Gap]:
    return [gap for gap in report.gaps if gap.channel is channel]


def clicks(samples: Samples, near: float) -> float:
    """Where the click that is nearest to `near` begins, in seconds."""
    since = round((near - 1) * 48000)
    piece = np.abs(samples[since : since + 96000])
    assert piece.max() > 0.2, f"no click near {near} s"
    return (since + int(np.argmax(piece > 0.2))) / 48000


def test_both_channels_are_whole_and_in_their_place(tmp_path: Path):
    report, left, right = finished(recorded(tmp_path, talk(1), talk(2)))
    assert report.seconds == pytest.approx(12.0, abs=0.001)
    assert (report.flags, report.gaps) == ([], [])
    assert len(left) / 48000 == pytest.approx(12.0, abs=0.05)
    ours, theirs = find(speech_like(1, 12), left), find(speech_like(2, 12), right)
    assert min(ours.score, theirs.score) > 0.9
    assert abs(ours.lag_seconds - theirs.lag_seconds) < 0.005
    assert find(speech_like(1, 12), right).score < 0.2


def test_clicks_of_both_sides_fall_together_at_the_start_and_after_half_an_hour(tmp_path: Path):
    at = (5.0, HALF_HOUR)
    payloads = silence_with_clicks(HALF_HOUR + 4, at)
    # One sound card is 80 ppm too fast, the other 60 ppm too slow: apart by a quarter of a second at the end.
    adviser = on_time(payloads, fast_ppm=80, jitter=0.005, seed=1)
    customer = on_time(payloads, fast_ppm=-60, jitter=0.015, seed=2)
    ended = max(adviser[-1].arrived, customer[-1].arrived) + FRAME_SECONDS
    report, left, right = finished(recorded(tmp_path, adviser, customer, ended))
    assert abs(report.drift_ppm[ADVISER] + 80) < 5
    assert abs(report.drift_ppm[CUSTOMER] - 60) < 5
    # Each side's click really happened when its sender's clock said so.
    for where in at:
        for samples, ppm in ((left, 80), (right, -60)):
            assert clicks(samples, where) == pytest.approx(where / (1 + ppm / 1e6), abs=0.04)


def test_a_stall_and_its_burst_neither_lengthen_nor_shorten(tmp_path: Path):
    report, left, right = finished(recorded(tmp_path, stalled(talk(1), 4.0, 7.0), talk(2)))
    assert report.seconds == pytest.approx(12.0, abs=0.1)
    assert (report.flags, report.gaps) == ([], [])
    ours, theirs = find(speech_like(1, 12), left), find(speech_like(2, 12), right)
    assert ours.score > 0.9
    assert abs(ours.lag_seconds - theirs.lag_seconds) < 0.04


def test_lost_packets_leave_a_listed_gap_and_nothing_moves(tmp_path: Path):
    report, left, _ = finished(recorded(tmp_path, lost(talk(1), 5.0, 5.4), talk(2)))
    (gap,) = gaps(report, ADVISER)
    assert gap.kind == "loss"
    assert (gap.start, gap.seconds) == (pytest.approx(5.0, abs=0.03), pytest.approx(0.4, abs=0.03))
    assert loudness(left[round(5.1 * 48000) : round(5.35 * 48000)]) < -50
    after = find(speech_like(1, 12)[6 * 48000 :], left[6 * 48000 :])
    assert after.score > 0.9
    assert abs(after.lag_seconds) < 0.04
    assert gaps(report, CUSTOMER) == []


def test_two_lost_packets_are_concealed_and_listed(tmp_path: Path):
    steady = on_time(spoken(1, 12.0))
    report, left, _ = finished(recorded(tmp_path, [*steady[:300], *steady[302:]], talk(2)))
    (gap,) = gaps(report, ADVISER)
    assert (gap.kind, gap.seconds) == ("loss", pytest.approx(0.04, abs=0.002))
    hole = left[round(6.005 * 48000) : round(6.03 * 48000)]
    assert loudness(hole) > loudness(left[round(5.9 * 48000) : 6 * 48000]) - 25, "no hole is heard"


def test_silence_of_dtx_is_not_called_loss(tmp_path: Path):
    adviser = talk(1)
    for since in (2.0, 5.0, 6.0, 7.0, 8.0):
        adviser = paused(adviser, since, since + 0.4)
    report, _, _ = finished(recorded(tmp_path, adviser, talk(2)))
    assert {gap.kind for gap in gaps(report, ADVISER)} == {"dtx"}
    assert len(gaps(report, ADVISER)) == 5
    assert report.flags == []


def test_long_silence_of_dtx_is_listed_once(tmp_path: Path):
    adviser = talk(1)
    for number in range(5):
        adviser = paused(adviser, 2.0 + 0.4 * number, 2.38 + 0.4 * number)
    report, _, _ = finished(recorded(tmp_path, adviser, talk(2)))
    (gap,) = gaps(report, ADVISER)
    assert (gap.kind, gap.start, gap.seconds) == ("dtx", pytest.approx(2.0, abs=0.05), pytest.approx(2.0, abs=0.1))


def test_a_reloaded_page_goes_on_on_the_same_channel(tmp_path: Path):
    payloads = spoken(1, 12.0)
    before = on_time(payloads[:250])
    after = on_time(payloads[350:], start=7.0, ssrc=0x2222, sequence=9, timestamp=77)
    call = recorded(tmp_path, [*before, *after], talk(2))
    call.notes = [
        {"what": "leg_lost", "role": "adviser", "offset": 5.5},
        {"what": "leg_back", "role": "adviser", "offset": 7.0},
    ]
    report, left, _ = finished(call)
    (gap,) = gaps(report, ADVISER)
    assert (gap.kind, gap.start, gap.seconds) == (
        "line_lost",
        pytest.approx(5.0, abs=0.03),
        pytest.approx(2, abs=0.03),
    )
    match = find(speech_like(1, 12)[7 * 48000 :], left[7 * 48000 :])
    assert match.score > 0.8
    assert abs(match.lag_seconds) < 0.04


def test_wrapping_numbers_are_no_event(tmp_path: Path):
    adviser = on_time(spoken(1, 12.0), sequence=65400, timestamp=0xFFFFFFFF - 100 * FRAME)
    report, left, _ = finished(recorded(tmp_path, adviser, talk(2)))
    assert (report.flags, report.gaps) == ([], [])
    assert find(speech_like(1, 12), left).score > 0.9


def test_hold_and_mute_are_named_from_the_journal(tmp_path: Path):
    call = recorded(tmp_path, lost(lost(talk(1), 3, 5), 8, 9.5), lost(talk(2), 3, 5))
    call.notes = [
        {"what": "held", "role": "adviser", "offset": 3.0},
        {"what": "resumed", "role": "adviser", "offset": 5.0},
        {"what": "muted", "role": "adviser", "offset": 8.0},
        {"what": "unmuted", "role": "adviser", "offset": 9.5},
    ]
    report, _, _ = finished(call)
    assert [gap.kind for gap in gaps(report, ADVISER)] == ["hold", "muted"]
    assert [gap.kind for gap in gaps(report, CUSTOMER)] == ["hold"]
    assert report.holds == [(3.0, 5.0)]


@pytest.mark.parametrize(("ended", "adviser"), [(12.0, []), (40.0, talk(1))], ids=["no sound at all", "mostly none"])
def test_a_channel_without_sound_is_on_hold_only_where_it_was_held(tmp_path: Path, ended: float, adviser: list[Sent]):
    since = ended - 8
    call = recorded(tmp_path, adviser, [], ended)
    call.notes = [
        {"what": "held", "role": "adviser", "offset": since},
        {"what": "resumed", "role": "adviser", "offset": since + 3},
        {"what": "muted", "role": "adviser", "offset": since + 5},
        {"what": "unmuted", "role": "adviser", "offset": since + 6},
    ]
    report, _, _ = finished(call)
    assert [(gap.kind, gap.seconds) for gap in gaps(report, CUSTOMER)] == [
        ("loss", since),
        ("hold", 3.0),
        ("loss", 5.0),
    ]
    assert [gap.kind for gap in gaps(report, ADVISER)] == ["loss", "hold", "loss", "muted", "loss"]
    assert [(gap.start, gap.seconds) for gap in gaps(report, ADVISER) if gap.kind == "hold"] == [(since, 3.0)]


def test_the_way_of_a_hold_to_a_telephone_and_back_is_neither_hold_nor_loss(tmp_path: Path):
    call = recorded(tmp_path, lost(talk(1), 3, 6.4), talk(2))
    call.notes = [
        {"what": "held", "role": "adviser", "offset": 3.5},
        {"what": "resumed", "role": "adviser", "offset": 6.0},
    ]
    report, _, _ = finished(call)
    assert [gap.kind for gap in gaps(report, ADVISER)] == ["dtx", "hold", "dtx"]
    assert (gaps(report, ADVISER)[1].start, gaps(report, ADVISER)[1].seconds) == (3.5, 2.5)


def test_a_process_killed_in_the_middle_of_a_packet_leaves_a_file_that_says_so(tmp_path: Path):
    call = recorded(tmp_path, talk(1), talk(2), ended=None)
    folder = call.write()
    for role in Role:
        path = folder / f"{role}.rtpdump"
        path.write_bytes(path.read_bytes()[:-17])
    journal = folder / "call.jsonl"
    journal.write_bytes(journal.read_bytes() + b'{"what": "hel')
    report = finish_recording(folder)
    assert report.flags == ["cut_short"]
    assert report.facts_seconds is None
    assert report.seconds == pytest.approx(12.0, abs=0.05)


def test_a_leg_without_sound_is_silent_and_said_to_be(tmp_path: Path):
    report, left, right = finished(recorded(tmp_path, talk(1), []))
    assert report.flags == ["silent_customer"]
    assert loudness(right) < -80
    assert find(speech_like(1, 12), left).score > 0.9
    assert gaps(report, CUSTOMER) == [Gap(0.0, 12.0, CUSTOMER, "loss")]


def test_a_call_with_no_packet_at_all_and_no_end_is_still_a_file(tmp_path: Path):
    report, _, _ = finished(Recorded(tmp_path / "call"))
    assert sorted(report.flags) == ["cut_short", "silent_adviser", "silent_customer"]


def test_a_leg_that_is_not_an_rtpdump_counts_as_silent(tmp_path: Path):
    folder = recorded(tmp_path, talk(1), talk(2)).write()
    (folder / "customer.rtpdump").write_bytes(b"RIFF" + bytes(40))
    assert finish_recording(folder).flags == ["silent_customer"]


def test_what_does_not_decode_is_flagged_and_the_rest_is_kept(tmp_path: Path):
    adviser = talk(1)
    adviser[200:203] = [replace(packet, payload=b"\xff\xff") for packet in adviser[200:203]]
    report, left, _ = finished(recorded(tmp_path, adviser, talk(2)))
    assert report.flags == ["undecodable_adviser"]
    assert [gap.kind for gap in gaps(report, ADVISER)] == ["loss"]
    assert find(speech_like(1, 12), left).score > 0.9


def test_a_file_shorter_than_the_facts_is_flagged(tmp_path: Path):
    report, _, _ = finished(recorded(tmp_path, talk(1), talk(2), ended=13.0))
    assert report.flags == ["length_differs"]
    assert report.seconds == pytest.approx(13.0)


def test_finishing_twice_changes_nothing_and_is_found_as_done(tmp_path: Path):
    folder = recorded(tmp_path, talk(1), talk(2)).write()
    assert list(find_unfinished(tmp_path)) == [folder]
    first = finish_recording(folder)
    written = (folder / "call.ogg").stat().st_mtime_ns
    assert finish_recording(folder) == first
    assert (folder / "call.ogg").stat().st_mtime_ns == written
    assert list(find_unfinished(tmp_path)) == []
    assert not list(folder.glob("*.part"))


def test_the_report_fingerprint_and_waveform_belong_to_the_file(tmp_path: Path):
    report, _, _ = finished(recorded(tmp_path, talk(1), talk(2)))
    audio = (tmp_path / "call" / "call.ogg").read_bytes()
    assert report.sha256 == hashlib.sha256(audio).hexdigest()
    assert report.bytes == len(audio)
    assert RecordingReport.from_json(report.to_json()) == report
    peaks = json.loads((tmp_path / "call" / "peaks.json").read_text(encoding="utf-8"))
    assert len(peaks["adviser"]) == len(peaks["customer"]) == round(12 * peaks["per_second"])
    assert 0.1 < max(peaks["adviser"]) <= 1.0


def test_speech_is_found_where_somebody_speaks(tmp_path: Path):
    quiet = silence_with_clicks(12.0, ())
    adviser = on_time([*quiet[:200], *spoken(1, 4.0), *quiet[400:]])
    report, _, _ = finished(recorded(tmp_path, adviser, on_time(quiet)))
    assert report.speech[CUSTOMER] == []
    assert report.speech[ADVISER][0][0] == pytest.approx(4.0, abs=0.35)
    assert report.speech[ADVISER][-1][1] == pytest.approx(8.0, abs=0.35)


def test_without_a_journal_there_is_nothing_to_finish(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        finish_recording(tmp_path)
