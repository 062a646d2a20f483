"""What candidates write and jurors mark on an exam day stands in no file as it was written."""

import json
import re
from collections.abc import AsyncGenerator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from sqlalchemy import func, select, update

from simulator.custody import age
from simulator.custody.tables import CustodyBoxRow
from simulator.facts import kinds
from simulator.facts.fact import Actor, NewFact
from simulator.facts.sealed_facts import SEALED_KINDS, is_sealed
from simulator.facts.tables import FactRow
from simulator.findings.comparing import Comparer
from simulator.findings.finder import Finder
from simulator.findings.proposing import Proposer
from simulator.productions.tables import ProductionVersionRow
from simulator.sealing_of_before import seal_what_stands_open
from simulator.seat.decision import Decision
from simulator.seat.state import SeatState
from simulator.storage.job_kind import NotYet
from simulator.timetable.documents import CandidateDocuments
from simulator.timetable.files import FOLDER as DOCUMENTS
from simulator.timetable.tables import CandidateDocumentRow
from simulator.transcripts.reading import Transcripts
from tests.integration.simulator.case_study import DAY, a_case_study, close, save, tell
from tests.integration.simulator.ground import Centre, Place, a_centre, did
from tests.integration.simulator.sealed_ground import open_envelopes
from tests.pdfs import a_pdf

pytestmark = pytest.mark.asyncio(loop_scope="module")

SENTENCE = "Madame Leroux PLANTEE-SOUS-SCELLES"
NOTE = "NOTE-PLANTEE du jury"
WORDS = "APPRECIATION-PLANTEE"
QUOTE = "CITATION-PLANTEE"
IN_CLEAR = "INCIDENT-EN-CLAIR"
"""What the search must find, so that it is seen to search."""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("sealed")) as one:
        yield one


def found_in_files(centre: Centre, *wanted: str) -> set[str]:
    """Which of these stand in some file of the data folder: the database, its log, whatever else."""
    files = [path for path in centre.services.settings.data.rglob("*") if path.is_file()]
    assert any(path.suffix in (".sqlite3", ".db") for path in files)
    content = [path.read_bytes() for path in files]
    return {one for one in wanted if any(one.encode() in data for data in content)}


async def written_and_marked(centre: Centre, place: Place) -> None:
    """The candidate writes, the case study ends, a juror corrects it and marks an exchange."""
    candidate = await centre.at_desk(place.code)
    await did(save(candidate, SENTENCE, client_id="la-version-1"))
    await close(centre, place)
    roy = await centre.as_("roy")
    note = {"production": "reply_letter", "criterion": "CP3.1", "sign": "favourable", "quote": QUOTE, "text": NOTE}
    at = f"/api/staff/seats/{place.seat_id}/productions"
    await did(roy.put(f"{at}/notes/une-note-1", json=note))
    await did(roy.put(f"{at}/verdicts/CP3.1", json={"verdict": "to_improve", "comment": WORDS}))
    state = (await centre.services.rooms.read(place.seat_id)).state
    run_id = next(iter(state.runs))
    marks = [
        kinds.MarkPlaced(mark_id=f"m-{place.seat_id}", criterion="CP1.1", sign="note", at_seconds=3, text=NOTE),
        kinds.VerdictSet(criterion="CP1.1", verdict="insufficient", comment=WORDS),
        kinds.FindingRejected(criterion="CP1.2", verdict="met", reason=WORDS),
    ]
    facts = [NewFact(one, run_id, juror(centre)) for one in marks]
    facts.append(NewFact(kinds.AppreciationSet(competence="CP1", text=WORDS), None, juror(centre)))
    room = await centre.services.rooms.room(place.seat_id)
    await room.commanding.decide(juror(centre), lambda _: Decision(facts))
    await tell(centre, place, kinds.IncidentNoted(text=IN_CLEAR))


def juror(centre: Centre) -> Actor:
    return Actor.of_person(centre.ids["roy"], "Nadia Roy")


async def read_anew(centre: Centre, place: Place) -> SeatState:
    """As a start after a crash reads it: out of the rows alone."""
    rooms = centre.services.rooms
    return await vars(rooms)["_loader"].load(place.seat_id)


def said(state: SeatState, centre: Centre) -> dict[str, object]:
    """All that its juror has marked and written of this seat."""
    by = juror(centre).id
    return {
        "marking": state.marking.seen_by(by).model_dump(),
        "correction": state.correction.seen_by(by, ()).model_dump(),
        "written": {one: head.sha256 for one, head in state.written.heads.items()},
    }


