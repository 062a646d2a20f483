"""Inputs without coverage: seeds cut, repeated, joined and bent by Hypothesis, the same ones at each run."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fuzz.target import Target


@st.composite
def inputs(draw: st.DrawFn, target: Target) -> bytes:
    """One input of this target: a seed with up to six things wrong with it, or noise."""
    data = draw(st.sampled_from(list(target.seeds)) | st.binary(max_size=120))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 24))
        match draw(st.sampled_from(("flip", "cut", "end", "repeat", "word", "noise", "join"))):
            case "flip" if at < len(data):
                data = data[:at] + bytes((data[at] ^ (1 << draw(st.integers(0, 7))),)) + data[at + 1 :]
            case "cut":
                data = data[:at] + data[at + length :]
            case "end":
                data = data[:at]
            case "repeat":
                data = data[:at] + data[at : at + length] * draw(st.integers(2, 40)) + data[at + length :]
            case "word" if target.words:
                data = data[:at] + draw(st.sampled_from(list(target.words))) + data[at:]
            case "join":
                data = data[:at] + draw(st.sampled_from(list(target.seeds)))[at:]
            case _:
                data = data[:at] + draw(st.binary(min_size=1, max_size=12)) + data[at:]
    return data


def drawn(target: Target, count: int) -> list[bytes]:
    """The seeds themselves, then `count` inputs made of them."""
    made: list[bytes] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs(target))
    def collect(data: bytes) -> None:
        made.append(data)

    collect()
    return [*target.seeds, *made]
