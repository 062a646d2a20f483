"""The deliberation: blind until all have submitted, nothing taken over, signed as it was read, corrected openly."""

from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from simulator.facts import kinds
from simulator.facts.fact import Actor
from tests.integration.simulator.ground import PASSWORD, Centre, a_centre, did, refused
from tests.integration.simulator.juries import Jury, criterion, decided_at, settle

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("deliberation")) as one:
        yield one


@pytest_asyncio.fixture(loop_scope="module")
async def jury(centre: Centre) -> Jury:
    return Jury(centre, await centre.place("exam", exam_day={"format_id": "ccp1", "phases": ["exchanges"]}))


async def test_each_is_blind_until_every_assigned_juror_has_submitted(centre: Centre, jury: Jury) -> None:
    roy = await centre.as_("roy")
    await jury.told("roy", kinds.VerdictSet(criterion="CP3.1", verdict="satisfactory"))
    await jury.submitted("roy")
    # The other has marked nothing yet: they are waited for all the same.
    page = await did(roy.get(jury.url))
    assert (page["is_open"], page["criteria"], page["decisions"], page["agreement"]) == (False, [], [], None)
    assert [(one["name"], one["submitted"]) for one in page["jurors"]] == [
        ("Marc Lefort", False),
        ("Nadia Roy", True),
    ]
    refused(await roy.put(f"{jury.url}/verdicts/CP3.1", json={"verdict": "satisfactory"}), 409, "not_all_submitted")
    await jury.told("lefort", kinds.VerdictSet(criterion="CP3.1", verdict="insufficient", comment="SECRET-LEFORT"))
    state = (await centre.services.rooms.read(jury.place.seat_id)).state
    seen = state.marking_seen_by(Actor.of_person(centre.ids["roy"]).id)
    assert "SECRET-LEFORT" not in seen.model_dump_json()
    assert not seen.others_submitted
    overview = await roy.get(f"/api/staff/seats/{jury.place.seat_id}/overview")
    assert "SECRET-LEFORT" not in overview.text


async def test_both_stand_side_by_side_and_nothing_is_taken_over(centre: Centre, jury: Jury) -> None:
    roy = await centre.as_("roy")
    await jury.told("roy", kinds.VerdictSet(criterion="CP3.1", verdict="satisfactory", comment="apaise"))
    await jury.told("lefort", kinds.VerdictSet(criterion="CP3.1", verdict="insufficient"))
    for login in ("roy", "lefort"):
        await jury.told(login, kinds.VerdictSet(criterion="CP1.1", verdict="to_improve"))
    await jury.submitted("roy", "lefort")
    page = await did(roy.get(jury.url))
    one, same = criterion(page, "CP3.1"), criterion(page, "CP1.1")
    assert (one["differs"], same["differs"]) == (True, False)
    assert {side["name"]: [v["verdict"] for v in side["verdicts"]] for side in one["sides"]} == {
        "Nadia Roy": ["satisfactory"],
        "Marc Lefort": ["insufficient"],
    }
    assert all(each["agreed"] is None for each in page["criteria"])
    assert all(each["taken"] is None for each in page["decisions"])
    assert [each["what"] for each in page["decisions"]] == ["CP1", "CP2", "CP3", "CT1", "CT2", "CT3", "CCP1"]
    assert (page["agreement"]["same"], page["agreement"]["compared"], page["agreement"]["share_percent"]) == (
        1,
        2,
        50,
    )
    assert "Prudence" in page["agreement"]["caution"]
    assert "CP3.1" in page["missing"]
    assert "CP1.1" not in page["missing"]


async def test_a_verdict_that_is_nobodys_needs_its_reason(centre: Centre, jury: Jury) -> None:
    roy = await centre.as_("roy")
    await jury.told("roy", kinds.VerdictSet(criterion="CP3.1", verdict="satisfactory"))
    await jury.submitted("roy", "lefort")
    put = f"{jury.url}/verdicts/CP3.1"
    said = refused(await roy.put(put, json={"verdict": "to_improve", "reason": "  "}), 409, "reason_needed")
    assert "motif" in said["message"]
    page = await did(roy.put(put, json={"verdict": "to_improve", "reason": "Apaise, puis rejette la faute."}))
    assert criterion(page, "CP3.1")["agreed"]["reason"] == "Apaise, puis rejette la faute."
    refused(await roy.put(f"{jury.url}/verdicts/CP7.1", json={"verdict": "satisfactory"}), 409, "unknown_criterion")
    refused(await roy.put(f"{jury.url}/decisions/title", json={"decision": "acquired"}), 409, "unknown_decision")


