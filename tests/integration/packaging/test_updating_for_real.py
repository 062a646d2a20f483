"""`simulator update` between two real wheels, in environments of their own, with rows in every table."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from simulator import __version__
from simulator.cli import app
from simulator.settings import Settings, load_secret
from simulator.storage.database import open_engine
from simulator.storage.migrating import steps
from simulator.updating.release import UpdateProblem, is_newer, read_release
from tests.integration.packaging.later import bill_of, later_release, released, write_sums
from tests.integration.packaging.versions_for_tests import rows_of
from tests.integration.storage.filling import everything, filled, lost

ROOT = Path(__file__).parents[3]
LATER = "9.1.0"
RELEASED = {"0.1.0": "0044"}
"""Each version that was ever released, and the schema that it leaves: test_migrating_with_data.py brings each of
them, with rows in every table, up to this version's."""


def test_each_released_version_s_schema_is_one_that_is_brought_up() -> None:
    told = re.findall(r"^## \[(\d[\d.]*)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert set(RELEASED) == set(told)
    assert set(RELEASED.values()) <= set(steps())


@pytest.fixture(scope="module")
def release(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a later release, all its files beside it."""
    return later_release(dist, tmp_path_factory.mktemp("later") / "dist", LATER)


def _without_sums(folder: Path) -> None:
    (folder / "SHA256SUMS").unlink()


def _with_other_versions(folder: Path) -> None:
    (folder / "constraints.txt").write_text("fastapi==0.1")


def _without_bill(folder: Path) -> None:
    (folder / f"combine-{LATER}.cdx.json").unlink()


def _with_another_s_bill(folder: Path) -> None:
    bill_of(folder, "1.0")
    (folder / "combine-1.0.cdx.json").replace(folder / f"combine-{LATER}.cdx.json")
    write_sums(folder)


def _with_one_byte_changed(folder: Path) -> None:
    wheel = folder / f"combine-{LATER}-py3-none-any.whl"
    data = bytearray(wheel.read_bytes())
    data[len(data) // 2] ^= 1
    wheel.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_without_sums, "SHA256SUMS manque"),
        (_with_other_versions, "« constraints.txt » n’a pas l’empreinte"),
        (_without_bill, "cdx.json » manque"),
        (_with_another_s_bill, "que son nom annonce"),
        (_with_one_byte_changed, "abîmé ou changé"),
    ],
)
def test_what_is_not_as_it_was_made_is_refused(
    release: Path, tmp_path: Path, harm: Callable[[Path], None], said: str
) -> None:
    folder = tmp_path / "dist"
    shutil.copytree(release.parent, folder)
    harm(folder)
    with pytest.raises(UpdateProblem, match=said):
        read_release(folder / release.name)


@pytest.mark.parametrize(
    ("one", "other", "newer"), [("0.10.0", "0.9.1", True), ("0.1", "0.1.0", False), ("1", "2", False)]
)
def test_versions_are_compared_as_numbers(one: str, other: str, newer: bool) -> None:
    assert is_newer(one, other) is newer


def test_a_debian_package_is_left_to_apt(tmp_path: Path) -> None:
    with pytest.raises(UpdateProblem, match="sudo apt install"):
        read_release(tmp_path / "combine_9.1.0_amd64.deb")


def test_it_installs_tries_switches_and_loses_no_row(
    wheel: Path, release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, data = tmp_path / "home", tmp_path / "data"
    old = home / "versions" / __version__
    install(wheel, old)
    (home / "current").symlink_to(f"versions/{__version__}")
    data.mkdir()
    load_secret(data)
    asyncio.run(_fill(data))
    before = rows_of(data / "combine.sqlite3")

    monkeypatch.setattr(sys, "prefix", str(old))
    for name, value in LENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("COMBINE_DATA", str(data))
    updated = CliRunner().invoke(app, ["update", str(release)])
    assert updated.exit_code == 0, updated.output
    assert (home / "current").readlink() == Path("versions", LATER)
    after = rows_of(data / "combine.sqlite3")
    assert after.pop("alembic_version") == [("9999",)]
    assert after.pop("later") == []
    del before["alembic_version"]
    assert after == before
    assert len(list(data.glob(f"before-update-{__version__}-*.zip"))) == 1


@pytest.mark.parametrize(("version", "schema"), RELEASED.items())
def test_each_released_version_s_data_come_to_this_one_by_the_command(
    wheel: Path, release: Path, tmp_path: Path, version: str, schema: str
) -> None:
    """Its own `update` had not been written in 0.1.0: this one's, on that version's schema, takes its place."""
    home, data = tmp_path / "home", tmp_path / "data"
    old = home / "versions" / version
    install(released(wheel, tmp_path / "of-then", version, schema), old)
    (home / "current").symlink_to(f"versions/{version}")
    data.mkdir()
    load_secret(data)
    asyncio.run(_fill(data, schema))
    before = asyncio.run(_everything(data))
    assert all(before.values()), "rows in every table of that schema"

    updated = subprocess.run(
        [home / "current" / "bin" / "simulator", "update", release],
        env={**os.environ, **LENT, "COMBINE_DATA": str(data)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert updated.returncode == 0, updated.stdout + updated.stderr
    assert (home / "current").readlink() == Path("versions", LATER)
    assert rows_of(data / "combine.sqlite3")["alembic_version"] == [("9999",)]
    assert lost(before, asyncio.run(_everything(data))) == []
    assert list(data.glob(f"before-update-{version}-*.zip")), "what going back needs"


LENT = {"PYTHONPATH": sysconfig.get_path("purelib"), "PIP_NO_DEPS": "1", "PIP_NO_INDEX": "1"}
"""Dependencies are those of this checkout; its own packages are not in that folder."""


def install(wheel: Path, folder: Path) -> None:
    """As the guide says, but that what it depends on is lent by ours."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=60)
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        folder / "bin" / "python",
        "install",
        "-q",
    ]
    subprocess.run([*command, "--no-deps", "--no-index", wheel], check=True, timeout=60)


async def _fill(data: Path, schema: str = "") -> None:
    engine = open_engine(Settings(data=data).url)
    await filled(engine, schema or steps()[-1])
    await engine.dispose()


async def _everything(data: Path) -> dict[str, list[dict[str, Any]]]:
    engine = open_engine(Settings(data=data).url)
    try:
        return await everything(engine)
    finally:
        await engine.dispose()
