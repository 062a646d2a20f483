"""What the case study's editor may send: checked whole, read as people read it."""

from typing import Any

import pytest

from simulator.productions.prose import MOST_CHARACTERS, BadProse, checked


def text(words: str, *marks: str) -> dict[str, Any]:
    return {"type": "text", "text": words} | ({"marks": [{"type": one} for one in marks]} if marks else {})


def paragraph(*inline: dict[str, Any]) -> dict[str, Any]:
    return {"type": "paragraph", "content": [*inline]}


def item(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "listItem", "content": [*blocks]}


def doc(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "doc", "content": [*blocks]}


LETTER = doc(
    paragraph(text("Madame, "), text("très", "bold", "italic"), text(" cordialement")),
    {
        "type": "orderedList",
        "attrs": {"start": 1, "type": None},
        "content": [
            item(
                paragraph(text("un vélo")),
                {"type": "bulletList", "content": [item(paragraph(text("révisé")), paragraph(text("et livré")))]},
            ),
            item(paragraph(text("une batterie"))),
        ],
    },
    {"type": "paragraph"},
    paragraph(text("À bientôt"), {"type": "hardBreak"}, text("Lina")),
)


def test_a_text_reads_as_it_was_written() -> None:
    prose = checked(LETTER)
    assert prose.text.split("\n") == [
        "Madame, très cordialement",
        "1. un vélo",
        "• révisé",
        "et livré",
        "2. une batterie",
        "",
        "À bientôt",
        "Lina",
    ]
    assert prose.words == 13
    assert [(block.depth, block.marker) for block in prose.blocks] == [
        (0, ""), (1, "1."), (2, "•"), (2, ""), (1, "2."), (0, ""), (0, ""),
    ]  # fmt: skip
    assert [(run.text, run.bold, run.italic) for run in prose.blocks[0].runs][1] == ("très", True, True)


def test_the_same_text_has_the_same_seal_however_its_page_wrote_it() -> None:
    otherwise = doc(
        {"content": [{"marks": [{"type": "italic"}, {"type": "bold"}], "text": "oui", "type": "text"}],
         "type": "paragraph"},
        {"type": "paragraph", "content": []},
    )  # fmt: skip
    same = doc(paragraph(text("oui", "bold", "italic")), {"type": "paragraph"})
    assert checked(otherwise).document == checked(same).document
    assert checked(otherwise).sha256 == checked(same).sha256
    assert checked(doc(paragraph(text("oui", "bold")))).sha256 != checked(same).sha256


def test_a_checked_document_is_checked_again_as_it_is() -> None:
    import json

    prose = checked(LETTER)
    assert checked(json.loads(prose.document)) == prose


def nested(levels: int) -> dict[str, Any]:
    made = paragraph(text("au fond"))
    for _ in range(levels):
        made = {"type": "bulletList", "content": [item(made)]}
    return doc(made)


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        "texte",
        {"type": "paragraph"},
        doc(text("nu")),
        doc({"type": "image", "attrs": {"src": "http://ailleurs.example"}}),
        doc(paragraph({"type": "text", "text": "lien", "marks": [{"type": "link", "attrs": {"href": "x"}}]})),
        doc({"type": "paragraph", "attrs": {}, "onclick": "x"}),
        doc({"type": "bulletList", "content": [paragraph(text("sans item"))]}),
        doc({"type": "orderedList", "attrs": {"start": -1}, "content": []}),
        doc({"type": "orderedList", "attrs": {"start": True}, "content": []}),
        doc({"type": "paragraph", "content": "texte"}),
        doc(paragraph(text("nul\x00"))),
        doc(paragraph(text("moitié \ud800"))),
        doc(paragraph(text(""))),
        doc(paragraph(text("x" * (MOST_CHARACTERS + 1)))),
        nested(200),
    ],
)
def test_what_the_editor_cannot_make_is_refused(document: object) -> None:
    with pytest.raises(BadProse):
        checked(document)


def test_lists_five_deep_and_a_text_of_twenty_pages_are_taken() -> None:
    assert checked(nested(5)).text == "• au fond"
    assert checked(doc(paragraph(text("x" * MOST_CHARACTERS)))).words == 1
