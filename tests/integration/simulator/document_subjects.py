"""A subject in documents, prepared over HTTP as the page does it."""

from typing import Any

import httpx

from tests.integration.simulator.ground import did
from tests.pdfs import a_pdf

HERE = "/api/staff/document-subjects"

LINES: tuple[dict[str, Any], ...] = (
    {"channel": "phone", "customer": "Mme Claire Dumas", "phone": "0639981234", "competences": ["CP1", "CP2"]},
    {
        "channel": "phone",
        "direction": "outbound",
        "customer": "M. Karim Benali",
        "phone": "06 12 34 56 78",
        "mission": "MISSIONSECRETE : rappeler M. Benali au sujet de sa facture.",
        "competences": ["CP4", "CP7"],
        "confirmation": "mail",
    },
    {"channel": "chat", "customer": "Madame J. Perrin", "phone": "+33 3 53 01 00 07", "competences": ["CP3"]},
)


async def attached(lead: httpx.AsyncClient, subject: str, name: str, data: bytes) -> dict[str, Any]:
    there = f"{HERE}/{subject}/documents"
    file: dict[str, Any] = await did(lead.post(there, params={"name": name}, content=data))
    return file


async def a_subject(lead: httpx.AsyncClient, title: str = "Sujet du 14 décembre", **more: Any) -> dict[str, Any]:
    """Ready to be played: three exchanges, and a document for each place. `more`: of the form."""
    made = await did(lead.post(HERE, json={"title": title}))
    places: tuple[tuple[str, int | None], ...] = (
        ("company", None),
        ("procedure", None),
        ("customer", 0),
        ("customer", 1),
        ("jury", 0),
        ("jury", None),
    )
    documents: list[dict[str, Any]] = []
    for number, (place, exchange) in enumerate(places):
        pdf = a_pdf(f"{title} {place} {number}", pages=2)
        file = await attached(lead, made["id"], f"{place}.pdf", pdf)
        words = f"TITRESECRET {place} {number}"
        documents.append({"id": file["id"], "title": words, "place": place, "exchange": exchange})
    form = {
        "title": title,
        "company": "Maison Vauquelin",
        "exchanges": [line | {"minutes": 8} for line in LINES],
        "documents": documents,
    }
    body = {"number": made["number"], "form": form | more}
    saved: dict[str, Any] = await did(lead.put(f"{HERE}/{made['id']}", json=body))
    return saved
