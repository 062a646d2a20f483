"""Models brought by hand: copied whole, checked, refused when damaged, the best that keeps up chosen."""

import zipfile
from pathlib import Path

import pytest

from telephony.speech import ModelMissing, getting, whisper_model
from telephony.speech.models import SUMS, chosen_whisper, is_right, vosk_model
from telephony.speech.stock import Measured, bring, choose_best, download, stock
from tests.tiny_whisper import tiny_whisper, write_tiny_whisper


def a_whisper(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    (folder / "model.bin").write_bytes(b"weights")
    return folder


@pytest.fixture
def vosk_takes_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its smallest model is too large for a test."""
    from telephony.speech import placing

    real = placing._prove

    def prove(folder: Path, kind: placing.Kind, name: str) -> None:
        if kind == "whisper":
            real(folder, kind, name)

    monkeypatch.setattr(placing, "_prove", prove)


@pytest.mark.usefixtures("vosk_takes_anything")
def test_a_model_comes_from_a_folder_or_an_archive_with_its_sums(tmp_path: Path) -> None:
    models = tmp_path / "models"
    assert bring(write_tiny_whisper(tmp_path / "stick" / "small"), models) == "whisper-small"
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
    name = bring(write_tiny_whisper(tmp_path / "small"), models)
    choose_best({name: Measured(0.2, 500)}, models)
    assert whisper_model(models) == models / name
    (models / name / "model.bin").write_bytes(b"other")
    assert not is_right(models / name)
    with pytest.raises(ModelMissing, match="abîmé"):
        whisper_model(models)
    with pytest.raises(ModelMissing, match="abîmé"):
        bring(models / name, tmp_path / "elsewhere")
    assert (models / name / SUMS).exists()


def test_a_worthless_model_takes_the_place_of_none(tmp_path: Path) -> None:
    models = tmp_path / "models"
    good = a_whisper(models / "whisper-base")
    with pytest.raises(ModelMissing, match="whisper-base"):
        bring(write_tiny_whisper(tmp_path / "stick" / "base"), models)
    assert (good / "model.bin").read_bytes() == b"weights", "by its hash"
    assert bring(write_tiny_whisper(tmp_path / "small"), models) == "whisper-small"
    with pytest.raises(ModelMissing, match="ne se charge pas"):
        bring(a_whisper(tmp_path / "other" / "small"), models)
    assert is_right(models / "whisper-small")
    assert (models / "whisper-small" / "model.bin").stat().st_size > 100
    with pytest.raises(ModelMissing, match="ne se charge pas"):
        bring(vosk_in(tmp_path / "vosk-x"), models)
    assert sorted(one.name for one in models.iterdir()) == ["whisper-base", "whisper-small"]


def vosk_in(folder: Path) -> Path:
    (folder / "am").mkdir(parents=True)
    (folder / "am" / "final.mdl").write_bytes(b"acoustics")
    return folder


def test_one_at_the_root_of_its_archive_is_called_as_the_archive_and_strays_stay_out(tmp_path: Path) -> None:
    def packed(name: str) -> Path:
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for file, data in tiny_whisper().items():
                archive.writestr(file, data)
            archive.writestr("photos/vacances.jpg", b"x" * 1000)
            archive.writestr(".DS_Store", b"x")
        return tmp_path / name

    models = tmp_path / "models"
    assert bring(packed("faster-whisper-Small.zip"), models) == "whisper-small"
    assert {one.name for one in (models / "whisper-small").iterdir()} == {*tiny_whisper(), SUMS}
    assert bring(packed("x.zip"), models, "vrai nom") == "whisper-vrai-nom"
    with pytest.raises(ModelMissing, match="nommez-la"):
        bring(packed("archive.zip"), models)


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
