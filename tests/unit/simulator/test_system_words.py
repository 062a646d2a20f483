"""What the system refused is said in French, with the folder that was given and the setting that names it, if any."""

import errno
from pathlib import Path

import pytest

from simulator.doctor import stored
from simulator.settings import Settings
from simulator.storage import start_up
from simulator.storage.problems import StartProblem, said_in_words
from simulator.system_words import why


def test_a_known_refusal_is_french_and_another_one_is_the_system_s() -> None:
    assert why(OSError(errno.EROFS, "Read-only file system")) == "le disque est en lecture seule"
    assert why(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"


@pytest.mark.parametrize(
    ("number", "place", "said"),
    [
        (errno.EACCES, "{data}/server.lock", "choisissez un autre dossier par COMBINE_DATA."),
        (errno.EACCES, "/elsewhere/.x49457yd", "« /elsewhere » : donnez ce dossier au compte qui lance Combiné"),
        (errno.ENOENT, "/elsewhere/x", "« /elsewhere/x » n’est pas un dossier où Combiné peut écrire"),
        (errno.EISDIR, "/elsewhere", "« /elsewhere » est un dossier : donnez un fichier."),
    ],
)
def test_the_setting_is_named_for_the_data_folder_only(tmp_path: Path, number: int, place: str, said: str) -> None:
    settings = Settings(data=tmp_path)
    with pytest.raises(StartProblem) as told, said_in_words(settings):
        raise OSError(number, "", place.format(data=tmp_path))
    words = str(told.value).replace("\u00a0", " ")
    assert said in words
    assert ("COMBINE_DATA" in words) == ("{data}" in place)


def test_a_disk_on_which_no_start_is_tried_is_at_fault_however_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stored, "LEAST_FREE", 2**60)
    assert start_up.LEAST_FREE < 2**60
    found = stored.disk_room(Settings(data=tmp_path))
    assert (found.level, "ne démarre plus" in found.said) == ("fault", True)
