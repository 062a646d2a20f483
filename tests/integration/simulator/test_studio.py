"""The studio: what trainers write as drafts, publish as versions that nothing changes, and play at once."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from simulator.facts import kinds
from simulator.facts.fact import NewFact
from tests.integration.simulator.ground import Centre, a_centre, did, refused
from tests.integration.simulator.house import PACK_ID

pytestmark = pytest.mark.asyncio(loop_scope="module")

HERE = "/api/staff/studio"
Json = dict[str, Any]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("studio")) as one:
        yield one


async def begun(author: httpx.AsyncClient, **more: Any) -> tuple[Json, str]:
    """A draft after the tests' pack, and its one exchange."""
    pack = await did(author.post(HERE, json={"based_on": PACK_ID} | more))
    (exchange,) = [one["id"] for one in pack["items"] if one["kind"] == "exchange"]
    return pack, f"{HERE}/{pack['id']}/items/exchange/{exchange}"


def written(item: Json, **jury: Any) -> Json:
    """An exchange without a fault."""
    face = {
        "who": "Agnès Morel, 41 ans, cliente pressée.",
        "mood": "Pressée.",
        "opening_line": "Bonjour, où en est ma commande ?",
        "situation": "Sa commande a quatre jours de retard.",
        "end_when": "une date est donnée.",
        "expected_answer": "Livraison vendredi.",
        "expected_qualification": {"motif": "retard", "statut": "clos", "suite": "aucune"},
        "observables": [{"criterion": "CP1.1", "look_for": "Reformule la demande."}],
    }
    return item["content"] | {"customer": "morel", "competences": ["CP1"], "jury": face | jury}


async def saved(author: httpx.AsyncClient, at: str, item: Json, content: Json) -> Json:
    kept: Json = await did(author.put(at, json={"number": item["number"], "content": content}))
    return kept


async def test_what_lacks_is_told_beside_its_field_as_one_types(centre: Centre) -> None:
    author = await centre.as_("abadie")
    _, at = await begun(author)
    item = await did(author.get(at))

    found = {one["field"]: one for one in item["faults"]}
    assert found["customer"]["problem"] == "«\u00a0Dossier du client\u00a0» est à remplir."
    assert found["jury.opening_line"]["remedy"] == "Ce que le client dit en premier, mot pour mot."

    outbound = written(item)
    outbound["candidate"] = {"channel": "phone", "direction": "outbound", "label": "Appel sortant"}
    outbound["jury"]["observables"] = [{"criterion": "CP2.6", "look_for": "Vérifie."}]
    told = {one["field"]: one for one in await did(author.post(f"{at}/check", json={"content": outbound}))}
    assert told["candidate.mission"]["remedy"] == "Écrivez qui appeler, pourquoi, et ce qu’il faut obtenir."
    assert told["jury.observables.0.criterion"]["code"] == "criterion_elsewhere"
    assert (await did(author.get(at)))["content"] == item["content"], "checking keeps nothing"

    assert (await saved(author, at, item, written(item)))["faults"] == []


async def test_one_face_is_compared_with_the_other_before_either_is_whole(centre: Centre) -> None:
    author = await centre.as_("abadie")
    _, at = await begun(author)
    content = {
        "competences": ["CP1"],
        "candidate": {
            "channel": "phone",
            "direction": "outbound",
            "label": "Appel sortant",
            "mission": "Dire que la livraison est vendredi.",
        },
        "jury": {
            "observables": [{"criterion": "CP2.6"}],
            "expected_facts": [{"id": "fait-1", "kind": "must_say", "text": "la livraison est vendredi"}],
            "mood_evolution": [{"when": "il s’excuse"}],
        },
    }

    told = {(one["field"], one["code"]) for one in await did(author.post(f"{at}/check", json={"content": content}))}

    assert ("jury.observables.0.criterion", "criterion_elsewhere") in told
    assert ("candidate.mission", "leak") in told
    assert ("jury.mood_evolution.0.then", "missing") in told
    assert ("customer", "missing") in told
    assert not [one for one in told if one[1] == "unknown_reference"]


