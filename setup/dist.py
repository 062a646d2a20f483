"""`make dist`: into dist/, what a server is installed from without this repository, Node or make.

A wheel and an sdist that hold the built web application; beside them the exact versions that were tested
(`constraints.txt`), the bill of materials (CycloneDX) and the SHA-256 of each file.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from bill_of_materials import bill_of_materials
from browser_app import WEB
from constraints import OF_PACKAGE, constraints
from machine import BIN, ROOT, run_quietly, say
from ready import ready_to_package
from sums import write_sums

DIST = ROOT / "dist"
BESIDE = ("LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml")
PACKAGES = ("scenarios", "scoring", "exams", "archives", "telephony", "softphone", "chat", "simulator")

BUILD = "import sys; from setuptools import build_meta; getattr(build_meta, sys.argv[1])(sys.argv[2])"


def stage(folder: Path) -> None:
    """The tree that is packaged: what git tracks of our packages, and the built application as a part of one."""
    for path in tracked(*PACKAGES, "requirements", *BESIDE):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, target)
    shutil.copytree(WEB / "dist", folder / "simulator" / "web_dist")
    # setuptools leaves out of an sdist what no package holds.
    (folder / "MANIFEST.in").write_text("graft requirements\ninclude CHANGELOG.md\n")


def tracked(*under: str) -> list[Path]:
    """Files of the repository in these folders; in an unpacked archive of it, whatever is there but traces of use."""
    told = subprocess.run(["git", "ls-files", "-z", *under], cwd=ROOT, capture_output=True, text=True)
    if told.returncode == 0 and told.stdout:
        return [Path(one) for one in told.stdout.split("\0") if one and (ROOT / one).is_file()]
    found = [file for one in under for file in ([ROOT / one] if (ROOT / one).is_file() else (ROOT / one).rglob("*"))]
    return [file.relative_to(ROOT) for file in found if file.is_file() and "__pycache__" not in file.parts]


def build(out: Path) -> list[Path]:
    """sdist and wheel, in `out`. The wheel is made from the unpacked sdist, so that this has all that it takes."""
    with tempfile.TemporaryDirectory(prefix="combine-dist-") as name:
        folder = Path(name)
        stage(folder / "tree")
        out.mkdir(parents=True, exist_ok=True)
        sdist = _built("build_sdist", folder / "tree", out, "combine-*.tar.gz")
        with tarfile.open(sdist) as archive:
            archive.extractall(folder, filter="data")
        unpacked = folder / sdist.name.removesuffix(".tar.gz")
        return [sdist, _built("build_wheel", unpacked, out, "combine-*.whl")]


def _built(what: str, sources: Path, out: Path, name: str) -> Path:
    # Times of files in the wheel: the same sources give the same bytes.
    env = {**os.environ, "SOURCE_DATE_EPOCH": _source_date()}
    run_quietly([BIN / "python", "-c", BUILD, what, out], "construction du paquet", cwd=sources, env=env)
    (made,) = out.glob(name)
    return made


def _source_date() -> str:
    told = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True)
    return told.stdout.strip() or "1767225600"


def make(out: Path) -> list[Path]:
    """Everything of a release, in an emptied `out`; returns the files."""
    shutil.rmtree(out, ignore_errors=True)
    _, wheel = build(out)
    version = wheel.name.split("-")[1]
    (out / "constraints.txt").write_text(constraints(OF_PACKAGE))
    (out / f"combine-{version}.cdx.json").write_text(bill_of_materials(version))
    write_sums(out)
    return sorted(out.iterdir())


def main() -> None:
    ready_to_package()
    say("Construction du paquet…")
    for file in make(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else DIST):
        say(f"{file.name} ({file.stat().st_size / 1e6:.1f} Mo)")


if __name__ == "__main__":
    main()
