"""Engines and models from the page: what is there, one brought in pieces, verified, chosen, refused, taken away."""

import asyncio
import io
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog

from simulator.models_folder import models_folder, where_to_bring
from simulator.settings import Settings
from tests.integration.simulator.ground import a_centre, did
from tests.tiny_whisper import tiny_whisper

HERE = "/api/staff/installation/models"

pytestmark = pytest.mark.timeout(300)
"""What is done with a model gives way to everything else that this machine does."""


def a_model(name: str, *files: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, data in files:
            archive.writestr(f"{name}/{file}".removeprefix("./"), data)
    return packed.getvalue()


MINI = a_model("whisper-mini", *tiny_whisper().items())
WHISPER = a_model("whisper-small", *tiny_whisper().items())


async def send(lead: httpx.AsyncClient, archive: bytes, piece: int = 20_000, name: str = "") -> dict[str, Any]:
    """As the page sends it; what came of it."""
    for at in range(0, len(archive), piece):
        params = {"offset": at, "size": len(archive), "name": name}
        told = await did(lead.post(f"{HERE}/pieces", content=archive[at : at + piece], params=params))
        assert told["received"] == min(at + piece, len(archive))
    assert told["is_whole"]
    return await over(lead)


async def over(lead: httpx.AsyncClient) -> dict[str, Any]:
    """Once nothing is being done."""
    async with asyncio.timeout(120):
        while True:
            seen = await did(lead.get(HERE))
            if seen["progress"]["result"] or seen["progress"]["problem"]:
                return seen
            await asyncio.sleep(0.1)


async def test_each_engine_says_whether_it_is_there_and_what_is_missing_without_it(tmp_path: Path) -> None:
    async with a_centre(tmp_path, models=tmp_path / "models") as centre:
        lead = await centre.as_("delmas")
        seen = await did(lead.get(HERE))
        names = [one["name"] for one in seen["engines"]]
        assert names == ["speech", "captions", "encoder", "proofreader", "voices", "planning", "compiled"]
        for one in seen["engines"]:
            assert one["title"], one
            assert one["without"].endswith("."), one
            assert one["how"], one
            assert one["offline"], one
        assert {one["name"]: one["state"] for one in seen["engines"]}["encoder"] == "ready"
        assert seen["models"] == []
        assert seen["progress"] is None


async def test_a_model_is_brought_in_pieces_verified_chosen_and_taken_away(tmp_path: Path) -> None:
    async with a_centre(tmp_path, models=tmp_path / "models") as centre:
        lead = await centre.as_("delmas")
        with structlog.testing.capture_logs() as journal:
            seen = await send(lead, MINI)
        assert "whisper-mini" in seen["progress"]["result"]
        begun = next(one for one in journal if one["event"] == "model_work_begun")
        assert (begun["what"], begun["by"]) == ("unpack", centre.ids["delmas"])
        seen = await send(lead, WHISPER)
        assert [(one["name"], one["kind"]) for one in seen["models"]] == [
            ("whisper-mini", "whisper"),
            ("whisper-small", "whisper"),
        ]
        left = sorted(one.name for one in centre.services.settings.models.iterdir())  # type: ignore[union-attr]  set above
        assert left == ["whisper-mini", "whisper-small"], "nothing stays of what was sent"

        chosen = await did(lead.put(f"{HERE}/chosen", json={"name": "whisper-small"}))
        assert [one["is_chosen"] for one in chosen["models"]] == [False, True]
        assert (await lead.put(f"{HERE}/chosen", json={"name": "../x"})).status_code == 404
        refused = await lead.delete(f"{HERE}/whisper-small")
        assert (refused.status_code, refused.json()["code"]) == (409, "model_serves")

        await did(lead.post(f"{HERE}/work", json={"what": "verify"}))
        assert "2 modèles" in (await over(lead))["progress"]["result"]
        (tmp_path / "models" / "whisper-mini" / "model.bin").write_bytes(b"other")
        await did(lead.post(f"{HERE}/work", json={"what": "verify"}))
        assert "Abîmé" in (await over(lead))["progress"]["problem"]
        assert (await lead.delete(f"{HERE}/whisper-mini")).status_code == 204
        assert [one["name"] for one in (await did(lead.get(HERE)))["models"]] == ["whisper-small"]
        (tmp_path / "models" / "whisper-small" / "model.bin").write_bytes(b"other")
        assert (await lead.delete(f"{HERE}/whisper-small")).status_code == 204, "damaged, it is only in the way"


async def test_a_worthless_one_is_refused_and_one_at_the_root_is_called_as_its_file(tmp_path: Path) -> None:
    async with a_centre(tmp_path, models=tmp_path / "models") as centre:
        lead = await centre.as_("delmas")
        seen = await send(lead, a_model("whisper-base", *tiny_whisper().items()))
        assert "whisper-base" in seen["progress"]["problem"]
        seen = await send(lead, a_model("whisper-x", ("model.bin", b"weights"), ("config.json", b"{}")))
        assert "ne se charge pas" in seen["progress"]["problem"]
        assert seen["models"] == []
        seen = await send(lead, a_model(".", *tiny_whisper().items()), name="Whisper small.zip")
        assert [one["name"] for one in seen["models"]] == ["whisper-small"]


@pytest.mark.parametrize(
    ("archive", "said"),
    [
        (b"PK\x03\x04nothing", "abîmée"),
        (a_model("photos", ("a.jpg", b"x")), "ne contient pas de modèle"),
        (a_model("many", *((f"{n}.txt", b"") for n in range(501))), "trop lourde"),
    ],
)
async def test_what_is_no_model_is_refused_and_leaves_nothing(tmp_path: Path, archive: bytes, said: str) -> None:
    async with a_centre(tmp_path, models=tmp_path / "models") as centre:
        lead = await centre.as_("delmas")
        seen = await send(lead, archive, 100_000)
        assert said in seen["progress"]["problem"]
        assert list((tmp_path / "models").iterdir()) == []


async def test_pieces_out_of_turn_are_refused_and_a_new_beginning_is_not(tmp_path: Path) -> None:
    async with a_centre(tmp_path, models=tmp_path / "models") as centre:
        lead = await centre.as_("delmas")
        size = {"size": len(MINI)}
        await did(lead.post(f"{HERE}/pieces", content=MINI[:100], params=size | {"offset": 0}))
        refused = await lead.post(f"{HERE}/pieces", content=MINI[200:300], params=size | {"offset": 200})
        assert (refused.status_code, refused.json()["code"]) == (409, "piece_out_of_turn")
        beyond = await lead.post(f"{HERE}/pieces", content=MINI, params={"offset": 100, "size": 200})
        assert beyond.json()["code"] == "piece_out_of_turn"
        assert "whisper-mini" in (await send(lead, MINI))["progress"]["result"]


async def test_one_thing_is_done_at_a_time(tmp_path: Path) -> None:
    async with a_centre(tmp_path, models=tmp_path / "models") as centre:
        lead = await centre.as_("delmas")
        answers = await asyncio.gather(*(lead.post(f"{HERE}/work", json={"what": "verify"}) for _ in range(3)))
        assert sorted(one.status_code for one in answers) == [202, 409, 409]
        assert (await over(lead))["progress"]["what"] == "verify"


async def test_the_shipped_model_is_prepared_from_its_packages(tmp_path: Path) -> None:
    async with a_centre(tmp_path, models=tmp_path / "models", transcription=True) as centre:
        lead = await centre.as_("delmas")
        assert (await did(lead.get(HERE)))["can_prepare"] is True
        await did(lead.post(f"{HERE}/work", json={"what": "prepare"}))
        seen = await over(lead)
        assert (
            "« whisper-base » est prêt".replace(" »", "\u00a0»").replace("« ", "«\u00a0")
            in seen["progress"]["result"]
        )
        assert [(one["name"], one["is_chosen"]) for one in seen["models"]] == [("whisper-base", True)]


async def test_without_its_engine_none_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.installation.model_routes.has_whisper", lambda: False)
    async with a_centre(tmp_path, models=tmp_path / "models") as centre:
        lead = await centre.as_("delmas")
        refused = await lead.post(f"{HERE}/work", json={"what": "fetch", "size": "small"})
        assert (refused.status_code, refused.json()["code"]) == (409, "no_engine")
        assert "archive ZIP" in refused.json()["remedy"]
        assert (await did(lead.get(HERE)))["progress"] is None


def test_a_service_that_may_not_write_beside_its_packages_brings_models_into_its_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = tmp_path / "packages" / "models"
    monkeypatch.setattr("simulator.models_folder.MODELS", beside)
    monkeypatch.setattr(
        "simulator.models_folder.may_write", lambda folder: not folder.is_relative_to(tmp_path / "packages")
    )
    settings = Settings(data=tmp_path / "var")
    assert models_folder(settings) == where_to_bring(settings) == tmp_path / "var" / "models"
    beside.mkdir(parents=True)
    assert models_folder(settings) == beside, "those beside the packages serve"
    assert where_to_bring(settings) == tmp_path / "var" / "models"
    (tmp_path / "var" / "models").mkdir(parents=True)
    assert models_folder(settings) == tmp_path / "var" / "models", "what was brought serves"
    shut = Settings(data=tmp_path / "var", models=tmp_path / "packages" / "other")
    assert where_to_bring(shut) is None
