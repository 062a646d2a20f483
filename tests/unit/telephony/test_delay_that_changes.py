"""What a path whose delay changes costs a converted call: packets replaced by inventions or left out, of 550 that
all arrived. docs/telephony.md shows this table."""

import random
import re
from pathlib import Path

import pytest

from telephony.carrying.jitter_buffer import JitterBuffer

STEP, UNITS, COUNT = 0.02, 160, 550
CHANGE = 100
"""The packet with which the delay changes."""

CASES: dict[str, tuple[dict[int, float], int]] = {}
"""Extra delay of each packet, in seconds, and the most that it may cost."""

for milliseconds in (60, 100, 150, 200, 300, 600, 900, 1500):
    late = dict.fromkeys(range(CHANGE, COUNT), milliseconds / 1000)
    CASES[f"a step of {milliseconds} ms"] = (late, 6)
for milliseconds in (50, 150, 400):
    ramp = {number: milliseconds / 1000 * min(1, (number - CHANGE) / 150) for number in range(CHANGE, COUNT)}
    CASES[f"a ramp of {milliseconds} ms in 3 s"] = (ramp, 6)
for milliseconds in (100, 300, 600):
    stalled = {number: max(0.0, milliseconds / 1000 - (number - CHANGE) * STEP) for number in range(CHANGE, COUNT)}
    CASES[f"a burst after {milliseconds} ms of nothing"] = (stalled, 6)
CASES["to and fro by 300 ms, each 2 s"] = (
    {number: 0.3 * (number // 100 % 2) for number in range(COUNT)},
    12,
)
dice = random.Random(7)
CASES["jitter of up to 100 ms"] = ({number: dice.uniform(0, 0.1) for number in range(COUNT)}, 12)


def cost_of(late: dict[int, float], silent: range = range(0)) -> tuple[int, int]:
    """(invented, left out) with these delays; what the sender did not send in `silent` has no number of its own."""
    buffer = JitterBuffer(8000)
    sent = [number for number in range(COUNT) if number not in silent]
    events = sorted(
        (round(number * STEP + late.get(number, 0.0), 6), place, number) for place, number in enumerate(sent)
    )
    heard: set[int] = set()
    while True:
        at = buffer.next_at
        if events and (at is None or events[0][0] <= at):
            now, place, number = events.pop(0)
            buffer.put(100 + place, 5000 + number * UNITS, number.to_bytes(4, "big"), now)
        elif at is not None and at < COUNT * STEP:
            now = at
        else:
            break
        heard |= {int.from_bytes(due.payload, "big") for due in buffer.due(now) if due.payload is not None}
    return buffer.concealed, len(sent) - len(heard)


@pytest.mark.parametrize("name", CASES)
def test_a_delay_that_changes_costs_a_few_packets(name: str) -> None:
    late, most = CASES[name]
    invented, left_out = cost_of(late)
    assert left_out <= most, f"{invented} invented, {left_out} left out"


def test_silence_that_is_not_sent_costs_no_word_of_what_follows() -> None:
    invented, left_out = cost_of(dict.fromkeys(range(300, COUNT), 0.25), range(200, 300))
    assert left_out <= 3
    assert invented <= 6, "the end of a word looks like loss for three packets; and the later packets' step"


def test_the_documents_table_is_what_is_measured() -> None:
    page = (Path(__file__).parents[3] / "docs" / "telephony.md").read_text(encoding="utf-8")
    rows = dict(
        re.findall(r"^\| ((?:a step|a ramp|a burst|to and|jitter of)[^|]*) \| ([\d, ]+) \|$", page, re.MULTILINE)
    )
    assert rows == {name: ", ".join(map(str, cost_of(late))) for name, (late, _) in CASES.items()}


if __name__ == "__main__":
    for name, (late, _) in CASES.items():
        print(f"| {name} | {', '.join(map(str, cost_of(late)))} |")
