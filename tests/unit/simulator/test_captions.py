"""The last words of a call at a desk: what was not final gives way, few lines are kept, a busy machine says so."""

from dataclasses import replace

from simulator.desk.captions import MOST_LINES, Captions
from simulator.desk.seat_room import SeatRoom
from telephony import Role
from telephony.speech import Caption
from tests.unit.simulator.rooms import a_house
from tests.unit.simulator.world import Story


def grant(room: SeatRoom) -> None:
    """This seat has captions."""
    room.state.seat = replace(room.state.seat, captions=True)


def said(at: float, text: str, role: Role = Role.CUSTOMER, *, is_final: bool = True) -> Caption:
    return Caption("c1", role, at, text, is_final, at + 1)


def test_words_that_may_still_change_give_way_to_what_was_meant() -> None:
    captions = Captions()
    captions.add(said(1.0, "bonjour je", is_final=False))
    captions.add(said(2.0, "service client", Role.ADVISER, is_final=False))
    captions.add(said(1.0, "bonjour je vous", is_final=False))
    captions.add(said(1.0, "Bonjour, je vous appelle."))
    lines = captions.view(is_on=True).lines
    assert [(line.by, line.text, line.is_final) for line in lines] == [
        ("customer", "Bonjour, je vous appelle.", True),
        ("candidate", "service client", False),
    ]


def test_only_the_last_lines_are_kept_and_another_call_begins_anew() -> None:
    captions = Captions()
    for number in range(MOST_LINES + 5):
        captions.add(said(number, f"phrase {number}"))
    assert [line.at_seconds for line in captions.view(is_on=True).lines] == [
        float(n) for n in range(5, MOST_LINES + 5)
    ]
    captions.fell_behind()
    assert captions.view(is_on=True).state == "later"
    assert captions.view(is_on=False).state == "unavailable"
    captions.begin()
    assert captions.view(is_on=True).lines == ()
    assert captions.view(is_on=True).state == "on"


def test_only_a_candidate_whose_seat_was_granted_them_has_captions() -> None:
    room = a_house(Story()).room
    assert room.views.candidate().captions is None
    grant(room)
    granted = room.views.candidate().captions
    assert granted is not None
    assert granted.state == "unavailable", "no engine here"


def test_after_a_transfer_the_supervisor_speaks_on_the_candidates_side_and_the_candidate_reads_no_more() -> None:
    room = a_house(Story()).room
    grant(room)
    room.captions.add(said(1.0, "Je vous transfère.", Role.ADVISER))
    room.captions.transferred()
    room.captions.add(said(5.0, "Bonjour, le superviseur.", Role.ADVISER))
    lines = room.captions.view(is_on=True).lines
    assert [line.by for line in lines] == ["candidate", "supervisor"]
    assert room.views.candidate().captions is None
    room.captions.begin()
    assert room.views.candidate().captions is not None
