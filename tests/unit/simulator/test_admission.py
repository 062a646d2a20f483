"""Which connections stay when there are many: whoever works or is known, and the newest of those who wait."""

from dataclasses import dataclass

from simulator.serving.admission import Admission, Bounds

BOUNDS = Bounds(in_all=40, waiting_per_address=8, waiting_in_all=20)


@dataclass(eq=False)
class Guest:
    address: str


def came(admission: Admission[Guest], address: str, count: int) -> tuple[list[Guest], list[Guest]]:
    """Guests from this address, and those who had to go for them."""
    guests, ended = [Guest(address) for _ in range(count)], list[Guest]()
    for guest in guests:
        ended += admission.came(guest)
    return guests, ended


def test_one_address_that_holds_silent_connections_ends_its_own_oldest_ones() -> None:
    admission = Admission[Guest](BOUNDS)
    (other,), _ = came(admission, "b", 1)
    guests, ended = came(admission, "a", 100)
    assert ended == guests[:92]
    assert other not in ended
    assert len(admission) == 9


def test_many_addresses_together_are_bounded_too() -> None:
    admission = Admission[Guest](BOUNDS)
    for number in range(1000):
        came(admission, f"a{number}", 1)
    assert admission.waiting == 20


def test_what_the_server_works_on_is_never_ended_for_a_newcomer() -> None:
    admission = Admission[Guest](BOUNDS)
    working, _ = came(admission, "a", 5)
    for guest in working:
        admission.works(guest)
    _, ended = came(admission, "a", 100)
    assert not set(working) & set(ended)


def test_known_connections_keep_their_place_and_their_room_whatever_strangers_do() -> None:
    admission = Admission[Guest](BOUNDS)
    known, _ = came(admission, "a", 5)
    for guest in known:
        admission.is_known(guest)
        assert admission.waits(guest) == []
    for number in range(1000):
        (guest,), ended = came(admission, f"b{number}", 1)
        assert not set(known) & set(ended)
        if guest not in ended:
            admission.works(guest)
    assert len(admission) - len(known) <= BOUNDS.in_all - BOUNDS.kept_for_known
    (late,), ended = came(admission, "a", 1)
    admission.is_known(late)
    assert len(admission) <= BOUNDS.in_all


def test_nothing_stays_of_those_who_left() -> None:
    admission = Admission[Guest](BOUNDS)
    for number in range(50):
        guests, _ = came(admission, f"a{number % 3}", 3)
        admission.works(guests[0])
        admission.is_known(guests[1])
        for guest in guests:
            admission.left(guest)
            admission.left(guest)
            assert admission.waits(guest) == []
    assert (len(admission), admission.waiting) == (0, 0)
    assert admission._waiting_of == {}
