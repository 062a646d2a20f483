"""Files that are made at once are whole or absent after a power cut; what says that others are there comes last."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from telephony import RecordingReport, Role, finish_recording
from tests.dumps import Recorded, on_time, spoken
from tests.power.disk import ALL_LOST, Disk, build, read, taped

ROOT = Path(__file__).parents[2]


def played(home: Path, program: str, *arguments: str) -> Disk:
    """A Python program with all that it does below home/root on tape; `sys.argv[1]` is that folder."""
    root = home / "root"
    root.mkdir(exist_ok=True)
    environment = {**os.environ, **taped(build(home), home / "tape", root)}
    command = [sys.executable, "-c", program, str(root), *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return Disk(read(home / "tape"), root)


def disks(disk: Disk, home: Path) -> list[Path]:
    """What is left after a cut at each step, each time in three ways."""
    made: list[Path] = []
    for cut in range(0, len(disk.steps) + 1, max(1, len(disk.steps) // 60)):
        for how in (ALL_LOST, 1, 2):
            folder = home / f"disk-{cut}-{how}"
            disk.rebuild(folder, cut, how)
            made.append(folder)
    return made


FINISH = """
import shutil, sys
from pathlib import Path
from telephony import finish_recording
folder = Path(sys.argv[1]) / "call"
shutil.copytree(sys.argv[2], folder)
finish_recording(folder)
"""


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Disk]:
    home = tmp_path_factory.mktemp("finish")
    legs = {role: on_time(spoken(number, 12.0), jitter=0.002) for number, role in enumerate(Role)}
    original = Recorded(home / "original", legs, ended=12.0).write()
    return home, played(home, FINISH, str(original))


def test_a_finished_recording_is_whole_or_absent(finished: tuple[Path, Disk]):
    home, disk = finished
    whole = {path.name: path.read_bytes() for path in (home / "root" / "call").iterdir()}
    for folder in disks(disk, home):
        call = folder / "call"
        for name in ("call.ogg", "peaks.json", "report.json"):
            path = call / name
            assert not path.exists() or path.read_bytes() == whole[name], path
        if (call / "report.json").exists():
            report = RecordingReport.from_json((call / "report.json").read_text(encoding="utf-8"))
            assert hashlib.sha256((call / "call.ogg").read_bytes()).hexdigest() == report.sha256
            assert (call / "peaks.json").exists()


def test_a_recording_whose_finishing_was_cut_is_finished_again(finished: tuple[Path, Disk], tmp_path: Path):
    home, disk = finished
    original = home / "original"
    wanted = (home / "root" / "call" / "call.ogg").read_bytes()
    for number, cut in enumerate(range(len(disk.steps) // 5, len(disk.steps), max(1, len(disk.steps) // 5))):
        folder = tmp_path / str(number)
        disk.rebuild(folder, cut, number)
        call = folder / "call"
        call.mkdir(exist_ok=True)
        # What the recorder had synced long before.
        for path in original.iterdir():
            (call / path.name).write_bytes(path.read_bytes())
        finish_recording(call)
        assert (call / "call.ogg").read_bytes() == wanted


SECRETS = """
import sys
from pathlib import Path
from simulator.certificate import certificate_for
from simulator.settings import load_secret
folder = Path(sys.argv[1]) / "var"
load_secret(folder)
certificate_for(folder, "127.0.0.1")
"""


def test_secrets_and_certificates_are_whole_or_absent(tmp_path: Path):
    disk = played(tmp_path, SECRETS)
    var = tmp_path / "root" / "var"
    whole = {path.relative_to(var): path.read_bytes() for path in var.rglob("*") if path.is_file()}
    assert len(whole) == 4
    for folder in disks(disk, tmp_path):
        for name, content in whole.items():
            path = folder / "var" / name
            assert not path.exists() or path.read_bytes() == content, path
        key = folder / "var" / "certificate" / "127.0.0.1" / "cle.pem"
        assert not key.exists() or len(list(key.parent.iterdir())) >= 3, "the key says that the rest is there"


REMEMBER = """
import sys
from pathlib import Path
from softphone.memory import Remembered, remember
path = Path(sys.argv[1]) / "combine" / "casque.json"
for number in range(3):
    remember(path, Remembered(microphone=f"micro {number}"))
"""


def test_what_the_headset_client_remembers_is_never_half_a_file(tmp_path: Path):
    disk = played(tmp_path, REMEMBER)
    sizes = set()
    for folder in disks(disk, tmp_path):
        path = folder / "combine" / "casque.json"
        if path.exists():
            assert '"micro ' in path.read_text(encoding="utf-8")
            assert path.read_text(encoding="utf-8").endswith("}\n")
            sizes.add(path.read_text(encoding="utf-8"))
    assert len(sizes) == 3