async def test_it_is_signed_by_both_under_the_page_that_they_read(centre: Centre, jury: Jury) -> None:
    roy, lefort = await centre.as_("roy"), await centre.as_("lefort")
    await jury.told("roy", kinds.VerdictSet(criterion="CP3.1", verdict="satisfactory"))
    await jury.submitted("roy", "lefort")
    page = await did(roy.get(jury.url))
    signature = {"digest": page["digest"], "password": PASSWORD}
    refused(await roy.post(f"{jury.url}/signatures", json=signature), 409, "not_all_settled")
    page = await settle(roy, jury.url)
    assert page["missing"] == []
    wrong = {"digest": page["digest"], "password": "ce n’est pas lui"}
    said = refused(await roy.post(f"{jury.url}/signatures", json=wrong), 409, "wrong_current_password")
    assert said["message"] == "Mot de passe incorrect."
    signature = {"digest": page["digest"], "password": PASSWORD}
    page = await did(roy.post(f"{jury.url}/signatures", json=signature))
    page = await did(roy.post(f"{jury.url}/signatures", json=signature))
    assert [(one["name"], one["signed_at"] is not None) for one in page["jurors"]] == [
        ("Marc Lefort", False),
        ("Nadia Roy", True),
    ]
    # The other changes something: the first signature stands under another page, and falls.
    other = {"decision": "not_acquired", "reason": "Trop peu.", "seen": decided_at(page, "CP1")}
    page = await did(lefort.put(f"{jury.url}/decisions/CP1", json=other))
    assert [one["signed_at"] for one in page["jurors"]] == [None, None]
    refused(await lefort.post(f"{jury.url}/signatures", json=signature), 409, "not_all_settled")
    # A certificate that stays granted without one of its competences asks for its reason.
    why = {"decision": "acquired", "reason": "CP1 vue à l’oral.", "seen": decided_at(page, "CCP1")}
    page = await did(lefort.put(f"{jury.url}/decisions/CCP1", json=why))
    refused(await lefort.post(f"{jury.url}/signatures", json=signature), 409, "page_changed")
    for browser in (lefort, roy):
        page = await did(
            browser.post(f"{jury.url}/signatures", json={"digest": page["digest"], "password": PASSWORD})
        )
    assert page["is_signed"]
    refused(await roy.put(f"{jury.url}/decisions/CP1", json={"decision": "acquired"}), 409, "deliberation_signed")


async def test_whoever_lost_the_answer_to_their_signature_signs_again_and_it_is_done(
    centre: Centre, jury: Jury
) -> None:
    page = await jury.signed()
    assert page["is_signed"]
    lefort = await centre.as_("lefort")
    again = await did(lefort.post(f"{jury.url}/signatures", json={"digest": page["digest"], "password": PASSWORD}))
    assert again["jurors"] == page["jurors"], "nothing was signed a second time"
    other = {"digest": "0" * 64, "password": PASSWORD}
    refused(await lefort.post(f"{jury.url}/signatures", json=other), 409, "deliberation_signed")


async def test_what_another_took_back_is_never_put_back_without_a_word(centre: Centre, jury: Jury) -> None:
    roy, lefort = await centre.as_("roy"), await centre.as_("lefort")
    await jury.submitted("roy", "lefort")
    line = f"{jury.url}/decisions/CP1"
    page = await did(roy.put(line, json={"decision": "acquired"}))
    seen = decided_at(page, "CP1")
    await did(lefort.put(line, json={"decision": "undecided", "seen": seen}))
    # Their page is some seconds old: the same decision, with a reason.
    old = {"decision": "acquired", "reason": "Vu à la réécoute.", "seen": seen}
    said = refused(await roy.put(line, json=old), 409, "decided_meanwhile")
    assert said["message"] == "Marc Lefort a retiré ce qui était retenu pour CP1 pendant que vous choisissiez."
    page = await did(roy.get(jury.url))
    assert next(one["taken"] for one in page["decisions"] if one["what"] == "CP1") is None
    # Taken back already: the same again changes nothing, and is no fault.
    await did(roy.put(line, json={"decision": "undecided", "seen": seen}))
    # Having read it, they choose anew.
    page = await did(roy.put(line, json=old | {"seen": None}))
    assert decided_at(page, "CP1") != seen
    never = {"verdict": "satisfactory", "reason": "Vu.", "seen": seen}
    refused(await roy.put(f"{jury.url}/verdicts/CP1.1", json=never), 409, "decided_meanwhile")


