"""Packs from the page: what stands on the shelf, a ZIP brought in, what is refused of one, one taken away."""

import asyncio
import io
import shutil
import stat
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
import yaml

from scenarios.zipped import read_zip, take_in
from tests.integration.simulator.ground import Centre, a_centre, did
from tests.integration.simulator.house import PACK_ID, write_pack

HERE = "/api/staff/installation/packs"

pytestmark = pytest.mark.timeout(300)
"""Each pack is read in a process of its own, behind everything else that this machine does."""


def zip_of(folder: Path, within: str = "", **changed: bytes) -> bytes:
    """That folder as a person would compress it; `changed`: other bytes for a file (« __ » for « / »)."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            data = changed.get(
                name.replace("/", "__").removesuffix(".yaml"), path.read_bytes() if path.is_file() else b""
            )
            if path.is_file():
                archive.writestr(within + name, data)
    return packed.getvalue()


def company(folder: Path, **fields: str) -> bytes:
    read = yaml.safe_load((folder / "company.yaml").read_text(encoding="utf-8"))
    return yaml.safe_dump(read | fields, allow_unicode=True).encode()


async def bring(lead: httpx.AsyncClient, data: bytes, replace: bool = False) -> httpx.Response:
    return await lead.post(HERE, content=data, params={"replace": replace}, timeout=120)


async def shelf(lead: httpx.AsyncClient) -> dict[str, Any]:
    seen = await did(lead.get(HERE))
    return {one["pack_id"]: one for one in seen["packs"]} | {one["folder"]: one for one in seen["broken"]}


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A pack's folder that is nowhere installed."""
    return write_pack(tmp_path / "elsewhere") / PACK_ID


async def test_each_pack_says_what_it_holds_where_it_is_and_who_plays_it(tmp_path: Path) -> None:
    async with a_centre(tmp_path) as centre:
        lead = await centre.as_("delmas")
        seen = await did(lead.get(HERE))
        assert seen["may_bring"] is True
        assert seen["root"].endswith("packs")
        packs = {one["pack_id"]: one for one in seen["packs"]}
        shipped, brought = packs["velambre"], packs[PACK_ID]
        assert (shipped["origin"], brought["origin"]) == ("shipped", "brought")
        assert shipped["voices"] == 8
        assert {one["exam_format"] for one in shipped["subjects"]} >= {"title", "ccp1", "ccp2", None}
        assert "Livré avec Combiné" in shipped["why_kept"]
        assert brought["why_kept"] == ""
        place = await centre.place()
        brought = (await shelf(lead))[PACK_ID]
        assert brought["played_by"], place
        assert "Des séances ouvertes le jouent" in brought["why_kept"]
        refused = await lead.delete(f"{HERE}/brought/{PACK_ID}")
        assert (refused.status_code, refused.json()["code"]) == (409, "pack_played")
        assert (await lead.delete(f"{HERE}/brought/velambre")).status_code == 404, (
            "what is shipped is not ours to remove"
        )


