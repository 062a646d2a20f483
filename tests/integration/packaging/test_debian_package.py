"""The .deb on a Debian: installed, upgraded, removed and purged by dpkg itself, with its real scripts, in this
machine's own system under a layer that is thrown away. What Combiné depends on is lent from outside; `make deb` puts
it in.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.timeout(600)
"""A machine that others use as well takes minutes for the packages and a dozen of dpkg's rounds."""

ROOT = Path(__file__).parents[3]
STEPS = """
set -eu
layer=$1 old=$2 new=$3 lent=$4 python=$5 begin=$6
database=$layer/root/var/lib/combine/combine.sqlite3
mount -t tmpfs layer "$layer"
mkdir "$layer/upper" "$layer/work" "$layer/root"
mount -t overlay layer -o "lowerdir=/,upperdir=$layer/upper,workdir=$layer/work" "$layer/root"
mount --bind /dev "$layer/root/dev"
mount -t proc proc "$layer/root/proc"
mount -t tmpfs run "$layer/root/run"
# Only dpkg's own scripts act in there, and on nothing that runs: systemd is not this machine's first process.
cp "$old" "$layer/root/old.deb"
cp "$new" "$layer/root/new.deb"
mkdir -p "$layer/root$lent"
mount --bind "$lent" "$layer/root$lent"
inside() { echo "## $1"; shift; chroot "$layer/root" "$@" 2>&1 || echo "failed: $?"; }
inside install dpkg --install /old.deb
inside status dpkg-query --showformat '${Status} ${Version}\\n' --show combine
inside account getent passwd combine
inside places stat --format '%n %U %G %a' /var/lib/combine /etc/combine/combine.toml
inside enabled ls /etc/systemd/system/multi-user.target.wants/combine.service
inside unit systemd-analyze verify --man=no /lib/systemd/system/combine.service
cd "$layer"/root/opt/combine/lib/python3*/site-packages
echo "$lent" > lent.pth
cd /
chmod 755 "$layer/root"
inside version combine --version
inside migrate combine migrate
inside database stat --format '%U %a' /var/lib/combine/combine.sqlite3
echo 'finishing_processes = 2' >> "$layer/root/etc/combine/combine.toml"
"$python" -c "$begin" "$database" open
inside refused dpkg --install --force-confold /new.deb
inside still dpkg-query --showformat '${Status} ${Version}\\n' --show combine
inside works combine --version
inside staying dpkg --remove combine
inside stayed dpkg-query --showformat '${Status} ${Version}\\n' --show combine
"$python" -c "$begin" "$database" closed
inside upgrade dpkg --install --force-confold /new.deb
inside upgraded dpkg-query --showformat '${Status} ${Version}\\n' --show combine
inside kept tail -n 1 /etc/combine/combine.toml
"$python" -c "$begin" "$database" open
inside forced env CUT_SESSIONS=1 dpkg --install --force-confold /new.deb
"$python" -c "$begin" "$database" closed
rm -f "$layer"/root/opt/combine/lib/python3*/site-packages/lent.pth
inside remove dpkg --remove combine
inside removed sh -c 'ls -d /opt/combine /lib/systemd/system/combine.service /usr/bin/combine 2>/dev/null; true'
inside left ls /etc/combine/combine.toml /var/lib/combine/combine.sqlite3
inside purge dpkg --purge combine
inside purged sh -c 'ls -d /etc/combine 2>/dev/null; ls /var/lib/combine/combine.sqlite3; getent passwd combine'
"""

BEGIN = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as rows:
    def put(table, **given):
        for _, name, kind, needed, default, _ in rows.execute(f"PRAGMA table_info({table})").fetchall():
            if needed and default is None and name not in given:
                given[name] = "2026-11-29 10:00:00" if "DATE" in kind else 1 if "INT" in kind else "{}"
        marks = ", ".join("?" * len(given))
        rows.execute(f"INSERT INTO {table} ({', '.join(given)}) VALUES ({marks})", tuple(given.values()))
    if not rows.execute("SELECT 1 FROM training_session").fetchone():
        put("training_session", id="s" * 16, kind="exam", title="Jury du 30")
        put("day_fact", id=1, session_id="s" * 16, kind="envelopes.opened")
    closed = "2026-11-29 11:00:00" if sys.argv[2] == "closed" else None
    rows.execute("UPDATE training_session SET closed_at = ?", (closed,))
