"""PDFs of tests, written by hand: an honest one, one with scripts and links, one that is damaged, one too long."""

SCRIPT = "app.alert('SECRETJS')"
LINK = "https://ailleurs.example/SECRETLIEN"


def a_pdf(words: str = "Dossier professionnel", pages: int = 1, *, catalog: str = "", annots: str = "") -> bytes:
    """With a line of words on each page."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(pages))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number in range(pages):
        text = f"BT /F1 24 Tf 60 760 Td ({words} {number + 1}) Tj ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R {annots} >>"
        )
        objects.append(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream")
    out = b"%PDF-1.7\n"
    places: list[int] = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def with_scripts_and_links() -> bytes:
    """Runs when it is opened, and leads elsewhere when it is clicked."""
    action = (
        f"/OpenAction << /S /JavaScript /JS ({SCRIPT.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) >>"
    )
    link = f"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI ({LINK}) >> >>]"
    return a_pdf(catalog=action, annots=link)


def truncated() -> bytes:
    return a_pdf(pages=3)[:180]