async def test_two_authors_lose_nothing_the_second_is_told_what_differs(centre: Centre) -> None:
    first, second = await centre.as_("abadie"), await centre.as_("delmas")
    _, at = await begun(first)
    read = await did(first.get(at))
    await saved(first, at, read, written(read))

    sent = {"number": read["number"], "content": written(read, opening_line="Allô ? Ma commande !", mood="Lasse.")}
    answer = await second.put(at, json=sent)

    assert answer.status_code == 409
    told = answer.json()
    assert told["code"] == "overtaken"
    assert told["message"] == "Julien Abadie a enregistré entre-temps."
    differing = {one["where"]: (one["before"], one["after"]) for one in told["differences"]}
    assert differing["Face du jury › Première phrase"] == (
        "Bonjour, où en est ma commande ?",
        "Allô ? Ma commande !",
    )
    assert differing["Face du jury › Humeur"] == ("Pressée.", "Lasse.")
    assert (await did(first.get(at)))["content"]["jury"]["mood"] == "Pressée.", "nothing was written"

    kept = await saved(second, at, told, sent["content"])
    assert kept["content"]["jury"]["mood"] == "Lasse."
    back = await did(second.post(f"{at}/undo", json={"number": kept["number"]}))
    assert back["content"]["jury"]["mood"] == "Pressée."


async def test_many_at_once_one_is_kept_and_the_others_are_told(centre: Centre) -> None:
    author = await centre.as_("abadie")
    _, at = await begun(author)
    read = await did(author.get(at))
    contents = [written(read, mood=f"Humeur {n}.") for n in range(8)]

    answers = await asyncio.gather(
        *(author.put(at, json={"number": read["number"], "content": one}) for one in contents)
    )

    assert sorted(one.status_code for one in answers) == [200, *[409] * 7]


async def test_undo_goes_back_step_by_step_and_stops_at_the_first(centre: Centre) -> None:
    author = await centre.as_("abadie")
    _, at = await begun(author)
    item = first = await did(author.get(at))
    assert not first["may_undo"]
    for mood in ("Un.", "Deux.", "Trois."):
        item = await saved(author, at, item, written(item, mood=mood))
    for mood in ("Deux.", "Un."):
        item = await did(author.post(f"{at}/undo", json={"number": item["number"]}))
        assert item["content"]["jury"]["mood"] == mood
    item = await did(author.post(f"{at}/undo", json={"number": item["number"]}))
    assert item["content"] == first["content"]
    assert not item["may_undo"]
    refused(await author.post(f"{at}/undo", json={"number": item["number"]}), 409, "nothing_to_undo")

    states = await did(author.get(f"{at}/states"))
    third = next(one for one in states if any("Trois." in str(d["before"]) for d in one["differences"]))
    item = await did(author.post(f"{at}/back", params={"to": third["number"]}, json={"number": item["number"]}))
    assert item["content"]["jury"]["mood"] == "Trois."


async def test_a_published_version_stays_what_it_was_in_a_running_session(centre: Centre) -> None:
    author = await centre.as_("abadie")
    pack, at = await begun(author)
    here = f"{HERE}/{pack['id']}"
    item = await did(author.get(at))
    body = refused(await author.post(f"{here}/publish"), 409, "faulty")
    assert "erreur" in body["message"]
    item = await saved(author, at, item, written(item))
    published = await did(author.post(f"{here}/publish"))
    assert [one["number"] for one in published["versions"]] == [1]
    refused(await author.post(f"{here}/publish"), 409, "nothing_new")

    place = await centre.place(pack_id=pack["id"], subject_id="exercices")
    changed = written(item, opening_line="Je veux un remboursement.", objections=["Et mon temps perdu ?"])
    await saved(author, at, item, changed)
    differences = await did(author.get(f"{here}/versions/1/differences"))
    assert [(one["where"], one["before"], one["after"]) for one in differences] == [
        ("Face du jury › Première phrase", "Bonjour, où en est ma commande ?", "Je veux un remboursement."),
        ("Face du jury › Objections", None, "Et mon temps perdu ?"),
    ]
    again = await did(author.post(f"{here}/publish"))
    assert [(one["number"], one["sessions"]) for one in again["versions"]] == [(2, 0), (1, 1)]

    assert await opening_line(centre, place.seat_id) == "Bonjour, où en est ma commande ?"
    newer = await centre.place(pack_id=pack["id"], subject_id="exercices")
    assert await opening_line(centre, newer.seat_id) == "Je veux un remboursement."

    await did(author.post(f"{here}/retire"))
    assert pack["id"] not in {one["id"] for one in await did(author.get("/api/staff/packs"))}
    assert await opening_line(centre, place.seat_id) == "Bonjour, où en est ma commande ?"
    refused(await author.delete(here), 409, "was_published")
    await did(author.post(f"{here}/bring-back"))
    assert pack["id"] in {one["id"] for one in await did(author.get("/api/staff/packs"))}


