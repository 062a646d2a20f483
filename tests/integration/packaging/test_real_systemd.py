"""The service under a real systemd, first process of a namespace of its own: ready when it says so, restarted when it
falls, stopped in order. This machine's system under a layer that is thrown away; what Combiné depends on is lent.
"""

import os
import re
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.packaging.test_debian_package import made

pytestmark = pytest.mark.timeout(600)
"""A machine that others use as well takes minutes for the packages and the start of a system."""

BOOT = """
set -eu
layer=$1 deb=$2 lent=$3
mount -t tmpfs layer "$layer"
mkdir "$layer/upper" "$layer/work" "$layer/root"
mount -t overlay layer -o "lowerdir=/,upperdir=$layer/upper,workdir=$layer/work" "$layer/root"
root=$layer/root
chmod 755 "$root"
cp "$deb" "$root/new.deb"
rm -f "$root/usr/sbin/policy-rc.d"
# None of this machine's own services: Combiné alone, and what every system has.
rm -rf "$root"/etc/systemd/system/*.wants
mkdir -p "$root$lent"
mount --bind "$lent" "$root$lent"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mkdir -p "$root/sys/fs/cgroup"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs run "$root/run"
mount -t tmpfs tmp "$root/tmp"
mount -t tmpfs dev "$root/dev"
for name in null zero full random urandom tty; do
    touch "$root/dev/$name"
    mount --bind "/dev/$name" "$root/dev/$name"
done
ln -s /proc/self/fd "$root/dev/fd"
mkdir -p "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
mkdir "$root/before"
cd "$root"
# Not chroot alone: what the unit shuts is mounted anew from the root of all mounts.
pivot_root . before
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 container=other \\
    chroot . sh -c 'umount -l /before; exec /lib/systemd/systemd --system --unit=multi-user.target'
"""
NAMESPACES = ("--mount", "--pid", "--fork", "--cgroup", "--uts", "--ipc", "--net", "--kill-child=KILL")
BOOT_SECONDS, START_SECONDS = 60, 120
HEALTH = "http://127.0.0.1:8080/api/public/health"


@dataclass
class System:
    """`first`: its first process, as this machine numbers it."""

    first: int

    def inside(self, *command: str, seconds: float = 60) -> subprocess.CompletedProcess[str]:
        enter = ["nsenter", "--target", str(self.first), "--mount", "--pid", "--uts", "--ipc", "--net"]
        clean = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]
        return subprocess.run([*enter, *clean, *command], capture_output=True, text=True, timeout=seconds)

    def shows(self, name: str) -> str:
        return self.inside("systemctl", "show", "combine", "--property", name, "--value").stdout.strip()

    def until(self, what: str, seconds: float, *command: str) -> str:
        """What it says once it ends well."""
        end = time.monotonic() + seconds
        while True:
            told = self.inside(*command)
            if told.returncode == 0:
                return told.stdout
            assert time.monotonic() < end, f"{what}: {told.stdout}{told.stderr}\n{self.journal()}"
            time.sleep(0.3)

    def journal(self) -> str:
        return self.inside("journalctl", "--unit", "combine", "--no-pager", "--output", "cat").stdout


