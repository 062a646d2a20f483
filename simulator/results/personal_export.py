"""What is kept of one candidate, for that person: their acts, what they wrote and said, the signed results.

A juror's draft and another candidate's name are never in it.
"""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from scoring.referential import Referential
from simulator.desk.rooms import SeatRooms
from simulator.documents.typesetting import typeset
from simulator.errors import NotFound
from simulator.facts import correction_facts, deliberation_facts, kinds, marking_facts
from simulator.facts.fact import Fact
from simulator.facts.log import FactLog
from simulator.ids import SeatId
from simulator.interviews.reactions import Reactions
from simulator.productions.reading import produced
from simulator.productions.version_rows import VersionRows
from simulator.recordings.reading import recordings_of
from simulator.results import candidate_sheets, exports
from simulator.results.held_on import held_on
from simulator.results.members import fact_as_json
from simulator.results.record import NotSignedYet, blank_record, record_of
from simulator.seat.refusals import Refused
from simulator.storage.database import Sessions
from simulator.timetable.documents import CandidateDocuments
from simulator.timetable.files import ENDINGS
from simulator.timetable.views import DocumentKind
from telephony import strict_json

_OF_THE_JURY = (marking_facts, correction_facts, deliberation_facts)
"""Whole modules: what is added there later is a juror's too."""

_SHARED = (kinds.FeedbackShared, kinds.FeedbackReady)

_OF_AN_INTERVIEWER = (kinds.InterviewVerdict, kinds.GuideTicked, kinds.GuideNoted)

_JOINED: Mapping[DocumentKind, str] = {
    "professional_file": "dossier-professionnel",
    "ecf": "livret-ecf",
    "certification": "livret-de-certification",
}
"""Names of files, ASCII."""

_READ_ME = """Vos données, telles que Combiné les conserve.

donnees.json : votre identité dans la session et ce qui s'est passé à votre poste.
documents/ : votre dossier professionnel et les autres documents joints à votre nom, tels qu'ils ont été remis.
productions/ : vos écrits. echanges/ : vos enregistrements, s'ils sont encore conservés.
resultats.pdf : la fiche de résultats signée par le jury, si elle l'est.
Le travail personnel de chaque juré n'y figure pas. Pour toute question, adressez-vous au centre d'examen.
"""


async def personal_export(
    seat_id: SeatId,
    rooms: SeatRooms,
    facts: FactLog,
    sessions: Sessions,
    recordings: Path,
    referential: Referential,
    versions: VersionRows,
    documents: CandidateDocuments,
) -> dict[str, bytes]:
    """Contents by name. Raises NotFound."""
    state = (await rooms.read(seat_id)).state
    kept = [fact_as_json(one) for one in await facts.of_seat(seat_id) if concerns_the_person(one)]
    date = await held_on(sessions, seat_id)
    about = {**exports.identity(blank_record(state, referential, date)), "facts": kept}
    found = {
        "LISEZ-MOI.txt": _READ_ME.encode(),
        "donnees.json": strict_json.dumps(about, ensure_ascii=False, indent=1).encode(),
    }
    found |= await _joined(seat_id, documents)
    try:
        for one in produced(state):
            found[f"productions/{one}.json"] = (await versions.document(state, one)).encode()
    except Refused:
        pass  # No case study is held.
    for run in state.runs.values():
        for row in await recordings_of(sessions, run.run_id):
            file = recordings / row.folder / "call.ogg"
            if row.state == "ready" and await asyncio.to_thread(file.is_file):
                found[f"echanges/{run.position}-{run.attempt}_{row.call_id}.ogg"] = await asyncio.to_thread(
                    file.read_bytes
                )
    sounds = Reactions(recordings)
    answers = [one for one in state.interview.reactions if one.is_recorded]
    for number, answer in enumerate(answers, start=1):
        try:
            file = await sounds.sound(state, answer)
        except NotFound:
            continue  # Erased with the sound of their calls, or not finished.
        found[f"echanges/reaction-{number}.ogg"] = await asyncio.to_thread(file.read_bytes)
    try:
        sheet = candidate_sheets.results_sheet(record_of(state, referential, date))
        found["resultats.pdf"] = await typeset("official", sheet)
    except NotSignedYet:
        pass  # Results are nobody's before the last signature.
    return found


async def _joined(seat_id: SeatId, documents: CandidateDocuments) -> dict[str, bytes]:
    """Their dossier professionnel and whatever else was joined to their file, byte for byte."""
    found: dict[str, bytes] = {}
    for one in await documents.of_seat(seat_id):
        if one.name is None:
            continue
        try:
            row = await documents.found(seat_id, one.kind)
            found[f"documents/{_JOINED[one.kind]}{ENDINGS[row.media_type]}"] = await documents.content(row)
        except NotFound:
            continue  # Taken away meanwhile, or its file is no more.
    return found


def concerns_the_person(fact: Fact) -> bool:
    """Not what a juror noted for themselves or for the deliberation, whatever becomes of it."""
    if isinstance(fact.data, _SHARED):
        return True
    is_jurys = type(fact.data).__module__ in {one.__name__ for one in _OF_THE_JURY}
    return not is_jurys and not isinstance(fact.data, _OF_AN_INTERVIEWER)