async def opening_line(centre: Centre, seat_id: str) -> str:
    """As the state of this seat has it: what its desks are shown."""
    room = await centre.services.rooms.room(seat_id)
    (run,) = room.state.runs.values()
    return run.exchange.jury.opening_line


async def test_published_versions_are_offered_again_after_a_restart(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("again")
    async with a_centre(folder) as before:
        author = await before.as_("abadie")
        pack, at = await begun(author)
        item = await did(author.get(at))
        await saved(author, at, item, written(item))
        await did(author.post(f"{HERE}/{pack['id']}/publish"))
    async with a_centre(folder) as after:
        author = await after.as_("abadie")
        assert pack["id"] in {one["id"] for one in await did(author.get("/api/staff/packs"))}
        place = await after.place(pack_id=pack["id"], subject_id="exercices")
        assert await opening_line(after, place.seat_id) == "Bonjour, où en est ma commande ?"


async def test_a_try_plays_the_draft_as_it_was_even_with_errors_of_marking(centre: Centre) -> None:
    author = await centre.as_("abadie")
    pack, at = await begun(author)
    exchange = at.rpartition("/")[2]
    item = await did(author.get(at))
    body = {"exchange": exchange}
    told = refused(await author.post(f"{HERE}/{pack['id']}/try", json=body), 409, "not_playable")
    assert "Dossier du client" in told["message"]

    bare = item["content"] | {"customer": "morel", "competences": ["CP1"], "jury": {"opening_line": "Allô ?"}}
    item = await saved(author, at, item, bare)
    assert {one["severity"] for one in item["faults"]} == {"error"}
    tried = await did(author.post(f"{HERE}/{pack['id']}/try", json=body))
    await saved(author, at, item, written(item))

    assert await opening_line(centre, tried["seat_id"]) == "Allô ?"
    desk = await did(author.get(f"/api/staff/seats/{tried['seat_id']}/desk"))
    assert [one["customer_name"] for one in desk["steps"]] == ["Mme Agnès Morel"]
    candidate = await centre.at_desk(tried["code"])
    assert (await did(candidate.get("/api/candidate/company")))["company"]["name"]


async def test_a_company_from_nothing_is_playable_once_it_has_a_customer_and_a_line(centre: Centre) -> None:
    author = await centre.as_("delmas")
    pack = await did(author.post(HERE, json={"company": "Énergie d’Aubrac"}))
    here = f"{HERE}/{pack['id']}"
    assert {one["kind"] for one in pack["faults"]} == {"exchange"}, "the company stands, the exchange is to write"
    customer = await did(
        author.post(f"{here}/items/customer", json={"content": {"first_name": "Ana", "last_name": "Roux"}})
    )
    assert (customer["id"], customer["faults"]) == ("ana-roux", [])
    (exchange,) = [one["id"] for one in pack["items"] if one["kind"] == "exchange"]
    at = f"{here}/items/exchange/{exchange}"
    item = await did(author.get(at))
    content = item["content"] | {"customer": "ana-roux", "competences": ["CP2"], "jury": {"opening_line": "Bonjour."}}
    await saved(author, at, item, content)
    tried = await did(author.post(f"{here}/try", json={"exchange": exchange}))
    assert await opening_line(centre, tried["seat_id"]) == "Bonjour."


async def test_a_duplicate_lives_its_own_life(centre: Centre) -> None:
    author = await centre.as_("abadie")
    pack, at = await begun(author)
    item = await did(author.get(at))
    await saved(author, at, item, written(item))
    copy = await did(author.post(f"{HERE}/{pack['id']}/duplicate"))
    assert copy["company_name"].endswith("(copie)")
    assert [one["id"] for one in copy["items"]] == [one["id"] for one in pack["items"]]
    there = at.replace(pack["id"], copy["id"])
    read = await did(author.get(there))
    await saved(author, there, read, written(read, mood="Autre."))
    assert (await did(author.get(at)))["content"]["jury"]["mood"] == "Pressée."
    await did(author.delete(f"{HERE}/{copy['id']}"))
    assert (await author.get(there)).status_code == 404

    twin = await did(
        author.post(
            f"{HERE}/{pack['id']}/items/exchange",
            json={"parent": "exercices", "copy_of": at.rpartition("/")[2]},
        )
    )
    assert twin["content"]["jury"]["mood"] == "Pressée."
    assert twin["faults"] == []


async def test_what_is_put_aside_is_no_part_and_comes_back(centre: Centre) -> None:
    author = await centre.as_("abadie")
    pack, at = await begun(author)
    item = await did(author.get(at))
    await saved(author, at, item, written(item))
    morel = f"{HERE}/{pack['id']}/items/customer/morel"
    await did(author.delete(morel))
    told = (await did(author.get(at)))["faults"]
    assert [(one["field"], one["code"]) for one in told] == [("customer", "unknown_reference")]
    await did(author.post(f"{morel}/restore"))
    assert (await did(author.get(at)))["faults"] == []


async def test_a_shipped_pack_whole_is_a_draft_without_a_fault(centre: Centre) -> None:
    author = await centre.as_("abadie")
    pack = await did(author.post(HERE, json={"based_on": "velambre", "with_subjects": True}))
    assert [one for one in pack["faults"] if one["severity"] == "error"] == []
    published = await did(author.post(f"{HERE}/{pack['id']}/publish"))
    assert published["changes"] == 0
    place = await centre.place(pack_id=pack["id"], subject_id="titre-1")
    assert place.seat_id


def a_list(count: int) -> list[str]:
    """A centre's own customers, as its spreadsheet has them: a few rows of which are wrong."""
    rows = [
        f"{'Mme' if n % 2 else 'Monsieur'};Éloïse{n};L’Hôte-Bœuf{n};63998{n:04};"
        f"{1000 + n};Pont-l’Évêque;{n % 28 + 1:02}/09/2020"
        for n in range(count)
    ]
    rows[6] = rows[6].replace("639980006", "0612345678")
    rows[20] = rows[20].replace("21/09/2020", "31/02/2020")
    rows[33] = rows[33].replace("Mme", "Docteur")
    rows[34] = rows[34].replace("639980034", "639980007")
    return rows


async def test_300_customers_come_from_a_spreadsheet_of_windows_with_bad_rows(centre: Centre) -> None:
    author = await centre.as_("abadie")
    pack, _ = await begun(author)
    there = f"{HERE}/{pack['id']}/import/customer"
    head = "Civilité;Prénom;Nom;Téléphone;Code postal;Ville;Client depuis;Couleur"
    rows = [f"{one};bleu" for one in a_list(304)]
    file = "\r\n".join([head, *rows, ";;;;;;;"]).encode("cp1252")

    shown = await did(author.post(there, content=file))

    assert shown["columns"] == [
        "title",
        "first_name",
        "last_name",
        "phone",
        "address.postcode",
        "address.city",
        "customer_since",
        "",
    ]
    assert (shown["new"], shown["changed"]) == (0, 0), "no street: an address needs one"
    assert {one["column"] for one in shown["faults"]} >= {"Rue"}
    assert len((await did(author.get(f"{HERE}/{pack['id']}")))["items"]) == len(pack["items"]), "nothing was kept"

    matched = "title,first_name,last_name,phone,address.postcode,address.city,customer_since,address.lines.0"
    shown = await did(author.post(there, params={"columns": matched}, content=file))
    assert (shown["new"], shown["bad"]) == (300, 4)
    assert [(one["row"], one["column"]) for one in shown["faults"]] == [
        (8, "Téléphone"),
        (22, "Client depuis"),
        (35, "Civilité"),
        (36, "Téléphone"),
    ]
    assert shown["sample"][0] == "M. Éloïse0 L’Hôte-Bœuf0"

    await did(author.post(f"{there}/keep", params={"columns": matched}, content=file))
    after = await did(author.get(f"{HERE}/{pack['id']}"))
    customers = [one for one in after["items"] if one["kind"] == "customer"]
    assert len(customers) == 300 + sum(one["kind"] == "customer" for one in pack["items"])
    assert {one["kind"] for one in after["faults"]} == {"exchange"}, "every imported file is whole"
    item = await did(author.get(f"{HERE}/{pack['id']}/items/customer/eloise1-l-hote-boeuf1"))
    assert item["content"]["phone"] == "06 39 98 00 01"
    assert item["content"]["address"] == {"lines": ["bleu"], "postcode": "01001", "city": "Pont-l’Évêque"}
    assert item["content"]["customer_since"] == "2020-09-02"
    again = await did(author.post(there, params={"columns": matched}, content=file))
    assert again["new"] == 0, "the same telephones again are somebody else's"


async def test_a_price_list_changes_the_products_that_are_there(centre: Centre) -> None:
    author = await centre.as_("abadie")
    pack = await did(author.post(HERE, json={"based_on": "velambre"}))
    product = next(one for one in pack["items"] if one["kind"] == "product")
    at = f"{HERE}/{pack['id']}/items/product/{product['id']}"
    before = (await did(author.get(at)))["content"]
    table = f"Référence;Tarif\n{before['reference']};1 234,50 €\n"
    there = f"{HERE}/{pack['id']}/import/product"

    shown = await did(author.post(there, content=table.encode()))
    assert (shown["new"], shown["changed"], shown["bad"]) == (0, 1, 0)
    await did(author.post(f"{there}/keep", content=table.encode()))

    item = await did(author.get(at))
    assert item["content"] == before | {"price": "1234.50"}
    back = await did(author.post(f"{at}/undo", json={"number": item["number"]}))
    assert back["content"] == before


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "table_empty"),
        (b"%PDF-1.7 rien", "table_not_a_table"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "table_old_excel"),
        (b"PK\x03\x04 pas un classeur", "table_broken"),
        (b"Nom\n" + b"x\n" * 600, "table_too_many_rows"),
    ],
)
async def test_what_is_no_list_is_refused_in_words(centre: Centre, data: bytes, code: str) -> None:
    author = await centre.as_("abadie")
    pack, _ = await begun(author)
    body = refused(await author.post(f"{HERE}/{pack['id']}/import/customer", content=data), 422, code)
    assert "candidats" not in body["message"] + body["remedy"]