async def test_a_pack_comes_in_a_zip_is_played_at_once_replaced_and_taken_away(tmp_path: Path, model: Path) -> None:
    async with a_centre(tmp_path) as centre:
        lead = await centre.as_("delmas")
        new = company(model, id="atelier-neuf", name="Atelier neuf")
        with structlog.testing.capture_logs() as journal:
            took = await did(bring(lead, zip_of(model, "mon-dossier/", company=new)))
        assert took["outcome"] == "taken"
        line = next(one for one in journal if one["event"] == "pack_installed")
        assert (line["pack"], line["by"], line["replaced"]) == ("atelier-neuf", centre.ids["delmas"], False)
        assert "atelier-neuf" in {one["id"] for one in await did(lead.get("/api/staff/packs"))}
        session = {"kind": "practice", "title": "Essai", "pack_id": "atelier-neuf", "subject_id": "sujet"}
        made = await did(lead.post("/api/staff/sessions", json=session))

        again = await did(bring(lead, zip_of(model, company=new)))
        assert (again["outcome"], "déjà installé" in again["said"]) == ("unchanged", True)
        other = company(model, id="atelier-neuf", name="Atelier changé")
        refused = await bring(lead, zip_of(model, company=other))
        assert (refused.status_code, refused.json()["code"]) == (409, "pack_is_there")
        assert (await did(bring(lead, zip_of(model, company=other), replace=True)))["outcome"] == "taken"
        assert (await shelf(lead))["atelier-neuf"]["company"] == "Atelier changé"
        [kept] = [one for one in await did(lead.get("/api/staff/sessions")) if one["id"] == made["id"]]
        assert kept["company_name"] == "Atelier neuf", "a session plays what it was made with"

        assert (await shelf(lead))["atelier-neuf"]["played_by"] == [], "it plays the version before"
        of_this = await did(lead.post("/api/staff/sessions", json=session | {"title": "Autre essai"}))
        seen = (await shelf(lead))["atelier-neuf"]
        assert seen["played_by"] == ["Autre essai"]
        assert "Essai\u00a0»" not in seen["why_kept"].replace("Autre essai", "")
        assert (await lead.delete(f"{HERE}/brought/atelier-neuf")).status_code == 409
        await did(lead.post(f"/api/staff/sessions/{of_this['id']}/close"))
        assert (await lead.delete(f"{HERE}/brought/atelier-neuf")).status_code == 204
        [kept] = [one for one in await did(lead.get("/api/staff/sessions")) if one["id"] == made["id"]]
        assert kept["company_name"] == "Atelier neuf", "it still is what it was"
        again = {"candidate_name": "Lina Ferrand", "desk": "Poste 4"}
        await did(lead.post(f"/api/staff/sessions/{made['id']}/seats", json=again))
        assert "atelier-neuf" not in await shelf(lead)
        assert sorted(one.name for one in centre.services.settings.packs.iterdir()) == [PACK_ID]


async def test_one_with_errors_is_refused_whole_with_each_of_them_in_french(tmp_path: Path, model: Path) -> None:
    async with a_centre(tmp_path) as centre:
        lead = await centre.as_("delmas")
        name = next(one.stem for one in (model / "customers").iterdir())
        told = await did(
            bring(lead, zip_of(model, company=company(model, id="autre"), **{f"customers__{name}": b"id: x\n"}))
        )
        assert told["outcome"] == "refused"
        assert any(
            one["place"].startswith(f"customers/{name}.yaml") and one["severity"] == "error" for one in told["faults"]
        )
        assert all(one["problem"] and one["remedy"] for one in told["faults"])
        assert "autre" not in await shelf(lead)
        assert sorted(one.name for one in centre.services.settings.packs.iterdir()) == [PACK_ID]


