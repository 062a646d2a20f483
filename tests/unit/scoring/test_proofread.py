"""Faults are placed in the text as it was written, line breaks and doubled spaces kept."""

from scoring import proofread
from scoring.evidence.proofreading import OwnRules
from scoring.exchange import Confirmation, Exchange, Turn, Written


def test_a_fault_is_underlined_where_it_stands_in_the_raw_text() -> None:
    body = "Bonjour  Madame,\n\nJe reste a  votre disposition."
    exchange = Exchange(
        id="x", competence="CP1", channel="chat",
        turns=(Turn(n=1, speaker="agent", start=0, end=0, text="Bonjour"),),
        written=Written(confirmation=Confirmation(subject="Objet", body=body)),
    )  # fmt: skip
    by_place = {one.place: one for one in proofread(exchange, proofreader=OwnRules())}
    assert set(by_place) == {1, "confirmation"}
    assert by_place[1].faults == ()
    letter = by_place["confirmation"]
    [fault] = letter.faults
    assert letter.text[fault.start : fault.end].startswith("a  votre")
    assert fault.problem == "« à » demande un accent"
    assert letter.text.endswith(body)