async def test_the_catalogue_says_who_has_played_what_and_gives_one_exercise(centre: Centre) -> None:
    author = await centre.as_("abadie")
    given = {
        "pack_id": "velambre",
        "subject_id": "decouverte",
        "exchange_id": "d2-casque",
        "group_name": "CRCD catalogue",
        "trainees": ["Ana Roux", "Bilal Haddou"],
    }
    session = (await did(author.post("/api/staff/catalogue/exercises", json=given)))["session_id"]

    detail = await did(author.get(f"/api/staff/sessions/{session}"))
    assert [one["candidate_name"] for one in detail["places"]] == ["Ana Roux", "Bilal Haddou"]
    assert [one["exchanges"] for one in detail["places"]] == [1, 1]
    seat = detail["places"][0]["seat_id"]
    room = await centre.services.rooms.room(seat)
    (run,) = room.state.runs.values()
    assert (run.exchange.id, run.exchange.candidate.channel) == ("d2-casque", "chat")
    await room.keep([NewFact(kinds.ExchangeStarted(), run.run_id)])
    await room.keep([NewFact(kinds.ExchangeEnded(by="jury"), run.run_id)])

    shown = await did(author.get("/api/staff/catalogue", params={"name": "CRCD catalogue"}))
    assert [one["name"] for one in shown["trainees"]] == ["Ana Roux", "Bilal Haddou"]
    played = {one["exchange_id"]: one["played_by"] for one in shown["entries"] if one["pack_id"] == "velambre"}
    assert played["d2-casque"] == ["Ana Roux"]
    assert played["d1-horaires"] == []
    assert shown["entries"][-1]["exchange_id"] == "d2-casque", "what lacks comes first"
    entry = shown["entries"][-1]
    assert (entry["customer_name"], entry["channel"], entry["competences"]) == ("Mme Sofia Almeida", "chat", ["CP2"])

    missing = await author.post("/api/staff/catalogue/exercises", json=given | {"exchange_id": "rien"})
    refused(missing, 404, "not_found")
    again = await did(author.post("/api/staff/catalogue/exercises", json=given | {"trainees": ["Ana Roux"]}))
    places = (await did(author.get(f"/api/staff/sessions/{again['session_id']}")))["places"]
    assert [one["candidate_name"] for one in places] == ["Ana Roux"], "a name is one person within its group"
