"""Models brought by hand: copied whole, checked, refused when damaged, the best that keeps up chosen."""

import zipfile
from pathlib import Path

import pytest

from telephony.speech import ModelMissing, getting, whisper_model
from telephony.speech.models import SUMS, chosen_whisper, is_right, vosk_model
from telephony.speech.stock import Measured, bring, choose_best, download, stock


def a_whisper(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    (folder / "model.bin").write_bytes(b"weights")
    return folder


def test_a_model_comes_from_a_folder_or_an_archive_with_its_sums(tmp_path: Path) -> None:
    models = tmp_path / "models"
    assert bring(a_whisper(tmp_path / "stick" / "small"), models) == "whisper-small"
    with zipfile.ZipFile(tmp_path / "vosk.zip", "w") as archive:
        archive.writestr("vosk-model-small-fr-0.22/am/final.mdl", b"acoustics")
    assert bring(tmp_path / "vosk.zip", models) == "vosk-model-small-fr-0.22"
    found = {one.name: one for one in stock(models)}
    assert {name: (one.kind, one.is_right) for name, one in found.items()} == {
        "whisper-small": ("whisper", True),
        "vosk-model-small-fr-0.22": ("vosk", True),
    }
    assert vosk_model(models) == models / "vosk-model-small-fr-0.22"


def test_a_damaged_model_is_seen_and_not_used(tmp_path: Path) -> None:
    models = tmp_path / "models"
    name = bring(a_whisper(tmp_path / "small"), models)
    choose_best({name: Measured(0.2, 500)}, models)
    assert whisper_model(models) == models / name
    (models / name / "model.bin").write_bytes(b"other")
    assert not is_right(models / name)
    with pytest.raises(ModelMissing, match="abîmé"):
        whisper_model(models)
    with pytest.raises(ModelMissing, match="abîmé"):
        bring(models / name, tmp_path / "elsewhere")
    assert (models / name / SUMS).exists()


def test_what_is_no_model_is_refused_in_french(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("bonjour")
    for source, words in (
        (tmp_path / "none", "n’existe pas"),
        (tmp_path / "text.txt", "ni un dossier"),
        (tmp_path, "ne contient pas"),
    ):
        with pytest.raises(ModelMissing, match=words):
            bring(source, tmp_path / "models")


def test_without_the_engine_or_the_internet_it_says_so_in_french(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def offline(*_: object, **__: object) -> None:
        raise ConnectionError("[Errno -3] Temporary failure in name resolution")

    monkeypatch.setattr("faster_whisper.utils.download_model", offline)
    with pytest.raises(ModelMissing, match="Vérifiez l’accès à Internet") as told:
        download("small", tmp_path)
    assert "Temporary" not in str(told.value)
    monkeypatch.setattr("telephony.speech.stock.has_whisper", lambda: False)
    with pytest.raises(ModelMissing, match="moteur de transcription"):
        download("small", tmp_path)


def test_make_is_no_remedy_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "whisper-base").mkdir()
    (tmp_path / "whisper-base" / "model.bin").write_bytes(b"other")
    for is_clone, wanted, never in ((True, "make speech", "pip"), (False, "simulator models fetch", "make speech")):
        monkeypatch.setattr(getting, "has_make", lambda is_clone=is_clone: is_clone)
        assert ("make speech" in getting.get_engine()) is is_clone
        assert ("pip install" in getting.get_engine()) is not is_clone
        with pytest.raises(ModelMissing, match=wanted) as told:
            whisper_model(tmp_path)
        assert never not in str(told.value)


def test_the_largest_that_keeps_up_is_chosen_else_the_quickest(tmp_path: Path) -> None:
    quick, better, slow = Measured(0.1, 300), Measured(0.3, 900), Measured(1.4, 3000)
    for name in ("whisper-base", "whisper-small", "whisper-medium"):
        a_whisper(tmp_path / name)
    took = {"whisper-base": quick, "whisper-small": better, "whisper-medium": slow}
    assert choose_best(took, tmp_path) == "whisper-small"
    assert chosen_whisper(tmp_path) == tmp_path / "whisper-small"
    assert choose_best({"whisper-medium": slow, "whisper-small": Measured(0.9, 900)}, tmp_path) == "whisper-small"
