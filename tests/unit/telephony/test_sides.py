"""Who stands on which side of a call: what follows for the other side, decided without a telephone."""

import pytest

from telephony.codecs import Codec
from telephony.roles import EndReason, Role
from telephony.sip.sdp import PREFERRED
from telephony.sip.sides import STATUS_OF, Side, Sides, shows_hold, spoken_by, unanswered


@pytest.mark.parametrize(
    ("status", "only_phone", "declines", "caller_hears"),
    [
        (486, True, True, 486),  # busy is busy
        (603, True, True, 603),
        (404, True, True, 480),  # nobody's business which number is behind
        (486, False, False, 486),  # a browser still rings
        (603, False, True, 603),  # 6xx speaks for the person
        (600, False, True, 480),
    ],
)
def test_what_follows_when_no_telephone_answers(
    status: int, only_phone: bool, declines: bool, caller_hears: int
) -> None:
    follows = unanswered(status, only_phone=only_phone)
    assert (follows.declines, follows.caller_hears) == (declines, caller_hears)


def test_a_side_without_a_telephone_speaks_opus_one_that_still_rings_whatever_we_can() -> None:
    assert spoken_by(None) == [Codec.OPUS]
    assert spoken_by(Side("c1", Role.ADVISER)) == list(PREFERRED)


def test_a_side_without_a_telephone_shows_no_hold() -> None:
    assert shows_hold(Side("c1", Role.ADVISER), None, is_consulting=False) is None


def test_every_end_has_a_status_for_a_telephone_that_dialled() -> None:
    assert set(STATUS_OF) == set(EndReason)


def test_the_supervisors_side_takes_the_advisers_place() -> None:
    sides = Sides()
    customer, supervisor = Side("c1", Role.CUSTOMER), Side("c1-consultation", Role.CUSTOMER)
    sides.put(customer)
    sides.put(supervisor)
    sides.hand_over("c1-consultation", "c1")
    assert sides.of_call("c1") == [supervisor, customer]
    assert sides.get("c1", Role.ADVISER) is supervisor
    assert sides.get("c1-consultation", Role.CUSTOMER) is None
    assert sides.other(customer) is supervisor
