"""The network of the tests itself: the same for each seed, and as bad as it says."""

import pytest

from .described import sound_address, through
from .weather import BURSTS, CLEAN, DUPLICATION, JITTER_100, LOSS_5, REORDERING, Impairment, Weather


def fates(impairment: Impairment, seed: int = 3, count: int = 5000) -> list[tuple[float, ...]]:
    weather = Weather(seed, impairment)
    return [weather.fate(number * 0.02, is_sound=True) for number in range(count)]


@pytest.mark.parametrize("impairment", [LOSS_5, BURSTS, JITTER_100, REORDERING, DUPLICATION], ids=str)
def test_a_seed_decides_everything(impairment: Impairment) -> None:
    assert fates(impairment) == fates(impairment)
    assert fates(impairment) != fates(impairment, seed=4)


def test_signalling_between_the_packets_moves_no_packets_fate() -> None:
    weather = Weather(3, LOSS_5)
    mixed = []
    for number in range(500):
        weather.fate(number * 0.02, is_sound=False)
        mixed.append(weather.fate(number * 0.02, is_sound=True))
    assert mixed == fates(LOSS_5, count=500)


def test_it_is_as_bad_as_it_says() -> None:
    assert sum(not fate for fate in fates(LOSS_5)) / 5000 == pytest.approx(0.05, abs=0.01)
    bursts = fates(BURSTS)
    lost = [not fate for fate in bursts]
    runs = "".join("x" if one else " " for one in lost).split()
    assert sum(lost) / 5000 == pytest.approx(0.055, abs=0.02)
    assert sum(map(len, runs)) / len(runs) == pytest.approx(1 / BURSTS.burst[1], rel=0.2)  # type: ignore[index]  this weather has bursts
    jitter = [fate[0] for fate in fates(JITTER_100)]
    out = [number * 0.02 + late for number, late in enumerate(jitter)]
    assert out == sorted(out), "a queue keeps the order"
    assert 0.08 < max(jitter) <= 0.12
    assert sum(len(fate) == 2 for fate in fates(DUPLICATION)) / 5000 == pytest.approx(0.2, abs=0.02)


def test_in_the_dark_nothing_passes() -> None:
    weather = Weather(1, CLEAN)
    weather.cut(10.0, 3.0)
    assert weather.fate(12.9, is_sound=False) == ()
    assert weather.fate(13.0, is_sound=True) == (0.0,)


def test_a_description_is_rewritten_to_the_hop() -> None:
    sdp = "c=IN IP4 10.1.1.1\r\nm=audio 4000 RTP/AVP 8\r\na=candidate:7 1 udp 5 10.1.1.1 4000 typ host\r\n"
    assert sound_address(sdp) == ("10.1.1.1", 4000)
    assert sound_address(through(sdp, ("127.0.0.1", 9))) == ("127.0.0.1", 9)
    assert "10.1.1.1" not in through(sdp, ("127.0.0.1", 9))
    held = "c=IN IP4 0.0.0.0\r\nm=audio 4000 RTP/AVP 8\r\n"
    assert "0.0.0.0" in through(held, ("127.0.0.1", 9))
