"""A stereo file that ends earlier: whole pages of the original, and no sound beyond."""

import io

import av
import pytest

from telephony.finishing import ogg

FRAME = 960
SILENCE = b"\xfc\xff\xfe"
"""A stereo Opus packet of 20 ms of silence."""


def a_file(seconds: float) -> bytes:
    packets = [SILENCE] * round(seconds * 50)
    most, rest = packets[:-10], packets[-10:]
    body = b"".join(ogg.pages(most, ogg.OPENING_PAGES, 0, FRAME, 50))
    return ogg.opening(312) + body + ogg.ending(rest, 99, len(packets) * FRAME)


def sounds(data: bytes) -> float:
    with av.open(io.BytesIO(data)) as file:
        return sum(frame.samples for frame in file.decode(audio=0)) / ogg.RATE


@pytest.mark.parametrize("seconds", [0.0, 0.4, 3.0, 7.5])
def test_what_is_left_ends_within_a_page_of_where_it_should(seconds: float) -> None:
    whole = a_file(12.0)
    part = ogg.until(whole, seconds)
    assert whole.startswith(part)
    if seconds >= 2:
        assert seconds - 1.1 <= sounds(part) <= seconds + 0.01


def test_a_file_that_is_shorter_stays_whole() -> None:
    whole = a_file(3.0)
    assert ogg.until(whole, 60.0) == whole


def test_what_is_no_ogg_is_refused() -> None:
    with pytest.raises(ValueError, match="no Ogg page"):
        ogg.until(b"RIFF....", 1.0)
