"""Every benchmark at its smallest size: real servers, real packets, figures that could be."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from bench import (
    all_day,
    bad_networks,
    beside_janus,
    churn_memory,
    cold_start,
    concurrent_calls,
    day_board,
    findings,
    flooded_neighbour,
    forwarding_cost,
    forwarding_delay,
    hang_up_to_file,
    kept_facts,
    live_transcript,
    sealed_results,
    telephones_load,
    timetable,
    transcoding,
    transcripts,
)
from bench.__main__ import discover
from bench.lines import Line
from bench.media.calls import Calls
from exams.timetable.greedy import greedy_plan

ROOT = Path(__file__).resolve().parents[3]


def told(lines: Iterable[Line]) -> dict[str, float]:
    """Value by name."""
    return {one["name"]: one["value"] for one in lines}


PROGRAMS = {"autosave", "chat_desks", "sipit"}
"""Started as programs: desks and candidates by the hundred, telephones by the pair (see tests/sip)."""

REHEARSED = {"rehearsed_day"}
"""A whole day takes a minute of a busy machine: its small run is `test_rehearsal.py`."""


def test_these_are_all_benchmarks_that_there_are() -> None:
    modules = (
        all_day,
        bad_networks,
        beside_janus,
        churn_memory,
        cold_start,
        concurrent_calls,
        day_board,
        findings,
        flooded_neighbour,
        forwarding_cost,
        forwarding_delay,
        hang_up_to_file,
        kept_facts,
        live_transcript,
        sealed_results,
        telephones_load,
        timetable,
        transcoding,
        transcripts,
    )
    named = {one.__name__.split(".")[-1] for one in modules}
    assert set(discover(ROOT / "bench")) == PROGRAMS | REHEARSED | named


def test_a_forwarded_call_is_weighed_against_a_relayed_one() -> None:
    figures = told(forwarding_cost.run(calls=1, seconds=1.0, rounds=1))
    assert 0 < figures["call_cpu_switch"] < figures["call_cpu_relay"]
    assert figures["call_cpu_ratio"] == pytest.approx(
        figures["call_cpu_switch"] / figures["call_cpu_relay"], abs=0.01
    )


def test_the_added_delay_is_what_the_switch_takes_beyond_the_direct_way() -> None:
    figures = told(forwarding_delay.run(calls=1, seconds=1.0, rounds=1))
    assert figures["added_delay_p50"] == pytest.approx(
        figures["one_way_delay_p50"] - figures["direct_delay_p50"], abs=0.002
    )
    assert 0 < figures["direct_delay_p50"] <= figures["direct_delay_p95"]


def test_the_climb_tells_the_last_number_of_calls_in_time_and_what_arrived_on_the_way() -> None:
    figures = told(concurrent_calls.run(steps=(1, 2), wanted=1, seconds=0.5))
    assert set(figures) == {"calls_in_time", "lost_at_1_calls", "delay_p95_at_1_calls", "call_cpu_at_1_calls"}
    assert figures["lost_at_1_calls"] < 10


def test_a_climb_that_does_not_reach_the_wanted_number_says_so() -> None:
    with pytest.raises(RuntimeError, match="2 calls were not reached"):
        told(concurrent_calls.run(steps=(1,), wanted=2, seconds=0.5))


@pytest.mark.alone  # in real time, and these tests come behind others
def test_a_short_call_through_the_whole_product_ends_as_a_stereo_file() -> None:
    figures = told(hang_up_to_file.run(seconds=2.0))
    assert 0 < figures["hang_up_to_ready"] <= figures["hang_up_to_file"]
    assert 0 < figures["stereo_bytes_a_minute"] < figures["kept_bytes_a_minute"]


def test_findings_are_timed_for_one_exchange_and_for_a_long_call() -> None:
    figures = told(findings.run(most=2, turns=20))
    assert 0 < figures["finding_one_exchange"] <= figures["finding_slowest_exchange"]
    assert figures["finding_two_hours"] > 0
    assert figures["finding_memory"] > 10


def test_a_recorded_sequence_is_heard_and_its_wrong_words_counted() -> None:
    figures = told(transcripts.run(sequences=1))
    for name in ("opus_48k_plain", "opus_48k_hints", "g711_8k_plain", "g711_8k_hints"):
        assert 0 <= figures[f"word_error_rate_{name}"] < 40
        assert 0 < figures[f"real_time_factor_{name}"] < 5
    assert transcripts.distance(["a", "b", "c"], ["a", "x", "c", "d"]) == 2


def test_a_second_start_is_timed_and_leaves_no_server() -> None:
    assert told(cold_start.run(rounds=1))["cold_start"] > 0


async def test_two_desks_chat_through_the_real_server() -> None:
    figures = await _program("bench.chat_desks", "2", "3")
    assert figures["chat_lost"] == 0
    assert 0 < figures["chat_delivery_p50"] <= figures["chat_delivery_p99"]
    assert 0 < figures["chat_cpu"] < 1000


def test_a_fact_is_timed_at_both_levels_of_safety() -> None:
    figures = told(kept_facts.run(writers=4, seconds=3.0, rounds=1))
    assert 0 < figures["fact_full_p50"] <= figures["fact_full_p99"]
    assert figures["fact_full_to_normal_p50"] == pytest.approx(
        figures["fact_full_p50"] / figures["fact_normal_p50"], rel=0.05
    )


def test_a_neighbour_is_timed_before_and_beside_a_flood() -> None:
    figures = told(flooded_neighbour.run(floods=("typing",), seconds=2.0))
    assert 0 < figures["neighbour_p50_beside_typing"] <= figures["neighbour_p99_beside_typing"]
    assert figures["neighbour_flooded_to_quiet_typing"] > 0


def test_what_memory_keeps_of_closed_seats_is_told() -> None:
    figures = told(churn_memory.run(seats=4, longest=60.0))
    assert 50 < figures["memory_after_churn"] < 2000
    assert "memory_a_closed_seat" in figures


@pytest.mark.alone  # in real time, and these tests come behind others
async def test_the_switch_hands_on_each_packet_untouched_and_the_relay_codes_each_anew(tmp_path: Path) -> None:
    for kind, untouched in (("switch", True), ("relay", False)):
        async with Calls(kind, tmp_path / kind) as calls:
            await calls.add(1)
            await asyncio.sleep(1.0)
            measure = await calls.measure(1.0)
        assert measure.arrived > 80, kind
        assert (len(measure.delays) > 0.9 * measure.arrived) is untouched, kind


@pytest.mark.alone  # in real time, and these tests come behind others
def test_a_call_is_written_down_while_it_runs_and_to_its_end() -> None:
    figures = told(live_transcript.run(seconds=9.0))
    for engine in ("whisper", "vosk"):
        assert 0 < figures[f"caption_delay_{engine}_p50"] <= figures[f"caption_delay_{engine}_p95"] < 20
        assert 0 < figures[f"hang_up_to_transcript_{engine}"] < 30


def test_a_call_is_weighed_beside_janus_in_a_network_of_their_own() -> None:
    figures = told(beside_janus.run(counts=(2,), seconds=1.5, rounds=1, kinds=("janus", "switch")))
    assert figures["ratio_to_janus_at_2"] == pytest.approx(
        figures["call_cpu_switch_at_2"] / figures["call_cpu_janus_at_2"], rel=0.05
    )
    assert not Path("/sys/class/net/bench0").exists()


@pytest.mark.alone  # in real time, and these tests come behind others
def test_telephones_speak_through_the_server_and_are_set_up_in_a_row() -> None:
    figures = told(telephones_load.run(counts=(4,), seconds=1.0, set_ups=10, at_once=5))
    assert figures["sip_lost_at_4"] == 0
    assert figures["sip_call_cpu_at_4"] > 0
    assert 0 < figures["answer_p50"] <= figures["answer_p95"]


def test_a_converted_call_is_timed_both_ways() -> None:
    figures = told(transcoding.run(calls=1, seconds=1.0, pairs=[("opus", "PCMU")]))
    for way in ("opus_pcmu", "pcmu_opus"):
        assert 0 < figures[f"added_delay_{way}_p50"] <= figures[f"added_delay_{way}_p95"]
    assert figures["ratio_to_coders_opus_pcmu"] > 0.5


def test_a_day_is_planned_by_the_plan_that_every_installation_has() -> None:
    figures = told(timetable.run(days=timetable.DAYS[:1], ways=[("greedy", greedy_plan)]))
    assert 0 < figures["timetable_greedy_title_9"] < 10
    assert figures["timetable_greedy_title_9_late"] >= 0, "nothing ends before the earliest end there is"


def test_the_board_of_a_day_is_timed_with_its_incidents() -> None:
    figures = told(day_board.run(candidates=2, openings=3))
    for page in ("board", "watch"):
        assert 0 < figures[f"day_{page}_p50"] <= figures[f"day_{page}_p95"]


def test_a_candidate_is_sealed_and_verified_and_the_page_is_timed() -> None:
    figures = told(sealed_results.run(openings=3, seals=1, call_bytes=20_000))
    assert 0 < figures["deliberation_page_p50"] <= figures["deliberation_page_p95"]
    assert 0 < figures["archive_verified"] / 1000 < figures["archive_sealed"] < 60
    assert figures["archive_size"] > 0.1


async def test_candidates_write_and_each_version_is_acknowledged() -> None:
    figures = await _program("bench.autosave", "2", "0.5")
    assert 0 < figures["autosave_median"] <= figures["autosave_p99"] <= figures["autosave_slowest"]


async def _program(*command: str) -> dict[str, float]:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", *command, cwd=ROOT, stdout=subprocess.PIPE)
    try:
        output, _ = await asyncio.wait_for(process.communicate(), 100)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0
    return told(json.loads(line) for line in output.splitlines())
