"""The measure of the tests with real telephones: what it forgives, and what it does not."""

import numpy as np

from tests.sound import RATE, find, find_in_pieces, speech_like

VOICE = speech_like(7, 2)


def test_a_slip_of_the_playout_is_forgiven_and_another_voice_is_not() -> None:
    middle, slip = RATE, RATE // 25
    heard = np.concatenate([VOICE[:middle], VOICE[middle + slip :]])
    assert find(VOICE, heard).score < 0.8, "the whole is cut in two"
    assert find_in_pieces(VOICE, heard).score > 0.9
    assert find_in_pieces(VOICE, speech_like(8, 2)).score < 0.2


def test_a_voice_in_another_order_or_mostly_lost_is_not_found() -> None:
    quarters = np.split(VOICE, 4)
    assert find_in_pieces(VOICE, np.concatenate(quarters[::-1])).score < 0.5
    only_one = np.concatenate([quarters[0], np.zeros(3 * len(quarters[0]), np.float32)])
    assert find_in_pieces(VOICE, only_one).score < 0.5
