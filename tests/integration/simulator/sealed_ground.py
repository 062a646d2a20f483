"""An exam's pack with a secret planted in everything that an envelope holds, and an exam day that plays it."""

import copy
from pathlib import Path
from typing import Any

import httpx
import yaml

from tests.integration.simulator.ground import Centre, Place, did
from tests.integration.simulator.house import PACK_ID, write_pack
from tests.unit.scenarios.pack_folder import CASE_STUDY, OPUS

EXAM_PACK = "examen-du-jour"
PLANTED = "SECRETDUPLI"
"""In every text that is no title and no name."""

SUBJECTS = ("sujet", "sujet-b", "sujet-c")
SEQUENCES = ("calme-matin", "colere-soir", "inquiet-midi")


def write_exam_pack(folder: Path) -> Path:
    """Beside the tests' pack; its folder."""
    home = write_pack(folder) / PACK_ID
    there = home.with_name(EXAM_PACK)
    if there.exists():
        return there
    for path in sorted(home.rglob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        _plant(data)
        if path.parent.name == "subjects":
            for number, name in enumerate(SUBJECTS):
                _write(there / "subjects" / f"{name}.yaml", data | {"id": name, "title": f"Sujet {'ABC'[number]}"})
        else:
            if path.name == "company.yaml":
                data |= {"id": EXAM_PACK}
            _write(there / path.relative_to(home), data)
    study = copy.deepcopy(CASE_STUDY) | {"customer": "morel", "documents": [], "request": f"{PLANTED} je veux."}
    study["sequences"] = [
        copy.deepcopy(study["sequences"][0])
        | {"id": name, "title": f"{PLANTED} {name}", "audio": f"audio/{name}.opus"}
        for name in SEQUENCES
    ]
    _write(there / "case_studies" / "colis-perdu.yaml", study)
    (there / "audio").mkdir()
    for name in SEQUENCES:
        (there / "audio" / f"{name}.opus").write_bytes(OPUS + PLANTED.encode() + name.encode())
    return there


def _plant(data: dict[str, Any]) -> None:
    """In the texts of a subject, a company, a customer."""
    for key in ("summary", "history", "activity"):
        if isinstance(data.get(key), str):
            data[key] = f"{PLANTED} {data[key]}"
    if "customer_since" in data:
        data["notes"] = [f"{PLANTED} une note."]
    for exchange in data.get("exchanges", ()):
        exchange["candidate"]["label"] = f"{PLANTED} {exchange['candidate']['label']}"
        exchange["jury"]["situation"] = f"{PLANTED} la situation."


def _write(path: Path, data: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


async def exam_day(centre: Centre, *phases: str, **more: Any) -> Place:
    """Its envelopes still shut. No phase named: all of the title's."""
    day = {"format_id": "title", "phases": list(phases), "days": ["2026-12-14"]}
    chosen: dict[str, Any] = {"pack_id": EXAM_PACK, "subject_id": "sujet", "exam_day": day, "is_shut": True}
    return await centre.place("exam", **(chosen | more))


async def confirm_both(lead: httpx.AsyncClient, place: Place) -> None:
    """The responsible person, then the candidate by the code of their sheet."""
    at = f"/api/staff/exam-days/{place.session_id}/opening"
    await did(lead.post(f"{at}/lead", json={}))
    await did(lead.post(f"{at}/candidate", json={"seat_id": place.seat_id, "code_or_name": place.code}))


async def open_envelopes(lead: httpx.AsyncClient, place: Place, **how: str) -> Any:
    await confirm_both(lead, place)
    return await did(lead.post(f"/api/staff/exam-days/{place.session_id}/opening/open", json=how))
