"""A reaction's file: pieces in their order, each once; what a cut left in two is cut off; parts where facts say."""

from pathlib import Path

import numpy as np
import pytest

from simulator.interviews.reaction_sound import lay
from simulator.interviews.sound_parts import NAME, NotNext, PartsFile, Piece, next_number_in, pieces_of
from tests.sound import speech_like


def a_piece(number: int, part: int = 0, rate: int = 16_000, samples: bytes = b"\x01\x02" * 800) -> Piece:
    return Piece(number, part, rate, samples)


def test_pieces_come_once_and_in_their_order(tmp_path: Path) -> None:
    file = PartsFile(tmp_path / "r")
    assert [file.append(a_piece(number)) for number in (0, 1, 1, 0, 2)] == [1, 2, 2, 2, 3]
    with pytest.raises(NotNext) as gap:
        file.append(a_piece(4))
    assert gap.value.wanted == 3
    file.close()
    assert [one.number for one in pieces_of(tmp_path / "r")] == [0, 1, 2]
    assert PartsFile(tmp_path / "r").seconds == pytest.approx(0.15)  # type: ignore[reportUnknownMemberType]


def test_wherever_a_cut_falls_the_pieces_before_it_are_there_and_the_next_goes_on(tmp_path: Path) -> None:
    whole = PartsFile(tmp_path / "whole")
    for number in range(3):
        whole.append(a_piece(number))
    whole.close()
    data = (tmp_path / "whole" / NAME).read_bytes()
    each = len(data) // 3
    for cut in range(each, len(data), 13):
        folder = tmp_path / "cut"
        folder.mkdir(exist_ok=True)
        (folder / NAME).write_bytes(data[:cut])
        wanted = cut // each
        assert next_number_in(folder) == wanted, cut
        if cut % 91 == 0:
            file = PartsFile(folder)
            assert file.append(a_piece(wanted)) == wanted + 1
            file.close()
            assert [one.number for one in pieces_of(folder)] == list(range(wanted + 1))


def test_a_flipped_byte_of_the_last_piece_is_a_piece_that_is_not_there(tmp_path: Path) -> None:
    file = PartsFile(tmp_path / "r")
    file.append(a_piece(0))
    file.append(a_piece(1))
    file.close()
    path = tmp_path / "r" / NAME
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert next_number_in(tmp_path / "r") == 1


def test_a_part_begins_where_the_facts_say_and_never_over_the_one_before() -> None:
    second = (speech_like(5, 1.0, 16_000) * 32767).astype("<i2").tobytes()
    pieces = [a_piece(0, 0, samples=second), a_piece(1, 1, samples=second), a_piece(2, 2, samples=second)]
    laid = lay(pieces, [0.0, 4.0, 4.2])
    assert len(laid) == 6 * 48_000, "one second, three of silence, one, and one that had to wait"
    assert not np.any(laid[48_000 : 4 * 48_000])
    assert np.abs(laid[4 * 48_000 : 5 * 48_000]).max() > 3000


def test_nothing_recorded_is_no_sound() -> None:
    assert len(lay([], [0.0])) == 0
