"""16: from the first signature until a correction is opened, nothing of what the jury signed is replaced."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Awaitable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio

from simulator.custody import boxes
from simulator.deliberation.owed import ARCHIVE_JOB
from simulator.desk.rooms import SeatRooms
from simulator.facts.kinds import ClockEnded, ClockStarted
from simulator.facts.log import FactLog
from tests.integration.simulator.case_study import save, tell
from tests.integration.simulator.ground import PASSWORD, Centre, Place, a_centre, did, refused
from tests.integration.simulator.juries import CCP1, Jury, settle
from tests.integration.simulator.printed_minutes import minutes_of
from tests.integration.simulator.sealed_ground import exam_day, open_envelopes, write_exam_pack
from tests.pdfs import a_pdf

pytestmark = pytest.mark.asyncio(loop_scope="module")

PHASES = ("case_study", "recorded_sequence", "debrief", "final_interview")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    folder = tmp_path_factory.mktemp("signed")
    write_exam_pack(folder)
    async with a_centre(folder) as one:
        yield one


@dataclass
class SignedDay:
    """A candidate who wrote, reacted to the drawn sequence, and was present; their last interview still runs."""

    jury: Jury
    lead: httpx.AsyncClient
    keeper: httpx.AsyncClient
    roy: httpx.AsyncClient
    lefort: httpx.AsyncClient

    @property
    def place(self) -> Place:
        return self.jury.place

    @property
    def day(self) -> str:
        return f"/api/staff/exam-days/{self.place.session_id}"

    @property
    def seat(self) -> str:
        return f"/api/staff/seats/{self.place.seat_id}"

    async def signs(self, browser: httpx.AsyncClient) -> dict[str, Any]:
        digest = (await did(browser.get(self.jury.url)))["digest"]
        return await did(browser.post(f"{self.jury.url}/signatures", json={"digest": digest, "password": PASSWORD}))

    async def facts(self) -> list[str]:
        return [one.data.kind for one in await self.jury.centre.services.facts.of_seat(self.place.seat_id)]

    async def changes(self) -> dict[str, httpx.Response]:
        """All that the tester could still do, each asked for once."""
        seats, at = [self.place.seat_id], f"{self.day}/seats/{self.place.seat_id}"
        points = (await did(self.roy.get(f"{self.seat}/interview/guide")))["items"]
        point = next(one["item"] for one in points if one["kind"] in ("question", "file"))
        again = {"phase": "case_study", "seat_ids": seats, "minutes": 5, "reason": "essai"}
        more = {"seat_id": seats[0], "percent": 10, "reference": "MDPH-1", "phases": ["recorded_sequence"]}
        document = f"/api/staff/candidate-documents/{self.place.seat_id}/professional_file"
        lead = self.lead
        return {
            "guide": await self.roy.put(f"{self.seat}/interview/guide/{point}", json={"is_ticked": True}),
            "note": await self.roy.put(f"{self.seat}/interview/guide/{point}", json={"text": secrets.token_hex(4)}),
            "draw": await self.roy.post(f"{self.seat}/draws/recording", json={"reason": "à refaire"}),
            "name": await lead.put(
                f"{self.day}/candidates/{self.place.seat_id}",
                json={"name": f"Lina {secrets.choice('ABCDEFGH')}auret", "number": "C-99", "route": "training"},
            ),
            "extra time": await lead.post(f"{self.day}/accommodations", json=more),
            "replaced": await lead.put(document, params={"name": "a.pdf"}, content=a_pdf(secrets.token_hex(4))),
            "removed": await lead.delete(document),
            "identity": await self.keeper.post(f"{at}/identity", json={"document": "passport"}),
            "again": await lead.post(f"{self.day}/phases/reopen", json=again),
            "gone": await self.keeper.post(f"{at}/abandonment", json={"remark": "part"}),
        }


async def signed_day(centre: Centre, *, by_both: bool = True) -> SignedDay:
    place = await exam_day(centre, *PHASES)
    lead = await centre.lead()
    await open_envelopes(lead, place)
    one = SignedDay(
        Jury(centre, place),
        lead,
        await centre.as_("veille"),
        await centre.as_("roy"),
        await centre.as_("lefort"),
    )
    attached = {"person_id": centre.ids["veille"], "rooms": [""]}
    await did(lead.put(f"{one.day}/invigilators", json={"attached": [attached]}))
    candidate = await centre.at_desk(place.code)
    await did(one.keeper.post(f"{one.day}/seats/{place.seat_id}/arrival", json={}))
    await tell(centre, place, ClockStarted(phase="case_study", minutes=75))
    await did(save(candidate, "Madame, voici notre réponse."))
    await tell(centre, place, ClockEnded(phase="case_study"))
    await did(one.roy.post(f"{one.seat}/draws/recording", json={"reason": ""}))
    await did(one.roy.post(f"{one.seat}/draws/recording/reveal", json={"word": "37"}))
    document = f"/api/staff/candidate-documents/{place.seat_id}/professional_file"
    await did(lead.put(document, params={"name": "dossier.pdf"}, content=a_pdf("un")))
    await tell(centre, place, ClockStarted(phase="final_interview", minutes=20))
    await one.jury.submitted("roy", "lefort")
    await settle(one.roy, one.jury.url)
    await one.signs(one.roy)
    if by_both:
        assert (await one.signs(one.lefort))["is_signed"]
    return one


@pytest.mark.parametrize("by_both", [False, True], ids=["one of two", "both"])
async def test_nothing_of_what_is_signed_changes_until_a_correction_is_opened(centre: Centre, by_both: bool) -> None:
    one = await signed_day(centre, by_both=by_both)
    # What had begun may end, and nobody's signature falls for it.
    ends = {"phase": "final_interview", "seat_ids": [one.place.seat_id], "reason": "fini"}
    await did(one.lead.post(f"{one.day}/phases/close", json=ends))
    assert (await did(one.roy.get(one.jury.url)))["is_signed"] is by_both
    before = await one.facts()
    for what, answer in (await one.changes()).items():
        assert answer.status_code == 409, (what, answer.text)
        told = refused(answer, 409, "signed_by_jury")
        assert told["message"].startswith("La délibération de ce candidat est signée"), what
        assert "correction après signature" in told["remedy"], what
    assert await one.facts() == before
    assert (await did(one.roy.get(one.jury.url)))["is_signed"] is by_both

    await did(one.roy.post(f"{one.jury.url}/corrections", json={"reason": "Le nom est mal écrit"}))
    for what, answer in (await one.changes()).items():
        assert answer.status_code < 300, (what, answer.text)


async def test_a_closed_session_keeps_presence_draws_and_documents_as_they_are(centre: Centre) -> None:
    one = await signed_day(centre)
    await did(one.roy.post(f"{one.jury.url}/corrections", json={"reason": "Une faute"}))
    ends = {"phase": "final_interview", "seat_ids": [one.place.seat_id], "reason": "fini"}
    await did(one.lead.post(f"{one.day}/phases/close", json=ends))
    await did(one.lead.post(f"/api/staff/sessions/{one.place.session_id}/close"))
    at = f"{one.day}/seats/{one.place.seat_id}"
    document = f"/api/staff/candidate-documents/{one.place.seat_id}/professional_file"
    for answer in (
        await one.lead.post(f"{at}/abandonment", json={"remark": ""}),
        await one.lead.post(f"{at}/absence", json={"remark": ""}),
        await one.lead.post(f"{at}/identity", json={"document": "passport"}),
        await one.lead.put(document, params={"name": "b.pdf"}, content=a_pdf("deux")),
        await one.lead.delete(document),
    ):
        refused(answer, 409, "session_closed")


async def test_nobody_signs_while_the_candidate_still_writes(centre: Centre) -> None:
    place = await exam_day(centre, *PHASES)
    await open_envelopes(await centre.lead(), place)
    jury, roy = Jury(centre, place), await centre.as_("roy")
    await tell(centre, place, ClockStarted(phase="case_study", minutes=75))
    await jury.submitted("roy", "lefort")
    page = await settle(roy, jury.url)
    body = {"digest": page["digest"], "password": PASSWORD}
    refused(await roy.post(f"{jury.url}/signatures", json=body), 409, "still_produced")
    await tell(centre, place, ClockEnded(phase="case_study"))
    await did(roy.post(f"{jury.url}/signatures", json=body))


async def test_one_who_has_handed_in_nothing_opens_no_correction(centre: Centre) -> None:
    jury = Jury(centre, await centre.place("exam", exam_day=CCP1))
    await jury.signed()
    lead, ids = await centre.lead(), centre.ids
    body = {"person_ids": [ids["roy"], ids["ailleurs"]], "reason": "M. Lefort est malade"}
    await did(lead.put(f"/api/staff/seats/{jury.place.seat_id}/jurors", json=body))
    new = await centre.as_("ailleurs")
    opens = {"reason": "Je veux voir"}
    refused(await new.post(f"{jury.url}/corrections", json=opens), 409, "not_all_submitted")
    await jury.told_as("ailleurs", "Odile Ailleurs")
    await did(new.post(f"{jury.url}/corrections", json=opens))


async def test_the_jury_of_a_signed_page_changes_with_a_reason_and_never_once_closed(centre: Centre) -> None:
    jury = Jury(centre, await centre.place("exam", exam_day=CCP1))
    lead, ids = await centre.lead(), centre.ids
    jurors = f"/api/staff/seats/{jury.place.seat_id}/jurors"
    await jury.signed()
    only = {"person_ids": [ids["roy"]]}
    for reason in ({}, {"reason": "  "}):
        told = refused(await lead.put(jurors, json=only | reason), 409, "jury_has_signed")
        assert "motif" in told["remedy"]
    same = {"person_ids": [ids["lefort"], ids["roy"]]}
    assert (await did(lead.put(jurors, json=same)))["was_signed"], "the same people again are no change"
    assert (await did((await centre.as_("roy")).get(jury.url)))["is_signed"]
    told = await did(lead.put(jurors, json=only | {"reason": "M. Lefort est un parent du candidat"}))
    assert [one["name"] for one in told["jurors"]] == ["Nadia Roy"]
    printed = await minutes_of(centre, jury.place.session_id)
    assert "motif : M. Lefort est un parent du candidat" in printed
    await did(lead.put(jurors, json=same | {"reason": "Erreur de saisie"}))
    await did(lead.post(f"/api/staff/sessions/{jury.place.session_id}/close"))
    refused(await lead.put(jurors, json=only | {"reason": "trop tard"}), 409, "session_closed")


class Held:
    """A call that stays where it is until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> None:
        self.is_there, self._may_go = asyncio.Event(), asyncio.Event()
        real = getattr(owner, name)

        async def held(*given: Any, **named: Any) -> Any:
            self.is_there.set()
            await self._may_go.wait()
            return await real(*given, **named)

        monkeypatch.setattr(owner, name, held)

    async def meanwhile(self, first: Awaitable[Any], second: Awaitable[Any]) -> tuple[Any, Any]:
        """`second` begins while `first` is held, and ends after it."""
        one = asyncio.ensure_future(first)
        await self.is_there.wait()
        other = asyncio.ensure_future(second)
        await asyncio.wait({other}, timeout=0.3)
        assert not other.done(), "what is signed must not change below the signature"
        self._may_go.set()
        return await one, await other