@pytest.mark.parametrize("reason", ["\u200b", "\u200b\u200b\u200b", " \u200d\n", "Trop peu\u202e"])
async def test_a_reason_that_nobody_can_read_is_none(centre: Centre, jury: Jury, reason: str) -> None:
    roy, lead = await centre.as_("roy"), await centre.lead()
    await jury.submitted("roy", "lefort")
    for answer in (
        await roy.put(f"{jury.url}/verdicts/CP1.1", json={"verdict": "satisfactory", "reason": reason}),
        await roy.put(f"{jury.url}/decisions/CCP1", json={"decision": "acquired", "reason": reason}),
    ):
        refused(answer, 422, "invisible_character")
    freezes = f"/api/staff/exam-days/{jury.place.session_id}/freezes"
    frozen = {"id": "a" * 16, "cause": "appeal", "reason": reason * 3}
    refused(await lead.post(freezes, json=frozen), 422, "invisible_character")
    # Lines of their own and an emoji's joiner are read as they were written.
    told = {"decision": "not_acquired", "reason": "Deux appels :\n– trop longs 👩\u200d💻"}
    page = await did(roy.put(f"{jury.url}/decisions/CP1", json=told))
    assert next(it["taken"]["reason"] for it in page["decisions"] if it["what"] == "CP1") == told["reason"]


async def test_a_correction_after_signing_is_said_and_signed_anew(centre: Centre, jury: Jury) -> None:
    roy, lefort = await centre.as_("roy"), await centre.as_("lefort")
    await jury.submitted("roy", "lefort")
    page = await settle(roy, jury.url)
    refused(await roy.post(f"{jury.url}/corrections", json={"reason": "Erreur"}), 409, "nothing_signed")
    for browser in (lefort, roy):
        page = await did(
            browser.post(f"{jury.url}/signatures", json={"digest": page["digest"], "password": PASSWORD})
        )
    blank = await roy.post(f"{jury.url}/corrections", json={"reason": "     "})
    assert blank.status_code == 422, "spaces are no reason"
    page = await did(roy.post(f"{jury.url}/corrections", json={"reason": "CP2 mal cochée"}))
    assert not page["is_signed"]
    correction = page["corrections"][0]
    assert (correction["reason"], {one["name"] for one in correction["signed"]}) == (
        "CP2 mal cochée",
        {"Nadia Roy", "Marc Lefort"},
    )
    for what in ("CP2", "CCP1"):
        body = {"decision": "not_acquired", "seen": decided_at(page, what)}
        page = await did(roy.put(f"{jury.url}/decisions/{what}", json=body))
    # A refusal is motivated before anybody signs it.
    assert page["missing"] == ["CP2", "CCP1"]
    silent = {"digest": page["digest"], "password": PASSWORD}
    refused(await roy.post(f"{jury.url}/signatures", json=silent), 409, "not_all_settled")
    for what in ("CP2", "CCP1"):
        body = {"decision": "not_acquired", "reason": "Jamais reformulé.", "seen": decided_at(page, what)}
        page = await did(roy.put(f"{jury.url}/decisions/{what}", json=body))
    for browser in (lefort, roy):
        page = await did(
            browser.post(f"{jury.url}/signatures", json={"digest": page["digest"], "password": PASSWORD})
        )
    assert page["is_signed"]
    # All of it is read again from the facts, as after a restart.
    state = await centre.services.rooms.read(jury.place.seat_id)
    assert len(state.state.deliberation.reopenings) == 1


async def test_a_juror_replaced_in_the_middle_is_waited_for(centre: Centre, jury: Jury) -> None:
    roy, lead = await centre.as_("roy"), await centre.lead()
    await jury.submitted("roy", "lefort")
    assert (await did(roy.get(jury.url)))["is_open"]
    people = [centre.ids["roy"], centre.ids["ailleurs"]]
    await did(lead.put(f"/api/staff/seats/{jury.place.seat_id}/jurors", json={"person_ids": people}))
    page = await did(roy.get(jury.url))
    assert not page["is_open"]
    assert [(one["name"], one["submitted"]) for one in page["jurors"]] == [
        ("Nadia Roy", True),
        ("Odile Ailleurs", False),
    ]
    refused(await (await centre.as_("lefort")).get(jury.url), 403, "forbidden")


async def test_nobody_else_gets_in_and_practice_has_none(centre: Centre, jury: Jury) -> None:
    for login in ("delmas", "veille", "abadie", "ailleurs"):
        assert (await (await centre.as_(login)).get(jury.url)).status_code == 403, login
    assert (await (await centre.at_desk(jury.place.code)).get(jury.url)).status_code in (401, 403)
    practice = await centre.place("practice")
    page = await (await centre.as_("roy")).get(f"/api/staff/seats/{practice.seat_id}/deliberation")
    refused(page, 409, "exam_only")
