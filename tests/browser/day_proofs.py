"""What must be true of an exam day that was held: what was sealed is what was written."""

import json

from exams.phases import PhaseId
from exams.seals import canonical, seal_of, sha256_of, short_code
from simulator.productions.prose import checked
from simulator.productions.version_rows import VersionRows
from simulator.seat.written import WrittenId
from tests.browser.day_desks import Candidate
from tests.browser.day_parts import state_of
from tests.integration.simulator.open_centre import OpenCentre

WRITTEN: tuple[WrittenId, ...] = ("case_summary", "stakes", "reply_letter")


async def sealed_texts(house: OpenCentre, candidate: Candidate, phase: PhaseId = "case_study") -> dict[str, str]:
    """The three texts that this candidate's seal is about, as plain words; redone by hand from the documents."""
    services, state = house.centre.services, await state_of(house, candidate)
    rows = VersionRows(services.sessions, services.keeper.at_rest)
    documents = {one: json.loads(await rows.document(state, one)) for one in WRITTEN}
    digest = seal_of(candidate.seat_id, phase, {one: sha256_of(canonical(it)) for one, it in documents.items()})
    seal = state.seals[phase]
    assert (seal.sha256, seal.code) == (digest, short_code(digest))
    return {one: checked(it).text for one, it in documents.items()}
