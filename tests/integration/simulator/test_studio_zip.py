"""A whole pack out of the studio as a ZIP and in as a draft; sisters of an exchange; what is refused, in words."""

import io
import zipfile
from collections.abc import AsyncGenerator, Mapping
from typing import Any

import httpx
import pytest
import pytest_asyncio

from scenarios.zipped import files_of
from simulator.packs.registry import SHIPPED
from simulator.serving.front_door import FrontDoor, limit_for
from tests.integration.simulator.ground import Centre, a_centre, did, refused
from tests.integration.simulator.test_pack_shelf import HOSTILE, made_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

HERE, ZIP = "/api/staff/studio", "/api/staff/studio-zip"
Json = dict[str, Any]

VELAMBRE = files_of(SHIPPED / "velambre")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Centre]:
    async with a_centre(tmp_path_factory.mktemp("zip")) as one:
        yield one


def zip_of(files: Mapping[str, bytes], within: str = "velambre/") -> bytes:
    return made_of(*((within + name, content) for name, content in files.items()))


async def brought(author: httpx.AsyncClient, files: Mapping[str, bytes]) -> Json:
    made: Json = await did(author.post(ZIP, content=zip_of(files), timeout=120))
    return made


async def taken_out(author: httpx.AsyncClient, pack: Json) -> dict[str, bytes]:
    answer = await author.get(f"{HERE}/{pack['id']}/zip", timeout=120)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


async def test_what_nobody_touched_goes_out_as_it_came_in_byte_by_byte(centre: Centre) -> None:
    author = await centre.as_("abadie")
    pack = await brought(author, VELAMBRE)

    assert pack["company_name"] == "Vélambre"
    assert pack["faults"] == []
    assert await taken_out(author, pack) == VELAMBRE

    again = await brought(author, await taken_out(author, pack))
    assert again["id"] != pack["id"], "each one is a draft of its own"
    assert await taken_out(author, again) == VELAMBRE


async def test_one_changed_word_changes_its_line_alone_and_is_what_comes_in_again(centre: Centre) -> None:
    author = await centre.as_("abadie")
    pack = await brought(author, VELAMBRE)
    at = f"{HERE}/{pack['id']}/items/customer/hugo-leroux"
    item = await did(author.get(at))
    content = item["content"] | {"segment": "Particulier, fidèle"}
    await did(author.put(at, json={"number": item["number"], "content": content}))

    out = await taken_out(author, pack)

    assert {name for name in VELAMBRE if out[name] != VELAMBRE[name]} == {"customers/hugo-leroux.yaml"}
    before, after = (one["customers/hugo-leroux.yaml"].decode().splitlines() for one in (VELAMBRE, out))
    assert [one for one in after if one not in before] == ["segment: Particulier, fidèle"]
    again = await brought(author, out)
    assert (await did(author.get(f"{HERE}/{again['id']}/items/customer/hugo-leroux")))["content"] == content
    assert await taken_out(author, again) == out


async def test_a_draft_from_nothing_goes_out_half_written_and_comes_in_again(centre: Centre) -> None:
    author = await centre.as_("abadie")
    pack = await did(author.post(HERE, json={"company": "Maison Vauquelin"}))

    out = await taken_out(author, pack)

    assert out["company.yaml"].startswith(b"id: maison-vauquelin\nname: Maison Vauquelin\n")
    again = await brought(author, out)
    assert await taken_out(author, again) == out
    assert [one["code"] for one in again["faults"]] == [one["code"] for one in pack["faults"]]


async def test_what_no_honest_archive_has_is_refused_in_french_and_leaves_nothing(centre: Centre) -> None:
    author = await centre.as_("abadie")
    before = await did(author.get(HERE))
    for what, data in HOSTILE.items():
        if what != "too many":  # its files are bad YAML too; in test_pack_shelf.py
            body = refused(await author.post(ZIP, content=data, timeout=120), 422, "studio_zip_refused")
            assert body["message"], what
            assert body["remedy"], what
    assert await did(author.get(HERE)) == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("customers/lea.yaml", b"id: [\n", "« customers/lea.yaml », ligne"),
        ("customers/lea.yaml", b"a: &a [1]\nb: *a\n", "Les ancres et les alias YAML"),
        ("customers/Lea_2.yaml", b"id: lea\n", "n’est pas un identifiant"),
        ("products.yaml", b"products:\n  - {name: Sans nom}\n", "n’a pas d’identifiant lisible"),
        ("products.yaml", b"- x\n", "n’est pas une suite de champs"),
        ("audio/voix.opus", b"<html>", "n’est pas un son Ogg Opus"),
    ],
)
async def test_a_file_that_is_no_item_says_which_one_and_what_to_do(
    centre: Centre, name: str, content: bytes, said: str
) -> None:
    author = await centre.as_("abadie")
    data = zip_of({**VELAMBRE, name: content})
    body = refused(await author.post(ZIP, content=data, timeout=120), 422, "studio_zip_refused")
    assert said.replace(" »", "\u00a0»").replace("« ", "«\u00a0") in body["message"]
    assert body["remedy"]