def made_of(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return packed.getvalue()


def a_link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("products.yaml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


COMPANY = ("company.yaml", b"id: x\n")
HOSTILE = {
    "no archive": b"PK\x03\x04nothing",
    "no pack": made_of(("lisez-moi.txt", b"x")),
    "out of its folder": made_of(COMPANY, ("../../secrets.yaml", b"x")),
    "from the root": made_of(COMPANY, ("/etc/x.yaml", b"x")),
    "a link": made_of(COMPANY, (a_link(), b"/etc/passwd")),
    "two of one name": made_of(COMPANY, ("Company.yaml", b"x")),
    "a bomb": made_of(COMPANY, ("products.yaml", bytes(13 * 1024 * 1024))),
    "too many": made_of(COMPANY, *((f"customers/{n}.yaml", b"") for n in range(2001))),
}
"""More of them in tests/unit/scenarios/test_zipped.py; here: none gets past this door, and none leaves anything."""


async def test_what_no_honest_archive_has_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    async with a_centre(tmp_path) as centre:
        lead = await centre.as_("delmas")
        for what, data in HOSTILE.items():
            refused = await bring(lead, data)
            assert (refused.status_code, refused.json()["code"]) == (422, "pack_zip_refused"), what
            assert refused.json()["message"], what
            assert refused.json()["remedy"], what
        assert sorted(one.name for one in centre.services.settings.packs.iterdir()) == [PACK_ID]


async def test_what_the_command_line_imports_while_the_server_runs_is_offered_without_a_new_start(
    tmp_path: Path, model: Path
) -> None:
    async with a_centre(tmp_path) as centre:
        lead, packs = await centre.as_("delmas"), tmp_path / "packs"

        async def offered() -> dict[str, str]:
            return {one["id"]: one["company_name"] for one in await did(lead.get("/api/staff/packs", timeout=120))}

        before = await offered()
        for name in ("Atelier neuf", "Atelier refait"):
            files = read_zip(io.BytesIO(zip_of(model, company=company(model, name=name))))
            await asyncio.to_thread(take_in, files, packs, pack_id="atelier-neuf", replace=True)
            assert await offered() == before | {"atelier-neuf": name}
        shutil.rmtree(packs / "atelier-neuf")
        assert await offered() == before


async def test_a_folder_that_was_mended_is_read_again_without_a_new_start(tmp_path: Path) -> None:
    async with a_centre(tmp_path) as centre:
        lead = await centre.as_("delmas")
        home = centre.services.settings.packs / PACK_ID
        good = (home / "company.yaml").read_bytes()
        (home / "company.yaml").write_bytes(b"id: [\n")
        told = await did(lead.post(f"{HERE}/brought/{PACK_ID}/read", timeout=120))
        assert told["outcome"] == "refused"
        assert told["faults"][0]["place"].startswith("company.yaml")
        assert PACK_ID in {one["id"] for one in await did(lead.get("/api/staff/packs"))}, (
            "what was read before is offered"
        )
        (home / "company.yaml").write_bytes(good.replace(b"name: ", b"name: Le ", 1))
        assert (await did(lead.post(f"{HERE}/brought/{PACK_ID}/read", timeout=120)))["outcome"] == "taken"
        assert (await shelf(lead))[PACK_ID]["company"].startswith("Le ")
        assert (await lead.post(f"{HERE}/brought/..%2f..%2fvar/read")).status_code in (404, 405)
        assert (await lead.post(f"{HERE}/shipped/{PACK_ID}/read")).status_code == 404


async def test_one_that_cannot_be_read_at_start_is_told_and_may_be_taken_away(tmp_path: Path) -> None:
    broken = write_pack(tmp_path) / "casse"
    shutil.copytree(broken.parent / PACK_ID, broken)
    (broken / "products.yaml").unlink()
    async with a_centre(tmp_path) as centre:
        lead = await centre.as_("delmas")
        told = (await shelf(lead))["casse"]
        assert told["can_be_removed"] is True
        assert any("products.yaml" in one["place"] for one in told["faults"])
        assert (await lead.delete(f"{HERE}/brought/casse")).status_code == 204
        assert "casse" not in await shelf(lead)
        assert not broken.exists()


async def brought_over(centre: Centre, model: Path) -> httpx.AsyncClient:
    lead = await centre.as_("delmas")
    own = company(model, id="velambre", name="Velambre du centre")
    assert (await did(bring(lead, zip_of(model, company=own), replace=True)))["outcome"] == "taken"
    return lead


async def test_one_brought_over_a_shipped_one_stands_for_it_until_it_is_taken_away(
    tmp_path: Path, model: Path
) -> None:
    async with a_centre(tmp_path) as centre:
        lead = await brought_over(centre, model)
        own = (await shelf(lead))["velambre"]
        assert (own["company"], own["stands_for_shipped"]) == ("Velambre du centre", True)
        await did(lead.post(f"{HERE}/shipped/velambre/read", timeout=120))
        assert (await shelf(lead))["velambre"]["company"] == "Velambre du centre", "the centre's own comes first"
        assert (await lead.delete(f"{HERE}/brought/velambre")).status_code == 204
        assert (await shelf(lead))["velambre"]["origin"] == "shipped"
