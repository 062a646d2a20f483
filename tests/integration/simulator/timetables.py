"""An exam day that is prepared over HTTP: its list, its ground, its plan; for the tests of each."""

from typing import Any

import httpx

from tests.integration.simulator.ground import Centre, did

NAMES = ("Éva Martin", "Zoé N’Guyen-Lê", "علي محمد", "Lina Ferrand", "Noé Petit", "Ana Sousa")


async def a_day(centre: Centre, format_id: str = "ccp1") -> str:
    """A session without anybody, on the shipped company, which has a case study; the path of its day."""
    lead = await centre.lead()
    body = {
        "kind": "exam",
        "title": "Session de mai",
        "pack_id": "velambre",
        "subject_id": "decouverte",
        "exam_day": {"format_id": format_id, "days": ["2027-05-11"]},
    }
    session = await did(lead.post("/api/staff/sessions", json=body))
    return f"/api/staff/exam-days/{session['id']}"


def table(*rows: str) -> bytes:
    return "\n".join(("Nom;Poste;Voie d’accès;Temps majoré;Référence;Formateurs", *rows)).encode()


async def imported(lead: httpx.AsyncClient, day: str, file: bytes) -> dict[str, Any]:
    """What the preview showed is kept."""
    preview = await did(lead.post(f"{day}/import/candidates", content=file))
    assert preview["faults"] == []
    return await did(lead.post(f"{day}/candidates", json={"candidates": preview["candidates"]}))


def ground(centre: Centre, version: int, **more: Any) -> dict[str, Any]:
    """A written room, a preparation room, one pair of the tests' two jurors."""
    jurors = [
        {"id": centre.ids["roy"], "name": "Nadia Roy", "knows_retention": True},
        {"id": centre.ids["lefort"], "name": "Marc Lefort", "knows_retention": False},
    ]
    rules = {
        "start": 510,
        "letter_minutes": 15,
        "lunch_minutes": 45,
        "lunch_from": 690,
        "lunch_until": 840,
        "deliberation_minutes": 30,
        "latest_end": 1200,
    }
    return {
        "version": version,
        "date": "2027-05-11",
        "rooms": [
            {"id": "a", "name": "Salle A", "posts": 12, "uses": ["case_study", "preparation"]},
            {"id": "j", "name": "Salle 12", "posts": 1, "uses": ["jury"]},
        ],
        "pairs": [{"id": "p1", "name": "Jury 1", "jurors": jurors, "room": "j"}],
        "rules": rules,
    } | more


async def a_plan(centre: Centre) -> tuple[httpx.AsyncClient, str, dict[str, Any]]:
    """Three candidates, one pair, planned."""
    lead = await centre.lead()
    day = await a_day(centre)
    shown = await imported(lead, day, table(*(f"{name};;;;;" for name in NAMES[:3])))
    shown = await did(lead.put(f"{day}/timetable/setup", json=ground(centre, shown["version"])))
    shown = await did(lead.post(f"{day}/timetable/plan", json={"version": shown["version"]}))
    return lead, day, shown
