"""The wheel: whole, described, and served from an environment without this repository, Node, make or a compiler."""

import hashlib
import json
import re
import subprocess
import sys
import sysconfig
import tarfile
import time
import zipfile
from importlib import metadata
from pathlib import Path

import httpx
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement

from simulator import __version__
from tests.free_ports import free_port

ROOT = Path(__file__).parents[3]
PACKAGES = ("scenarios", "scoring", "exams", "archives", "telephony", "softphone", "chat", "simulator")
LIMIT = 60.0
"""Seconds after which a server that was started has failed."""


def test_every_file_of_our_packages_is_in_the_wheel_and_nothing_else_is(wheel: Path) -> None:
    told = subprocess.run(["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True)
    tracked = {one for one in told.stdout.splitlines() if (ROOT / one).is_file()}
    held = {one for one in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in one}
    web = {one for one in held if one.startswith("simulator/web_dist/")}
    built = {f"simulator/web_dist/{one.relative_to(ROOT / 'web/dist')}" for one in _files(ROOT / "web" / "dist")}
    assert held - web == tracked
    assert web == built
    assert "simulator/web_dist/index.html" in web


def test_the_sources_hold_the_built_application_and_what_a_build_reads(dist: Path) -> None:
    (sdist,) = dist.glob("combine-*.tar.gz")
    with tarfile.open(sdist) as archive:
        held = {one.partition("/")[2] for one in archive.getnames()}
    wanted = {"simulator/web_dist/index.html", "requirements/runtime.in", "LICENSE", "CHANGELOG.md", "pyproject.toml"}
    assert wanted <= held


def test_the_metadata_name_the_version_and_all_that_the_locks_are_made_from(wheel: Path) -> None:
    about = metadata.PathDistribution(zipfile.Path(wheel, f"combine-{__version__}.dist-info/")).metadata
    wanted: dict[str, set[str]] = {"": set()}
    for one in map(Requirement, about.get_all("Requires-Dist") or []):
        extra = re.search(r'extra == "(\w+)"', str(one.marker))
        wanted.setdefault(extra[1] if extra else "", set()).add(one.name)
    assert about["Version"] == __version__
    assert wanted == {
        "": _asked_for("runtime"),
        "speech": _asked_for("speech"),
        "headset": _asked_for("headset"),
        "planning": _asked_for("planning"),
    }


def test_the_constraints_pin_what_the_locks_pin_once(dist: Path) -> None:
    lines = (dist / "constraints.txt").read_text().splitlines()
    pinned = re.findall(r"^([\w.-]+==[^\s\\]+)", (ROOT / "requirements" / "runtime.lock").read_text(), re.MULTILINE)
    assert set(pinned) <= {one.partition(" ;")[0] for one in lines}
    without_condition = [one.partition("==")[0] for one in lines if ";" not in one]
    assert len(without_condition) == len(set(without_condition))
    assert {"faster-whisper", "sounddevice", "ortools"} <= {one.partition("==")[0] for one in lines}


def test_the_sums_are_those_of_the_files_beside_them(dist: Path) -> None:
    sums = dict(reversed(line.split("  ")) for line in (dist / "SHA256SUMS").read_text().splitlines())
    files = {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in dist.iterdir()}
    del files["SHA256SUMS"]
    assert sums == files


def test_the_bill_of_materials_is_valid_and_names_both_halves(dist: Path) -> None:
    text = (dist / f"combine-{__version__}.cdx.json").read_text()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bom = json.loads(text)
    parts = {one["bom-ref"]: one for one in bom["components"]}
    assert bom["metadata"]["component"]["version"] == __version__
    fastapi = metadata.version("fastapi")
    assert parts[f"pkg:pypi/fastapi@{fastapi}"]["licenses"] == [{"license": {"id": "MIT"}}]
    assert any(one.startswith("pkg:npm/react@") for one in parts)
    assert not any("/vitest@" in one or "/pytest@" in one for one in parts)


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it. What it depends on is lent by ours, without our checkout: a folder that a
    .pth names is searched, the .pth files in it (one leads to the checkout) are not read."""
    folder = tmp_path_factory.mktemp("bare") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True, timeout=60)
    python = folder / "bin" / "python"
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index", wheel],
        check=True,
        timeout=60,
    )
    (site,) = (folder / "lib").glob("python3*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def test_the_packs_of_the_package_are_whole(bare: Path, tmp_path: Path) -> None:
    told = _simulator(bare, tmp_path, "packs", "check")
    assert told.returncode == 0, told.stdout
    assert str(bare) in told.stdout.replace("\n", "")


def test_the_demonstration_of_the_package_serves_its_page(bare: Path, tmp_path: Path) -> None:
    port = free_port()
    env = _nothing_at_hand(tmp_path) | {"COMBINE_PORT": str(port), "COMBINE_SIP": "false"}
    log = (tmp_path / "log").open("wb")
    server = subprocess.Popen([bare / "bin" / "simulator", "demo"], cwd=tmp_path, env=env, stdout=log, stderr=log)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
            page = _once_served(client, server).text
            script = re.search(r'src="(/assets/[^"]+\.js)"', page)
            assert script is not None
            assert client.get(script[1]).headers["content-type"].startswith("text/javascript")
            health = client.get("/api/public/health").json()
            shipped = sum(one.is_dir() for one in (ROOT / "scenarios" / "packs").iterdir())
            assert health == {"version": __version__, "live": True, "ready": True, "database": True, "packs": shipped}
    finally:
        server.terminate()
        assert server.wait(20) in (0, -15)
        log.close()
    assert (tmp_path / "var" / "combine.sqlite3").is_file()


def _once_served(client: httpx.Client, server: "subprocess.Popen[bytes]") -> httpx.Response:
    deadline = time.monotonic() + LIMIT
    while True:
        assert server.poll() is None, "the demonstration ended"
        try:
            return client.get("/").raise_for_status()
        except httpx.ConnectError:
            assert time.monotonic() < deadline, "nothing is served"
            time.sleep(0.1)


def _simulator(bare: Path, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    program = [bare / "bin" / "simulator", *arguments]
    return subprocess.run(
        program, cwd=folder, env=_nothing_at_hand(folder), capture_output=True, text=True, timeout=LIMIT
    )


def _nothing_at_hand(folder: Path) -> dict[str, str]:
    """No program can be found: neither Node, nor make, nor a compiler, nor a shell."""
    return {"PATH": str(folder / "none"), "HOME": str(folder), "LANG": "C.UTF-8"}


def _asked_for(name: str) -> set[str]:
    lines = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    return {Requirement(one).name for one in lines if one and not one.startswith(("-", "#"))}


def _files(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]