async def test_two_gigabytes_are_refused_before_they_are_sent(centre: Centre) -> None:
    """Announced by its length alone: nothing of it is waited for."""
    answered: list[dict[str, Any]] = []

    async def never(_scope: object, _receive: object, _send: object) -> None:
        raise AssertionError("the application was asked")

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        answered.append(message)

    headers = [(b"content-length", str(2 * 1024**3).encode())]
    scope = {"type": "http", "path": ZIP, "method": "POST", "headers": headers, "client": ("192.0.2.7", 1)}
    await FrontDoor(never)(scope, receive, send)

    assert limit_for(ZIP) == 32 * 1024 * 1024
    assert answered[0]["status"] == 413
    assert "32\u00a0Mo au plus" in answered[1]["body"].decode()


async def test_sisters_of_an_exchange_are_practice_of_the_draft_the_same_for_the_same_seed(centre: Centre) -> None:
    author = await centre.as_("abadie")
    asked = {"count": 3, "seed": 47}

    async def drawn(into: str) -> tuple[Json, list[Json]]:
        pack = await brought(author, VELAMBRE)
        there = f"{HERE}/{pack['id']}/variations/decouverte.d2-casque"
        assert (await did(author.get(there)))["may_vary"]
        made = await did(author.post(there, json=asked | {"into": into}, timeout=120))
        shown = await did(author.get(f"{HERE}/{made['studio_id']}"))
        new = [one for one in shown["items"] if "d2-casque-v47" in one["parent"]]
        contents = [await did(author.get(f"{HERE}/{shown['id']}/items/exchange/{one['id']}")) for one in new]
        return shown, [one["content"] for one in contents]

    first, contents = await drawn("draft")
    second, others = await drawn("new")

    assert contents == others
    assert len({one["customer"] for one in contents}) == 3
    assert [one for one in first["faults"] if one["severity"] == "error"] == []
    assert [one for one in second["faults"] if one["severity"] == "error"] == []
    assert {one["kind"] for one in second["items"]} >= {"company", "product", "procedure", "customer", "exchange"}
    assert sum(one["kind"] == "exchange" for one in second["items"]) == 3
    there = f"{HERE}/{first['id']}/variations/decouverte.d2-casque"
    refused(await author.post(there, json=asked, timeout=120), 409, "drawn_already")


async def test_without_a_declaration_it_is_said_with_the_way_out(centre: Centre) -> None:
    author = await centre.as_("abadie")
    pack = await did(author.post(HERE, json={"company": "Maison Vauquelin"}))
    exchange = next(one["id"] for one in pack["items"] if one["kind"] == "exchange")
    there = f"{HERE}/{pack['id']}/variations/{exchange}"

    shown = await did(author.get(there))

    assert not shown["may_vary"]
    assert "ne déclare pas" in shown["problem"]
    assert "Exportez le scénario en ZIP" in shown["remedy"]
    refused(await author.post(there, json={}), 409, "nothing_declared")


async def test_a_declaration_that_the_exchange_has_left_says_which_value_is_gone(centre: Centre) -> None:
    author = await centre.as_("abadie")
    pack = await did(author.post(HERE, json={"based_on": "velambre", "with_subjects": True}))
    at = f"{HERE}/{pack['id']}/items/exchange/decouverte.d2-casque"
    assert (await did(author.get(f"{HERE}/{pack['id']}/variations/decouverte.d2-casque")))["may_vary"]
    item = await did(author.get(at))
    content = item["content"]
    content["jury"] = content["jury"] | {
        "opening_line": "Bonjour.",
        "facts_if_asked": ["Rien."],
        "situation": "Rien.",
    }
    await did(author.put(at, json={"number": item["number"], "content": content}))

    shown = await did(author.get(f"{HERE}/{pack['id']}/variations/decouverte.d2-casque"))

    assert not shown["may_vary"]
    assert "a changé depuis sa déclaration" in shown["problem"]
