"""Office files of tests: honest ones made by hand or by the libraries, and hostile ones."""

import io
import zipfile

import odfdo

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def a_docx(words: str = "Fiche de Mme Dumas", *, head: str = "", more: dict[str, str | bytes] | None = None) -> bytes:
    """With a paragraph and a table. `head`: before the root; `more`: further parts."""
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{one}</w:t></w:r></w:p></w:tc>" for one in ("Article", "Vélo cargo"))
    body = f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p><w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    document = f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped({"word/document.xml": document} | (more or {}))


def an_odt(words: str = "Fiche de Mme Dumas") -> bytes:
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Header(1, "Dossier"))
    document.body.append(odfdo.Paragraph(words))
    document.body.append(odfdo.List(["Vélo cargo"]))
    return _saved(document)


def an_ods(words: str = "Fiche de Mme Dumas") -> bytes:
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    document.body.append(_table(words))
    return _saved(document)


def an_xlsx(words: str = "Fiche de Mme Dumas") -> bytes:
    """One sheet with two cells; the second is a formula with the value that it showed last."""
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
            f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{RELATIONS}"><sheets>'
            '<sheet name="Tarif" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
            f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData><row r="1">'
            f'<c r="A1" t="inlineStr"><is><t>{words}</t></is></c>'
            '<c r="B1" t="str"><f>WEBSERVICE("http://ailleurs.example")</f><v>Vélo cargo</v></c>'
            "</row></sheetData></worksheet>",
        }
    )


def with_macros() -> bytes:
    return a_docx(more={"word/vbaProject.bin": b"SECRETMACRO" * 20})


def with_a_remote_picture(address: str) -> bytes:
    """An image that stands elsewhere, as trackers do."""
    head = '<?xml version="1.0"?>'
    drawing = (
        '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata '
        f'xmlns:r="{RELATIONS}" r:id="rId9"/></v:shape></w:pict></w:r></w:p>'
    )
    document = (
        f'{head}<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>Fiche de Mme Dumas</w:t></w:r></w:p>{drawing}'
    )
    relations = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId9" Type="{RELATIONS}/image" '
        f'Target="{address}" TargetMode="External"/></Relationships>'
    )
    return zipped(
        {"word/document.xml": f"{document}</w:body></w:document>", "word/_rels/document.xml.rels": relations}
    )


def with_an_entity(declared: str) -> bytes:
    """Whose words are an entity of its DTD."""
    return a_docx("&mien;", head=f"<!DOCTYPE w:document [{declared}]>")


def a_bomb() -> bytes:
    """A small ZIP of a hundred megabytes."""
    return a_docx(more={"word/media/image1.png": b"\0" * 100_000_000})


def _table(words: str) -> odfdo.Table:
    table = odfdo.Table("Tarif", width=2, height=1)
    table.set_value((0, 0), words)
    table.set_value((1, 0), "Vélo cargo")
    return table


def _saved(document: odfdo.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
