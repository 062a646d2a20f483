"""Whose packets are a telephone's, and where ours go, through every change of address."""

from telephony.sip.latching import SILENT_SECONDS, Latch

PHONE, NAT, OTHER = ("10.0.0.5", 4000), ("10.0.0.5", 61234), ("10.0.0.5", 7000)
OURS, THEIRS = 0xAAAA, 0xBBBB


def talking(source: tuple[str, int] = PHONE, until: float = 1.0) -> Latch:
    latch = Latch()
    latch.towards(*PHONE)
    for number in range(round(until * 50)):
        assert latch.takes(source, OURS, number, number * 0.02)
    return latch


def test_sound_goes_where_it_was_said_until_it_comes_from_elsewhere() -> None:
    latch = Latch()
    assert latch.remote is None
    latch.towards(*PHONE)
    assert latch.remote == PHONE
    assert latch.takes(NAT, OURS, 1, 0.0)
    assert latch.remote == NAT


def test_strangers_are_not_heard() -> None:
    latch = talking()
    assert not latch.takes(("10.9.9.9", 4000), OURS, 60, 1.0)
    assert not latch.takes(("10.9.9.9", 4000), OURS, 60, 100.0)
    assert latch.remote == PHONE


def test_a_router_that_forgot_us_is_followed_with_the_next_packet() -> None:
    latch = talking()
    assert latch.takes(NAT, OURS, 50, 1.0)
    assert latch.remote == NAT


def test_a_packet_that_was_overtaken_on_the_old_way_does_not_turn_us_back() -> None:
    latch = talking()
    latch.takes(NAT, OURS, 52, 1.0)
    assert latch.takes(PHONE, OURS, 51, 1.01), "it is heard"
    assert latch.remote == NAT


def test_another_telephone_behind_the_same_router_is_not_heard_while_ours_speaks() -> None:
    latch = talking()
    assert not latch.takes(OTHER, THEIRS, 900, 1.0)
    assert latch.remote == PHONE
    assert latch.takes(PHONE, OURS, 51, 1.02)


def test_a_new_stream_from_another_port_takes_over_once_the_old_one_is_silent() -> None:
    latch = talking()
    last = 49 * 0.02
    assert not latch.takes(OTHER, THEIRS, 7, last + SILENT_SECONDS - 0.01)
    assert latch.takes(OTHER, THEIRS, 8, last + SILENT_SECONDS + 0.01)
    assert latch.remote == OTHER


def test_a_new_stream_from_the_same_port_is_heard_at_once() -> None:
    latch = talking()
    assert latch.takes(PHONE, THEIRS, 3, 1.0)
    assert latch.takes(PHONE, THEIRS, 4, 1.02)
    assert latch.remote == PHONE


def test_numbers_that_begin_anew_or_wrap_are_no_reason_to_be_deaf() -> None:
    latch = talking()
    assert latch.takes(PHONE, OURS, 40_000, 1.0)
    assert latch.takes(PHONE, OURS, 3, 1.02)
    assert latch.takes(NAT, OURS, 4, 1.04)
    assert latch.remote == NAT


def test_signalling_with_a_new_address_starts_anew_and_what_is_still_on_its_way_does_not_hold_it_up() -> None:
    latch = talking()
    moved = ("192.168.7.7", 5000)
    latch.towards(*moved, "10.0.0.5")
    assert latch.remote == moved
    assert latch.takes(PHONE, OURS, 51, 1.0)
    assert latch.takes(moved, OURS, 52, 1.02)
    assert latch.remote == moved


def test_sound_may_come_from_where_signalling_comes_from_now() -> None:
    latch = talking()
    moved = ("192.168.7.7", 5000)
    assert not latch.takes(moved, OURS, 51, 1.0)
    latch.trust("192.168.7.7")
    assert latch.takes(moved, OURS, 52, 1.02)
    assert latch.remote == moved


def test_a_telephone_that_speaks_from_another_port_of_its_own_hears_on_the_one_it_described() -> None:
    latch = talking(NAT)
    assert (latch.remote, latch.beside) == (NAT, PHONE)
    latch.towards(*PHONE)
    assert latch.remote == NAT, "described once more, nothing has changed"
    assert talking().beside is None


def test_behind_a_router_nothing_is_sent_to_an_address_that_is_not_there() -> None:
    latch = Latch()
    latch.towards("192.168.1.5", 4000, "203.0.113.9")
    assert latch.takes(("203.0.113.9", 61000), OURS, 1, 0.0)
    assert (latch.remote, latch.beside) == (("203.0.113.9", 61000), None)
