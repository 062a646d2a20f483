"""Whose turn it is to offer, and what is odd of whom: tables that say what they mean."""

import importlib
from pathlib import Path

import pytest

from telephony.sip.oddities import ODDITIES, Oddity, table
from telephony.sip.offering import TRANSITIONS, OfferEvent, OfferState, Reaction, may, reaction_to, state_of


def test_one_offer_at_a_time_and_each_ends() -> None:
    assert may(OfferEvent.WE_OFFER, OfferState.STABLE)
    assert may(OfferEvent.THEY_OFFER, OfferState.STABLE)
    for state in (OfferState.OURS_IS_OUT, OfferState.ACK_IS_DUE):
        assert not may(OfferEvent.WE_OFFER, state), "ours waits"
        assert not may(OfferEvent.THEY_OFFER, state), "theirs is answered 491"
        assert [after for (before, _), after in TRANSITIONS.items() if before is state] == [OfferState.STABLE]


def test_what_is_open_says_the_state() -> None:
    assert state_of(ours_is_out=False, ack_is_due=False) is OfferState.STABLE
    assert state_of(ours_is_out=True, ack_is_due=False) is OfferState.OURS_IS_OUT
    assert state_of(ours_is_out=False, ack_is_due=True) is OfferState.ACK_IS_DUE


def test_what_an_answer_to_our_offer_means() -> None:
    means = {status: reaction_to(status) for status in (100, 200, 202, 408, 481, 488, 491, 500, 603)}
    assert means == {
        100: Reaction.NOT_YET,
        200: Reaction.AGREED,
        202: Reaction.AGREED,
        408: Reaction.GONE,
        481: Reaction.GONE,
        488: Reaction.REFUSED,
        491: Reaction.GLARE,
        500: Reaction.REFUSED,
        603: Reaction.REFUSED,
    }


@pytest.mark.parametrize("oddity", ODDITIES, ids=lambda one: one.what)
def test_each_oddity_has_its_place_and_its_report(oddity: Oddity) -> None:
    module, _, name = oddity.place.rpartition(".")
    assert hasattr(importlib.import_module(f"telephony.{module}"), name)
    assert "RFC" in oddity.report or "#" in oddity.report


def test_the_document_shows_the_table() -> None:
    assert table() in (Path(__file__).parents[3] / "docs" / "telephony.md").read_text(encoding="utf-8")
