"""When a backup is due, which are kept, and what is said of them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.backup_cli import backup
from simulator.backups.diary import Diary, Tried, read_diary, write_diary
from simulator.backups.keeping import Kept, is_due, made_at, name_of, to_remove
from simulator.backups.scheduled import tried_again_at
from simulator.backups.state import said_of, state_of
from simulator.installation.routes import _next
from simulator.settings import Settings
from simulator.storage.problems import StartProblem
from simulator.typography import counted

NOW = datetime(2026, 11, 29, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (None, True),
        (NOW - timedelta(minutes=4), False),
        (NOW - timedelta(minutes=6), True),
        (NOW - timedelta(days=3), True),
        (NOW + timedelta(days=3000), True),
    ],
)
def test_one_is_due_from_its_hour_on_until_it_is_made(last: datetime | None, due: bool) -> None:
    assert is_due(NOW, last, 3) is due


def test_before_the_hour_yesterday_s_still_counts() -> None:
    early = NOW.replace(hour=2)
    assert not is_due(early, NOW - timedelta(hours=23), 3)
    assert is_due(early, NOW - timedelta(hours=25), 3)


def files(*ages: float) -> list[Path]:
    return [Path("/b") / name_of(NOW - timedelta(days=age)) for age in ages]


def test_days_weeks_and_months_each_keep_their_newest() -> None:
    ages = [*range(0, 200)]
    gone = to_remove(files(*ages), Kept(7, 4, 3), files(0)[0])
    left = {made_at(one) for one in set(files(*ages)) - set(gone)}
    days = [NOW - timedelta(days=age) for age in range(7)]
    # 29 November is a Sunday: weeks end on the 29th, 22nd, 15th and 8th; October on the 31st, September on the 30th.
    more = [datetime(2026, 11, 22, 3, 5, tzinfo=UTC) - timedelta(weeks=week) for week in range(3)]
    months = [datetime(2026, 10, 31, 3, 5, tzinfo=UTC), datetime(2026, 9, 30, 3, 5, tzinfo=UTC)]
    assert left == {*days, *more, *months}


@given(
    st.lists(st.integers(0, 4000), min_size=1, unique=True), st.integers(1, 9), st.integers(0, 9), st.integers(0, 6)
)
def test_the_one_just_made_is_always_kept_and_again_nothing_more_goes(
    hours: list[int], days: int, weeks: int, months: int
) -> None:
    kept, all_files = Kept(days, weeks, months), files(*(hour / 24 for hour in hours))
    # Some are of a later date than the one just made: they were made while the clock was ahead.
    made = all_files[0]
    gone = to_remove(all_files, kept, made)
    left = [one for one in all_files if one not in gone]
    assert made in left
    assert to_remove(left, kept, made) == []
    assert len(left) <= 1 + days + weeks + months


def test_what_is_not_named_by_us_is_never_touched() -> None:
    strangers = [Path("/b/notes.zip"), Path("/b/combine-2026.zip"), Path("/b/combine-20269999T000000Z.zip")]
    assert to_remove([*strangers, *files(0, 400)], Kept(1, 0, 0), files(0)[0]) == files(400)


GOOD = Tried(at=NOW - timedelta(hours=4), file="combine-20261128T230500Z.zip")


@pytest.mark.parametrize(
    ("diary", "level", "parts"),
    [
        (Diary(), "warning", ["aucune encore", "3 h"]),
        (Diary(backup=GOOD, good=GOOD), "ok", ["la dernière est du 2"]),
        (
            Diary(backup=Tried(at=NOW, file="a", problem="Le disque est plein."), good=GOOD),
            "fault",
            ["a échoué", "dernière bonne", "Le disque est plein."],
        ),
        (Diary(backup=Tried(at=NOW, file="a", problem="Le disque est plein.")), "fault", ["a échoué"]),
        (Diary(good=GOOD.model_copy(update={"at": NOW - timedelta(days=3)})), "fault", ["simulator backup"]),
        (
            Diary(good=GOOD, restore=Tried(at=NOW, file="a.zip", problem="Il y manque un enregistrement.")),
            "fault",
            ["essai de restauration", "a.zip", "Il y manque"],
        ),
        (Diary(good=GOOD, restore=Tried(at=NOW, file="a.zip", said="Bien.")), "ok", ["essai de restauration réussi"]),
    ],
)
def test_what_is_said_of_them(diary: Diary, level: str, parts: list[str]) -> None:
    state = said_of(diary, 3, NOW)
    assert state.level == level
    assert all(part in f"{state.said} {state.remedy}" for part in parts), state
    assert (state.remedy == "") is (level == "ok")


def test_no_folder_and_a_folder_that_is_gone_are_told(tmp_path: Path) -> None:
    assert state_of(Settings(data=tmp_path), NOW).level == "warning"
    gone = state_of(Settings(data=tmp_path, backups=tmp_path / "usb"), NOW)
    assert gone.level == "fault"
    assert "branchez le disque" in gone.remedy


def test_a_diary_that_cannot_be_read_is_an_empty_one(tmp_path: Path) -> None:
    write_diary(tmp_path, Diary(good=GOOD))
    assert read_diary(tmp_path).good == GOOD
    (tmp_path / "backups.json").write_text("{")
    assert read_diary(tmp_path) == Diary()


def test_one_that_failed_is_tried_again_an_hour_after_and_the_page_says_so() -> None:
    failed = Diary(backup=Tried(at=NOW, file="a", problem="Le disque est plein."))
    assert tried_again_at(failed, NOW + timedelta(minutes=10)) == NOW + timedelta(hours=1)
    assert tried_again_at(failed, NOW + timedelta(hours=2)) is None
    settings = Settings(backup_hour=3)
    assert _next(settings, failed, NOW + timedelta(minutes=10)) == NOW + timedelta(hours=1)


def test_a_backup_writes_over_no_file(tmp_path: Path) -> None:
    file = tmp_path / "bonne.zip"
    file.write_bytes(b"good")
    with pytest.raises(StartProblem, match="existe déjà"):
        backup(file)
    assert file.read_bytes() == b"good"


def test_one_file_is_no_files() -> None:
    assert [counted(n, "fichier relu") for n in (0, 1, 2)] == ["0 fichier relu", "1 fichier relu", "2 fichiers relus"]
