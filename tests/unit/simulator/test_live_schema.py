"""The web client's types come from the same models as the server's messages."""

import json

from simulator.live_schema import TEMPLATE, add_live_messages, document, live_components


def test_every_reference_of_the_live_document_has_its_component() -> None:
    text = json.dumps(document())
    components = live_components()
    prefix = TEMPLATE.removesuffix("{model}")
    wanted = {piece.split('"')[0] for piece in text.split(prefix)[1:]}
    assert wanted <= set(components)
    assert {"CandidateUp", "CandidateDown", "JuryUp", "JuryDown", "CandidateDesk", "JuryDesk"} <= set(components)


def test_a_message_down_always_has_all_its_fields_and_one_up_may_leave_defaults_out() -> None:
    components = live_components()
    assert set(components["Ack"]["required"]) == set(components["Ack"]["properties"])
    assert "at_seconds" not in components["MarkPlace"]["required"]
    assert all("type" in components[name]["required"] for name in ("Hello", "Ping", "ChatSend", "Welcome", "Typing"))


def test_a_schema_that_the_application_already_describes_is_left_as_it_is() -> None:
    known = {"components": {"schemas": {"CallView": {"title": "ours"}}}}
    assert add_live_messages(known)["components"]["schemas"]["CallView"] == {"title": "ours"}


def test_nothing_that_a_candidate_can_be_told_refers_to_the_jurys_face() -> None:
    components = live_components()
    reached: set[str] = set()
    waiting = ["CandidateDown", "CandidateUp"]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            text = json.dumps(components[name])
            waiting += [piece.split('"')[0] for piece in text.split(TEMPLATE.removesuffix("{model}"))[1:]]
    forbidden = {"JuryFace", "JuryExchange", "MarkView", "VerdictView", "MarkingView", "MatrixCell", "MeasuredView"}
    assert not reached & (forbidden | {"JuryDesk", "JurySeatStep", "CriterionToObserve", "Observable", "MarkPlace"})
    assert "CandidateDesk" in reached