async def test_neither_a_sentence_nor_a_mark_stands_in_any_file_and_both_are_read_by_their_authors(
    centre: Centre,
) -> None:
    place = await a_case_study(centre)
    await written_and_marked(centre, place)
    assert found_in_files(centre, SENTENCE, NOTE, WORDS, QUOTE, IN_CLEAR) == {IN_CLEAR}
    async with centre.services.sessions() as session:
        marks = select(FactRow.data).where(FactRow.session_id == place.session_id, FactRow.kind.in_(SEALED_KINDS))
        rows = list(await session.scalars(marks))
    assert len(rows) == 6
    assert all(is_sealed(data) and set(data) == {"sealed"} for data in rows)

    roy = await centre.as_("roy")
    desk = await did(roy.get(f"/api/staff/seats/{place.seat_id}/productions"))
    assert SENTENCE in json.dumps(desk, ensure_ascii=False)
    assert [note["text"] for note in desk["correction"]["notes"]] == [NOTE]
    pdf = await roy.get(f"/api/staff/seats/{place.seat_id}/productions.pdf")
    assert pdf.content.startswith(b"%PDF")
    before = (await centre.services.rooms.read(place.seat_id)).state
    assert said(await read_anew(centre, place), centre) == said(before, centre)


async def test_what_is_sent_again_is_kept_once_although_its_row_cannot_be_read(centre: Centre) -> None:
    place = await a_case_study(centre)
    candidate = await centre.at_desk(place.code)
    first = await did(save(candidate, SENTENCE, client_id="la-meme-version"))
    again = await did(save(candidate, SENTENCE, client_id="la-meme-version"))
    assert first["number"] == again["number"] == 1
    await close(centre, place)
    roy, at = await centre.as_("roy"), f"/api/staff/seats/{place.seat_id}/productions/notes/la-meme-note"
    note = {"production": "stakes", "criterion": "CP3.1", "sign": "note", "text": NOTE}
    for _ in range(2):
        await did(roy.put(at, json=note))
    async with centre.services.sessions() as session:
        facts = select(func.count()).where(FactRow.seat_id == place.seat_id, FactRow.kind == "correction.noted")
        assert await session.scalar(facts.select_from(FactRow)) == 1
        versions = select(func.count()).where(ProductionVersionRow.seat_id == place.seat_id)
        assert await session.scalar(versions.select_from(ProductionVersionRow)) == 1


async def test_the_emergency_key_alone_opens_what_was_written_and_marked(centre: Centre) -> None:
    """With the database and the paper out of its envelope, on another machine; without the installation's secret."""
    place = await centre.place("exam", is_shut=True, **DAY)
    lead = await centre.lead()
    sheet = await did(lead.post(f"/api/staff/exam-days/{place.session_id}/sealing"))
    await open_envelopes(lead, place, code=sheet["opening_code"])
    draws = f"/api/staff/seats/{place.seat_id}/draws"
    await did(lead.post(f"{draws}/subject", json={}))
    await did(lead.post(f"{draws}/subject/reveal", json={"word": "37"}))
    await tell(centre, place, kinds.ClockStarted(phase="case_study", minutes=75))
    await written_and_marked(centre, place)
    assert found_in_files(centre, SENTENCE, NOTE, sheet["emergency_key"]) == set()
    async with centre.services.sessions() as session:
        boxes = {
            row.box: age.decrypt(row.by_emergency_key, sheet["emergency_key"]).decode()
            for row in await session.scalars(
                select(CustodyBoxRow).where(CustodyBoxRow.session_id == place.session_id)
            )
        }
        version = await session.scalar(
            select(ProductionVersionRow.sealed).where(ProductionVersionRow.seat_id == place.seat_id)
        )
    assert version is not None
    assert json.loads(age.decrypt(version, boxes["productions"]))["text"] == SENTENCE
    with pytest.raises(age.NotThisKey):
        age.decrypt(version, boxes["marks"])


async def test_what_an_earlier_version_kept_in_clear_text_is_sealed_at_the_next_start(centre: Centre) -> None:
    place = await a_case_study(centre)
    await written_and_marked(centre, place)
    before = said(await read_anew(centre, place), centre)
    await as_it_was_kept_before(centre, place)
    assert found_in_files(centre, SENTENCE, NOTE) == {SENTENCE, NOTE}
    assert said(await read_anew(centre, place), centre) == before, "clear text is read as well"

    services = centre.services
    for _ in range(2):
        await seal_what_stands_open(services.engine, services.keeper, datetime.now(UTC))
        assert found_in_files(centre, SENTENCE, NOTE, WORDS, QUOTE) == set()
        assert said(await read_anew(centre, place), centre) == before
    roy = await centre.as_("roy")
    assert SENTENCE in (await roy.get(f"/api/staff/seats/{place.seat_id}/productions")).text


async def as_it_was_kept_before(centre: Centre, place: Place) -> None:
    """The rows of this day as version 0044 wrote them: in clear text, without boxes for it."""
    services = centre.services
    facts = await services.facts.of_seat(place.seat_id)
    versions = select(ProductionVersionRow.id, ProductionVersionRow.sealed).where(
        ProductionVersionRow.seat_id == place.seat_id
    )
    async with services.sessions() as session, session.begin():
        for fact in facts:
            row = update(FactRow).where(FactRow.seat_id == place.seat_id, FactRow.number == fact.number)
            await session.execute(row.values(data=fact.data.model_dump(mode="json", exclude={"kind"})))
        for version_id, sealed in (await session.execute(versions)).all():
            words = json.loads((await services.keeper.at_rest.opened(place.session_id, "productions", [sealed]))[0])
            row = update(ProductionVersionRow).where(ProductionVersionRow.id == version_id)
            await session.execute(row.values(**words, sealed=None))
        of_day = update(CustodyBoxRow).where(CustodyBoxRow.session_id == place.session_id)
        await session.execute(of_day.values(holds_all=False))


