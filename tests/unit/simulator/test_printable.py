"""Whatever people write can be printed: checked against the real faces, by typst's own refusals."""

import asyncio
import io
import re

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from simulator.documents import blocks
from simulator.documents.printable import drawn, printable
from simulator.documents.typesetting import typeset
from tests.printed import Heard, heard, printed_lines, unmet


def a_sheet(*words: str) -> bytes:
    """Each of these words in a title, in bold, in a table's cell and under a signature."""
    table = blocks.table(["Réf.", "Texte"], [[str(at), one] for at, one in enumerate(words)], [0, 1], [1])
    page = blocks.page("Fiche", words[0], table, blocks.signatures([(words[-1], words[-1])]))
    return asyncio.run(typeset("official", blocks.sheet("Fiche", [page], words[0])))


def test_every_character_that_we_say_we_draw_is_drawn() -> None:
    """Typst refuses, for PDF/A and PDF/UA, a text with a character that has no glyph."""
    text = "".join(filter(str.strip, map(printable, map(chr, sorted(drawn())))))
    assert len(text) > 7000
    pieces = [text[at : at + 200] for at in range(0, len(text), 200)]
    assert unmet(a_sheet(*pieces)) == []


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Zoé N’Guyen-Lê", "Zoé N’Guyen-Lê"),
        ("李雷", "[U+674E][U+96F7]"),
        ("👩\u200d💻 🙂", "👩\u200d💻 🙂"),
        ("אבג محمد", "אבג محمد"),
        ("\u202egnol\u202c nom", "gnol nom"),
        ("a\tb\r\nc\x07\x00", "a b\nc"),
        ("\ufeffOk", "Ok"),
        ("\ue000\ud800", "[U+E000][U+D800]"),
    ],
)
def test_what_no_face_draws_stands_as_its_code(written: str, told: str) -> None:
    assert printable({"nom": [written, 3, None]}) == {"nom": [told, 3, None]}
    assert a_sheet(written).startswith(b"%PDF-")


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_no_text_keeps_a_document_from_being_made(text: str) -> None:
    assert a_sheet(text).startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["محمد علي بن صالح", "יעל בת-שבע כהן"])
def test_the_words_of_a_name_written_leftward_stand_in_the_order_in_which_they_are_said(name: str) -> None:
    pdf = a_sheet(name, f"C-01 · {name} (candidat), puis {name}, {name}.")
    assert unmet(pdf) == []
    # As the file has them, whatever a reader makes of where they stand.
    written = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    written = re.sub(r"\s+", " ", written)
    assert written.count(name) >= 6, written
    # A comma between two such names follows the first, wherever the second stands.
    assert re.search(rf"puis {name} ?, ?{name}", written), written


def test_a_long_sentence_written_leftward_may_break_its_line() -> None:
    assert unmet(a_sheet("شكرا جزيلا على كل ما فعلتموه من أجلي في هذا اليوم الطويل " * 6)) == []


def test_a_long_table_is_heard_once_in_its_order_and_its_header_is_printed_on_each_page() -> None:
    rows = [[f"CP{at // 8 + 1}.{at % 8 + 1}", f"Numéro {at} " + "mot " * 25, "Satisfaisant"] for at in range(53)]
    table = blocks.table(["Réf.", "Critère", "Avis"], rows, [0, 5, 2])
    page = blocks.page("Fiche", "Suite", blocks.section("Liste"), table)
    pdf = asyncio.run(typeset("official", blocks.sheet("Fiche", [page], "pied")))
    pieces = heard(pdf)
    assert [one.kind for one in pieces[:2]] == ["H1", "P"]
    assert [one.words for one in pieces if one.kind == "TH"] == ["Réf.", "Critère", "Avis"], "heard once"
    cells = [one.words for one in pieces if one.kind == "TD"]
    assert cells[::3] == [row[0] for row in rows]
    last = max(one.page for one in pieces)
    assert last >= 3
    assert printed_pages(pdf, "Critère") == [*range(1, last + 1)]


def test_a_sheet_of_empty_lists_stands() -> None:
    page = blocks.page(
        "Fiche", "", blocks.table(["Réf.", "Avis"], [], [0, 1]), blocks.pairs([]), blocks.signatures([])
    )
    pdf = asyncio.run(typeset("official", blocks.sheet("Fiche", [page], "")))
    assert unmet(pdf) == []
    assert Heard("H1", 1, "Fiche") in heard(pdf)


def test_each_person_has_pages_numbered_from_one() -> None:
    pages = [blocks.page(f"Convocation {one}", "", blocks.text("mot " * 2600)) for one in ("d’Ana", "de Noé")]
    pdf = asyncio.run(typeset("official", blocks.sheet("Convocations", pages, "pied")))
    assert [printed_pages(pdf, f"{at} / 2") for at in (1, 2)] == [[1, 3], [2, 4]]


def printed_pages(pdf: bytes, words: str) -> list[int]:
    """The pages on which these words stand, heard or not."""
    count = len(pdfium.PdfDocument(pdf))
    return [page for page in range(1, count + 1) if words in "\n".join(printed_lines(pdf, page))]
