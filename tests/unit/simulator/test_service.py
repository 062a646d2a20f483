"""The unit as systemd reads it, what installing does and refuses, and what a running server tells its manager."""

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from typer.testing import CliRunner

from simulator.cli import app
from simulator.service import installing
from simulator.service.installing import after_writing, obstacle, remove, state, write_files
from simulator.service.telling import ServiceManager, from_environment
from simulator.service.unit import Places, config_text, unit_text
from simulator.serving.front_door import LIMITS
from simulator.settings import Settings, load_settings

ROOT = Path(__file__).parents[3]
PROGRAM = PurePosixPath("/opt/combine/bin/simulator")
EXPOSED_AT_MOST = 1.6
"""Of 10, as `systemd-analyze security` counts; said in docs/fr/guide-informatique.md."""

SERVER = """
import os, time, uvicorn
from fastapi import FastAPI
from simulator.serving import DeskServer
from simulator.service.telling import from_environment

manager = from_environment(os.environ, time.monotonic)
config = uvicorn.Config(FastAPI(), port=0, log_level="critical")
DeskServer(config, lambda: manager.ready("Sert http://127.0.0.1:8080"), manager).run()
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The unit of this very checkout, whose programs are there."""
    unit = tmp_path / "combine.service"
    unit.write_text(unit_text(Places(PurePosixPath(sys.executable).with_name("simulator"), user="root")))
    return unit


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    """Where a service manager would listen."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        # Longer than the slowest start of a Python program behind everything else.
        listening.settimeout(120)
        yield listening


def test_systemd_finds_no_fault_in_the_unit(written: Path) -> None:
    told = subprocess.run(["systemd-analyze", "verify", "--man=no", written], capture_output=True, text=True)
    assert (told.returncode, told.stderr) == (0, "")


def test_the_unit_is_as_shut_as_the_guide_says(written: Path) -> None:
    limit = f"--threshold={round(EXPOSED_AT_MOST * 10)}"
    unit = written.with_name("combine-exposure.service")
    unit.write_text(unit_text(Places(PROGRAM)))
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", limit, unit], capture_output=True, text=True
    )
    assert told.returncode == 0, told.stdout[-200:]
    guide = (ROOT / "docs" / "fr" / "guide-informatique.md").read_text()
    assert f"{EXPOSED_AT_MOST}".replace(".", ",") in guide


def test_the_port_may_become_one_of_the_systems_and_no_other_right_is_given() -> None:
    rights = [line for line in unit_text(Places(PROGRAM)).splitlines() if "Capabilit" in line]
    assert rights == ["CapabilityBoundingSet=CAP_NET_BIND_SERVICE", "AmbientCapabilities=CAP_NET_BIND_SERVICE"]


def test_a_folder_with_a_blank_or_a_percent_sign_stays_one_word() -> None:
    text = unit_text(Places(PurePosixPath("/opt/mon centre/100%/simulator")))
    assert 'ExecStart="/opt/mon centre/100%%/simulator" serve' in text


def test_what_the_settings_put_outside_the_data_may_be_written_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ["config", *Settings.model_fields]:
        monkeypatch.delenv(f"COMBINE_{name.upper()}", raising=False)
    config = tmp_path / "combine.toml"
    config.write_text(
        'data = "/var/lib/combine"\nbackups = "/mnt/mon disque"\npacks = "/srv/scenarios"\n'
        'models = "/var/lib/combine/models"\n'
    )
    told = CliRunner().invoke(app, ["service", "unit", "--config", str(config)])
    lines = [line for line in told.output.splitlines() if line.startswith("ReadWritePaths=")]
    assert lines == [
        "ReadWritePaths=/var/lib/combine",
        'ReadWritePaths="-/mnt/mon disque"',
        "ReadWritePaths=-/srv/scenarios",
    ]
    unit = tmp_path / "combine.service"
    unit.write_text(told.output.replace("User=combine", "User=root").replace("Group=combine", "Group=root"))
    read = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True)
    assert "ReadWritePaths" not in read.stderr


def test_a_folder_of_backups_that_the_service_would_not_see_is_refused() -> None:
    places = Places(PROGRAM, written=(PurePosixPath("/home/it/sauvegardes"),))
    assert "« /home/it/sauvegardes »" in (obstacle(places, 0, has_systemd=True) or "")


def test_the_first_configuration_is_one_that_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "combine.toml"
    file.write_text(config_text(PurePosixPath("/var/lib/combine")))
    for name in Settings.model_fields:
        monkeypatch.delenv(f"COMBINE_{name.upper()}", raising=False)
    monkeypatch.setenv("COMBINE_CONFIG", str(file))
    settings = load_settings()
    assert (settings.data, settings.host, settings.demo) == (Path("/var/lib/combine"), "127.0.0.1", False)


def test_installing_keeps_a_configuration_that_is_there_and_removing_keeps_both(tmp_path: Path) -> None:
    places = Places(PROGRAM)
    config = tmp_path / "etc/combine/combine.toml"
    unit = tmp_path / "etc/systemd/system/combine.service"
    assert write_files(places, tmp_path) == [unit, config]
    config.write_text("port = 9000\n")
    assert write_files(places, tmp_path) == [unit]
    assert config.read_text() == "port = 9000\n"
    assert remove(tmp_path)
    assert not unit.exists()
    assert config.exists()
    assert not remove(tmp_path)


def test_the_account_is_made_before_the_data_are_its_own_and_the_start_comes_last() -> None:
    commands = [step.command[0] for step in after_writing(Places(PROGRAM), user_exists=False)]
    assert commands == ["useradd", "install", "chown", "chmod", "systemctl", "systemctl"]
    assert after_writing(Places(PROGRAM), user_exists=True)[-1].command == (
        *("systemctl", "enable", "--now", "combine.service"),
    )


@pytest.mark.parametrize(
    ("program", "user_id", "has_systemd", "words"),
    [
        (PROGRAM, 0, False, "simulator serve"),
        (PROGRAM, 1000, True, "sudo"),
        (PurePosixPath("/home/it/combine/.venv/bin/simulator"), 0, True, "/opt"),
        (PurePosixPath("/root/.venv/bin/simulator"), 0, True, "/opt"),
    ],
)
def test_what_stands_in_the_way_is_said_with_its_way_out(
    program: PurePosixPath, user_id: int, has_systemd: bool, words: str
) -> None:
    assert words in (obstacle(Places(program), user_id, has_systemd) or "")


def test_nothing_stands_in_the_way_of_the_administrator_under_opt() -> None:
    assert obstacle(Places(PROGRAM), 0, has_systemd=True) is None


def test_without_systemd_the_command_says_so_and_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def writes(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(installing, "BOOTED", Path("/nowhere"))
    monkeypatch.setattr(installing, "write_files", writes)
    told = CliRunner().invoke(app, ["service", "install"])
    assert told.exit_code == 2
    assert "systemd" in told.output


def test_the_state_is_told_in_words() -> None:
    running = (
        "LoadState=loaded\nActiveState=active\nStatusText=Sert https://x:8080\nNRestarts=2\nUnitFileState=enabled"
    )
    assert state(running) == [
        "Combiné : en marche",
        "Sert https://x:8080",
        "Démarre avec la machine.",
        "Relancé 2 fois depuis le démarrage : journalctl -u combine",
    ]
    assert "journalctl" in state("LoadState=loaded\nActiveState=failed")[0]
    assert state("LoadState=not-found\nActiveState=inactive") == [
        "Le service n’est pas installé : sudo simulator service install"
    ]


def test_the_manager_is_told_ready_then_alive_then_leaving(manager: socket.socket) -> None:
    env = {"NOTIFY_SOCKET": manager.getsockname(), "WATCHDOG_USEC": "300000", "PATH": "/usr/bin", "LANG": "C.UTF-8"}
    server = subprocess.Popen([sys.executable, "-c", SERVER], cwd=ROOT, env=env)
    try:
        assert manager.recv(200).decode() == "READY=1\nSTATUS=Sert http://127.0.0.1:8080"
        assert [manager.recv(200) for _ in range(3)] == [b"WATCHDOG=1"] * 3
        server.terminate()
        last = b"WATCHDOG=1"
        while last == b"WATCHDOG=1":
            last = manager.recv(200)
        assert last.startswith(b"STOPPING=1\nSTATUS=")
        # By the signal itself, which systemd counts as a proper end.
        assert server.wait(20) == -15
    finally:
        server.kill()


def test_the_pulse_is_given_three_times_a_period_and_never_oftener(manager: socket.socket) -> None:
    now = 0.0
    line = ServiceManager(manager.getsockname(), 60, lambda: now)
    told = 0
    manager.setblocking(False)
    for now in range(0, 60):  # noqa: B007 - the clock of the line
        line.pulse()
        try:
            told += manager.recv(100) == b"WATCHDOG=1"
        except BlockingIOError:
            continue
    assert told == 3


def test_a_name_in_the_abstract_namespace_is_reached() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(f"\0combine-test-{id(listening)}")
        listening.settimeout(5)
        from_environment({"NOTIFY_SOCKET": f"@combine-test-{id(listening)}"}, lambda: 0.0).ready("prêt")
        assert listening.recv(100).decode() == "READY=1\nSTATUS=prêt"


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"NOTIFY_SOCKET": "vsock:2:1234", "WATCHDOG_USEC": "1"},
        {"NOTIFY_SOCKET": "/nowhere/notify", "WATCHDOG_USEC": "3000000"},
        {"NOTIFY_SOCKET": "", "WATCHDOG_USEC": "bientôt"},
    ],
)
def test_where_nobody_listens_nothing_fails(environment: dict[str, str]) -> None:
    line = from_environment(environment, lambda: 1.0)
    line.ready("prêt")
    line.pulse()
    line.stopping("adieu")


def test_a_pulse_meant_for_another_process_is_not_ours(manager: socket.socket) -> None:
    env = {"NOTIFY_SOCKET": manager.getsockname(), "WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "1"}
    from_environment(env, lambda: 1.0).pulse()
    manager.setblocking(False)
    with pytest.raises(BlockingIOError):
        manager.recv(100)


@pytest.mark.parametrize(
    ("name", "pattern", "unit"),
    [
        ("nginx.conf", r"client_max_body_size (\d+)m;", 2**20),
        ("Caddyfile", r"max_size (\d+)MiB", 2**20),
        ("apache.conf", r"LimitRequestBody (\d+)", 1),
    ],
)
def test_each_proxy_lets_the_longest_body_through(name: str, pattern: str, unit: int) -> None:
    told = re.search(pattern, (ROOT / "docs" / "deploy" / name).read_text(encoding="utf-8"))
    assert told is not None
    assert int(told[1]) * unit > max(LIMITS.values())