@pytest.fixture(scope="module")
def system(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    folder = tmp_path_factory.mktemp("systemd")
    layer = folder / "layer"
    layer.mkdir()
    lent = sysconfig.get_path("purelib")
    booted = subprocess.Popen(
        ["unshare", *NAMESPACES, "sh", "-c", BOOT, "sh", layer, made(wheel, folder), lent],
        stdin=subprocess.DEVNULL,
        stdout=(folder / "boot.log").open("wb"),
        stderr=subprocess.STDOUT,
    )
    try:
        one = System(_child_of(booted, folder / "boot.log"))
        one.until("the system starts", BOOT_SECONDS, "systemctl", "list-units", "--no-pager")
        told = one.inside("dpkg", "--install", "/new.deb", seconds=300)
        assert told.returncode == 0, told.stdout + told.stderr
        one.inside("sh", "-c", f"echo {lent} > $(echo /opt/combine/lib/python3*/site-packages)/lent.pth")
        # It began, and fell, before it was lent what it depends on.
        one.inside("systemctl", "stop", "combine")
        one.inside("systemctl", "reset-failed", "combine")
        yield one
    finally:
        booted.kill()
        booted.wait()


def _child_of(booted: "subprocess.Popen[bytes]", log: Path) -> int:
    """The namespace's first process."""
    end = time.monotonic() + 20
    while True:
        assert booted.poll() is None, log.read_text(errors="replace")
        found = Path(f"/proc/{booted.pid}/task/{booted.pid}/children").read_text().split()
        if found and os.readlink(f"/proc/{found[0]}/exe").endswith("/systemd/systemd"):
            return int(found[0])
        assert time.monotonic() < end, log.read_text(errors="replace")
        time.sleep(0.1)


def test_it_is_started_once_it_is_ready_and_not_before(system: System) -> None:
    started = system.inside("systemctl", "start", "combine", seconds=START_SECONDS)
    assert started.returncode == 0, started.stderr + system.journal()
    # `Type=notify`: the command came back because the server said that it is ready; so it answers at once.
    fetched = system.inside(
        "/opt/combine/bin/python", "-c", f"from urllib.request import urlopen as o; print(o('{HEALTH}').status)"
    )
    assert fetched.stdout.strip() == "200", fetched.stderr
    assert (system.shows("ActiveState"), system.shows("SubState")) == ("active", "running")
    assert system.shows("StatusText").startswith("Sert http")
    assert system.shows("WatchdogUSec") == "1min"
    assert system.shows("User") == "combine"


def test_the_first_account_s_code_is_in_the_journal(system: System) -> None:
    assert re.search(r"^\s+\w{4}-\w{4}\s*$", system.journal(), re.MULTILINE), system.journal()


def test_it_is_as_shut_as_the_guide_says(system: System) -> None:
    told = system.inside("systemd-analyze", "security", "--no-pager", "combine").stdout
    found = re.search(r"exposure level for combine\.service: (\d+\.\d)", told)
    assert found is not None, told
    assert float(found[1]) <= 1.6


def test_killed_it_is_started_again(system: System) -> None:
    before = system.shows("MainPID")
    system.inside("systemctl", "kill", "--signal", "KILL", "--kill-who", "main", "combine")
    again = f'test "$(systemctl show combine -p MainPID --value)" -ne {before} && systemctl is-active combine'
    system.until("it is started again", START_SECONDS, "sh", "-c", again)
    assert system.shows("NRestarts") == "1"


def test_a_setting_that_is_refused_is_not_tried_again_and_again(system: System) -> None:
    system.inside("systemctl", "stop", "combine", seconds=START_SECONDS)
    system.inside("sh", "-c", "cp /etc/combine/combine.toml /kept && echo 'unknown = 1' >> /etc/combine/combine.toml")
    assert system.inside("systemctl", "start", "combine", seconds=START_SECONDS).returncode != 0
    assert (system.shows("ActiveState"), system.shows("ExecMainStatus")) == ("failed", "2")
    assert "n’est pas un réglage" in system.journal()
    system.inside("sh", "-c", "cp /kept /etc/combine/combine.toml; systemctl reset-failed combine")


def test_a_port_of_the_system_named_later_is_served_after_a_restart(system: System) -> None:
    system.inside("sh", "-c", "cp /etc/combine/combine.toml /kept")
    system.inside("sed", "--in-place", "s/^port = .*/port = 443/", "/etc/combine/combine.toml")
    restarted = system.inside("systemctl", "restart", "combine", seconds=2 * START_SECONDS)
    assert restarted.returncode == 0, restarted.stderr + system.journal()
    assert system.shows("StatusText") == "Sert http://127.0.0.1:443"
    fetched = system.inside(
        *("/opt/combine/bin/python", "-c"),
        f"from urllib.request import urlopen as o; print(o('{HEALTH.replace('8080', '443')}').status)",
    )
    assert fetched.stdout.strip() == "200", fetched.stderr
    # The doctor runs as the same user but without the service's right.
    told = system.inside("combine", "doctor", seconds=2 * START_SECONDS).stdout
    assert "443, Combiné y répond" in told, told
    system.inside("sh", "-c", "cp /kept /etc/combine/combine.toml")
    system.inside("systemctl", "stop", "combine", seconds=START_SECONDS)


def test_stopped_it_ends_in_order_and_leaves_nothing_running(system: System) -> None:
    system.inside("systemctl", "start", "combine", seconds=START_SECONDS)
    assert system.inside("systemctl", "stop", "combine", seconds=START_SECONDS).returncode == 0
    # 15: once all is closed it ends by the signal that it was sent; 9 would say that it took too long.
    assert (system.shows("ActiveState"), system.shows("Result"), system.shows("ExecMainStatus")) == (
        "inactive",
        "success",
        "15",
    )
    assert system.inside("pgrep", "--uid", "combine").stdout == ""
