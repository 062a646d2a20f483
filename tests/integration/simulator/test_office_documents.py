"""Office files attached to a subject: their words as pages, and nothing else that they carry."""

import asyncio
import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from simulator.document_subjects.office import NOTE, as_pdf
from simulator.document_subjects.pages import FileRefused, pages_of
from tests.integration.simulator.document_subjects import HERE, attached
from tests.integration.simulator.ground import a_centre, did
from tests.office_files import (
    a_bomb,
    a_docx,
    an_ods,
    an_odt,
    an_xlsx,
    with_a_remote_picture,
    with_an_entity,
    with_macros,
    zipped,
)

KINDS = {"docx": a_docx, "odt": an_odt, "ods": an_ods, "xlsx": an_xlsx}


async def words_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(await as_pdf(data))).pages)


@pytest.mark.parametrize("kind", KINDS)
async def test_its_words_and_tables_are_laid_out(kind: str) -> None:
    words = await words_of(KINDS[kind]())

    assert "Fiche de Mme Dumas" in words
    assert "Vélo cargo" in words


async def test_what_was_typed_is_never_source_of_our_type(tmp_path: Path) -> None:
    assert '#read("/etc/passwd") $x$ *gras*' in await words_of(an_odt('#read("/etc/passwd") $x$ *gras*'))


async def test_a_macro_is_not_run_and_not_kept() -> None:
    pdf = await as_pdf(with_macros())
    assert b"SECRETMACRO" not in pdf


async def test_a_remote_picture_is_asked_of_nobody() -> None:
    asked: list[bytes] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.read(100))
        writer.close()

    server = await asyncio.start_server(hear, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        assert "Fiche de Mme Dumas" in await words_of(with_a_remote_picture(f"http://127.0.0.1:{port}/trace.png"))
        assert "Vélo cargo" in await words_of(an_xlsx())
    assert asked == []


async def test_an_external_entity_brings_nothing_in(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRETDUDISQUE")
    try:
        words = await words_of(with_an_entity(f'<!ENTITY mien SYSTEM "{secret.as_uri()}">'))
    except FileRefused:
        return
    assert "SECRETDUDISQUE" not in words
    assert "Vélo cargo" in words


LAUGHS = "".join(
    ['<!ENTITY r0 "ha">', *(f'<!ENTITY r{n} "{f"&r{n - 1};" * 10}">' for n in range(1, 12)), '<!ENTITY mien "&r11;">']
)
"""A hundred billion of them, in a page of XML."""


@pytest.mark.parametrize(
    ("codes", "data"),
    [
        ({"file_too_heavy"}, a_bomb),
        (
            {"file_broken", "file_too_heavy"},
            lambda: with_an_entity(LAUGHS),
        ),
        ({"file_old_office"}, lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ({"file_broken"}, lambda: a_docx()[:200]),
        ({"file_unknown"}, lambda: zipped({"photo.jpg": b"rien"})),
        ({"file_no_words"}, lambda: zipped({"word/document.xml": EMPTY})),
        ({"file_too_many_pages"}, lambda: a_docx("mot " * 60_000)),
    ],
)
async def test_what_cannot_be_laid_out_is_refused_in_words(codes: set[str], data: object) -> None:
    assert callable(data)
    with pytest.raises(FileRefused) as refusal:
        await pages_of(await as_pdf(data()))
    assert refusal.value.code in codes
    assert refusal.value.message.endswith(".")
    assert refusal.value.remedy.endswith(".")


EMPTY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'


async def test_attached_it_says_what_is_not_shown(tmp_path: Path) -> None:
    async with a_centre(tmp_path) as centre:
        lead = await centre.lead()
        subject = await did(lead.post(HERE, json={"title": "Bureautique"}))
        file = await attached(lead, subject["id"], "fiche.docx", a_docx())
        assert (file["pages"], file["note"]) == (1, NOTE)
        page = await lead.get(f"{HERE}/{subject['id']}/documents/{file['id']}/1.jpg")
        assert page.content.startswith(b"\xff\xd8")
