"""Part one: the case study is written, sealed at the end of its time, and corrected by both jurors."""

import secrets

from simulator.rehearsal import incidents, script
from simulator.rehearsal.faults import DidNotHold
from simulator.rehearsal.held_day import Candidacy, HeldDay


async def write_case_study(day: HeldDay, candidates: list[Candidacy], late: Candidacy | None) -> None:
    """All begin together; whoever has extra time ends later. With somebody `late`, an alarm empties the room as well.

    Raises DidNotHold.
    """
    await day.open("case_study", *candidates)
    for one in candidates:
        desk = await one.person.get("/api/candidate/productions")
        if desk["files"] is None:
            raise DidNotHold(f"{one.name} ne voit pas le dossier de l’étude de cas.")
        for production in desk["produces"]:
            await _write(one, production)
    if late is not None:
        await incidents.arrives_late(day, late)
        await incidents.alarm(day, "case_study", *candidates)
    await day.let_end("case_study", *candidates)


async def receipt_of(one: Candidacy) -> str:
    """The short code that the candidate copies from the screen. Raises DidNotHold where nothing was sealed."""
    now = await one.person.get("/api/candidate/productions/now")
    if now["receipt"] is None or any(text["number"] == 0 for text in now["receipt"]["texts"]):
        raise DidNotHold(f"Les textes de {one.name} ne sont pas tous scellés.")
    return str(now["receipt"]["code"])


async def correct(one: Candidacy) -> None:
    """Each juror alone, beside what is expected: one note, one verdict for each criterion of the texts."""
    for juror in one.jurors:
        desk = await juror.get(one.at("productions"))
        criteria = [it["criterion"] for group in desk["competences"] for it in group["criteria"]]
        note = {"production": "reply_letter", "criterion": criteria[0], "sign": "favourable", "paragraph": 1}
        await juror.put(one.at(f"productions/notes/{secrets.token_hex(8)}"), **note, text=script.CORRECTED)
        for criterion in criteria:
            await juror.put(one.at(f"productions/verdicts/{criterion}"), verdict="satisfactory")


async def _write(one: Candidacy, production: str) -> None:
    """Two versions, as autosave keeps them: the first lines, then the whole."""
    paragraphs, known = script.PRODUCTIONS[production], 0
    for so_far in (paragraphs[:1], paragraphs):
        kept = await one.person.post(
            f"/api/candidate/productions/{production}/versions",
            client_id=secrets.token_hex(16),
            based_on=known,
            document=script.document(so_far),
        )
        known = kept["number"]