"""
"""An exam day whose envelopes were opened; then closed."""


def made(wheel: Path, out: Path) -> Path:
    program = "import sys; sys.path.insert(0, 'setup'); from deb import build_deb; from pathlib import Path; "
    program += "print(build_deb(Path(sys.argv[1]), Path(sys.argv[2]), None))"
    told = subprocess.run(
        [sys.executable, "-B", "-c", program, wheel, out], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return Path(told.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def said(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What each step said, by its name."""
    folder = tmp_path_factory.mktemp("deb")
    old = made(wheel, folder)
    new = folder / "new.deb"
    _as_later_version(old, new, folder / "tree")
    layer = folder / "layer"
    layer.mkdir()
    command = ["unshare", "--mount", "sh", "-c", STEPS, "sh", layer, old, new, sysconfig.get_path("purelib")]
    command += [sys.executable, BEGIN]
    environment = {
        "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin",
        "LANG": "C.UTF-8",
        "DEBIAN_FRONTEND": "noninteractive",
    }
    told = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=400)
    assert told.returncode == 0, told.stdout + told.stderr
    steps = [one.partition("\n")[::2] for one in told.stdout.split("## ")[1:]]
    yield {name.strip(): text for name, text in steps}
    shutil.rmtree(folder, ignore_errors=True)


def _as_later_version(deb: Path, later: Path, tree: Path) -> None:
    """The same package under the next number."""
    subprocess.run(["dpkg-deb", "--raw-extract", deb, tree], check=True)
    control = tree / "DEBIAN" / "control"
    control.write_text(control.read_text().replace("\nVersion: ", "\nVersion: 9."))
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, later], check=True, capture_output=True
    )


def test_it_installs_with_its_account_its_folders_and_its_service(said: dict[str, str]) -> None:
    assert said["status"].startswith("install ok installed 0.")
    assert said["account"].rstrip().endswith(":/var/lib/combine:/usr/sbin/nologin")
    assert said["places"].splitlines() == [
        "/var/lib/combine combine combine 700",
        "/etc/combine/combine.toml root combine 640",
    ]
    assert "failed" not in said["enabled"] + said["unit"] + said["install"]


def test_its_command_acts_on_the_installation_as_its_own_account(said: dict[str, str]) -> None:
    assert said["version"].startswith("Combiné ")
    assert "à jour" in said["migrate"]
    assert said["database"].split() == ["combine", "600"]


def test_an_upgrade_keeps_what_was_configured(said: dict[str, str]) -> None:
    assert said["upgraded"].startswith("install ok installed 9.")
    assert said["kept"] == "finishing_processes = 2\n"


def test_an_upgrade_and_a_removal_are_refused_in_words_while_a_session_is_under_way(said: dict[str, str]) -> None:
    for step, what in (("refused", "mis à jour"), ("staying", "retiré")):
        assert "« Jury du 30 »" in said[step].replace("\u00a0", " ")
        assert f"Combiné n’est pas {what}" in said[step]
        assert "CUT_SESSIONS=1" in said[step]
        assert "failed: 1" in said[step]
    assert said["refused"].count("Combiné n’est pas") == 1, "once, though dpkg asks both versions"
    for state in ("still", "stayed"):
        assert " ok installed 0." in said[state]
    assert said["works"].startswith("Combiné ")


def test_whoever_insists_may_cut_them(said: dict[str, str]) -> None:
    assert "failed" not in said["forced"]
    assert "n’est pas" not in said["forced"]


def test_a_removal_leaves_data_and_configuration_only(said: dict[str, str]) -> None:
    assert "failed" not in said["remove"] + said["left"]
    assert "not empty" not in said["remove"]
    assert said["removed"] == ""


def test_a_purge_takes_the_configuration_and_never_the_recordings(said: dict[str, str]) -> None:
    assert "/var/lib/combine" in said["purge"]
    lines = said["purged"].splitlines()
    assert lines[0] == "/var/lib/combine/combine.sqlite3"
    assert lines[1].startswith("combine:")