async def test_no_page_of_a_candidates_documents_stands_in_any_file_nor_the_seed_of_a_draw(
    centre: Centre,
) -> None:
    place = await centre.place("exam", is_shut=True, **DAY)
    lead, at = await centre.lead(), f"/api/staff/candidate-documents/{place.seat_id}"
    planted = {kind: f"{kind}-PLANTE".upper() for kind in ("professional_file", "ecf", "certification")}
    pages = {kind: a_pdf("page") + f"\n% {secret}\n".encode() for kind, secret in planted.items()}
    for kind, content in pages.items():
        await did(lead.put(f"{at}/{kind}", params={"name": "dossier.pdf"}, content=content))
    assert found_in_files(centre, *planted.values()) == set()
    roy = await centre.as_("roy")
    for kind, content in pages.items():
        assert (await roy.get(f"{at}/{kind}")).content == content, "before the opening too: it is no subject"
    assert (await did(roy.get(f"{at}/professional_file/pages")))["pages"] == 1

    sheet = await did(lead.post(f"/api/staff/exam-days/{place.session_id}/sealing"))
    await open_envelopes(lead, place, code=sheet["opening_code"])
    draws = f"/api/staff/seats/{place.seat_id}/draws/subject"
    answers = [(await lead.post(draws, json={})).text]
    answers += [(await browser.get(f"/api/staff/seats/{place.seat_id}/draws")).text for browser in (lead, roy)]
    answers.append((await (await centre.at_desk(place.code)).get("/api/candidate/desk")).text)
    kept = [path.read_bytes() for path in centre.services.settings.data.rglob("*") if path.is_file()]
    revealed = await did(lead.post(f"{draws}/reveal", json={"word": "37"}))
    seed = re.search(r'"seed": ?"([^"]{32,})"', json.dumps(revealed))
    assert seed is not None
    assert not any(seed[1] in answer for answer in answers), "nobody was told it before the candidate's word"
    bound = re.search(r'"commitment": ?"([0-9a-f]{64})"', answers[0])
    assert bound is not None
    assert any(bound[1].encode() in data for data in kept), "the search finds what stands there"
    assert not any(seed[1].encode() in data for data in kept), "it stood in no file"


async def test_documents_that_an_earlier_version_kept_in_clear_are_sealed_at_the_next_start(centre: Centre) -> None:
    place = await centre.place("exam", **DAY)
    lead, at = await centre.lead(), f"/api/staff/candidate-documents/{place.seat_id}/ecf"
    content = a_pdf("livret") + b"% LIVRET-EN-CLAIR"
    await did(lead.put(at, params={"name": "livret.pdf"}, content=content))
    services = centre.services
    async with services.sessions() as session:
        row = await session.scalar(select(CandidateDocumentRow).where(CandidateDocumentRow.seat_id == place.seat_id))
    assert row is not None
    (services.settings.data / DOCUMENTS / row.id).write_bytes(content)
    assert (await lead.get(at)).content == content
    documents = CandidateDocuments(
        services.sessions, services.settings.data, services.clock.now, services.keeper.boxes
    )
    assert [await documents.seal_what_stands_open() for _ in range(2)] == [1, 0]
    assert found_in_files(centre, "LIVRET-EN-CLAIR") == set()
    assert (await lead.get(at)).content == content


async def test_practice_keeps_its_words_as_they_are(centre: Centre) -> None:
    place = await centre.place()
    room = await centre.services.rooms.room(place.seat_id)
    mark = kinds.AppreciationSet(competence="CP1", text="MOTS-D-ENTRAINEMENT")
    await room.commanding.decide(juror(centre), lambda _: Decision([NewFact(mark, None, juror(centre))]))
    assert found_in_files(centre, "MOTS-D-ENTRAINEMENT") == {"MOTS-D-ENTRAINEMENT"}


async def test_no_verdict_of_a_day_is_compared_in_readable_rows_before_the_jury_has_signed(centre: Centre) -> None:
    place = await a_case_study(centre)
    room = await centre.services.rooms.room(place.seat_id)
    submitted = NewFact(kinds.MarkingSubmitted(), None, juror(centre))
    await room.commanding.decide(juror(centre), lambda _: Decision([submitted]))
    services = centre.services
    transcripts = Transcripts(services.sessions, False)
    finder = Finder()
    proposer = Proposer(services.sessions, services.facts, finder, services.live, transcripts)
    comparer = Comparer(services.sessions, services.clock, services.rooms, proposer, is_heard=False)
    subject = f"{place.seat_id}/{room.state.last_fact}"
    with pytest.raises(NotYet):
        await comparer.compare(subject)
    await did((await centre.lead()).post(f"/api/staff/sessions/{place.session_id}/close"))
    await comparer.compare(subject)