async def test_a_document_on_its_way_and_a_signature_take_turns(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await signed_day(centre, by_both=False)
    await did(one.roy.post(f"{one.jury.url}/corrections", json={"reason": "Une faute"}))
    document = f"/api/staff/candidate-documents/{one.place.seat_id}/professional_file"
    joined = one.lead.put(document, params={"name": "autre.pdf"}, content=a_pdf("autre"))

    with monkeypatch.context() as patch:
        answer, _ = await Held(patch, boxes.Boxes, "make_for_documents").meanwhile(joined, one.signs(one.roy))

    assert answer.status_code == 200, "it came before the signature"
    late = await one.lead.put(document, params={"name": "tard.pdf"}, content=a_pdf("tard"))
    refused(late, 409, "signed_by_jury")


async def test_a_signature_on_its_way_is_waited_for_by_a_document_and_by_another_jury(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await signed_day(centre, by_both=False)
    await did(one.roy.post(f"{one.jury.url}/corrections", json={"reason": "Une faute"}))
    at = f"/api/staff/candidate-documents/{one.place.seat_id}/professional_file"
    only = {"person_ids": [centre.ids["roy"]]}

    with monkeypatch.context() as patch:
        late = one.lead.put(at, params={"name": "tard.pdf"}, content=a_pdf("tard"))
        _, answer = await Held(patch, FactLog, "keep").meanwhile(one.signs(one.roy), late)
    refused(answer, 409, "signed_by_jury")
    with monkeypatch.context() as patch:
        changed = one.lead.put(f"{one.seat}/jurors", json=only)
        _, answer = await Held(patch, FactLog, "keep").meanwhile(one.signs(one.lefort), changed)
    refused(answer, 409, "jury_has_signed")
    assert (await did(one.roy.get(one.jury.url)))["is_signed"]


async def test_a_jury_on_its_way_is_the_one_that_a_signature_finds(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await signed_day(centre, by_both=False)
    digest = (await did(one.lefort.get(one.jury.url)))["digest"]
    signature = one.lefort.post(f"{one.jury.url}/signatures", json={"digest": digest, "password": PASSWORD})
    body = {"person_ids": [centre.ids["lefort"], centre.ids["ailleurs"]], "reason": "Mme Roy est malade"}

    with monkeypatch.context() as patch:
        changed = one.lead.put(f"{one.seat}/jurors", json=body)
        told, answer = await Held(patch, SeatRooms, "rows_changed").meanwhile(changed, signature)

    assert [it["name"] for it in told.json()["jurors"]] != ["Marc Lefort", "Nadia Roy"]
    refused(answer, 409, "not_all_submitted")


async def test_a_sessions_archive_that_is_older_than_an_incident_or_another_jury_says_so(centre: Centre) -> None:
    jury = Jury(centre, await centre.place("exam", exam_day=CCP1))
    await jury.signed()
    lead, session, ids = await centre.lead(), jury.place.session_id, centre.ids
    jurors = f"/api/staff/seats/{jury.place.seat_id}/jurors"

    async def changed_and_back() -> None:
        for people in (["roy"], ["roy", "lefort"]):
            body = {"person_ids": [ids[one] for one in people], "reason": "Erreur de saisie"}
            await did(lead.put(jurors, json=body))

    async def noted() -> None:
        body = {"id": secrets.token_hex(8), "text": "Le candidat conteste."}
        await did(lead.post(f"/api/staff/exam-days/{session}/incidents", json=body))

    for happens in (changed_and_back, noted):
        await did(lead.post(f"/api/staff/exam-days/{session}/archives"))
        await centre.services.jobs.all_done(ARCHIVE_JOB)
        page = await did(lead.get(f"/api/staff/sessions/{session}/deliberations"))
        assert page["is_archive_outdated"] is False, happens
        await happens()
        page = await did(lead.get(f"/api/staff/sessions/{session}/deliberations"))
        assert page["is_archive_outdated"] is True, happens
