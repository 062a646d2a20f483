"""Why a start is not possible: one French sentence with a way out, exit status 2, never a trace; and backups."""

import asyncio
import os
import socket
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from simulator.settings import load_secret
from simulator.storage.database import open_engine
from simulator.storage.migrating import steps
from simulator.storage.sound_database import look_over
from tests.free_ports import free_port
from tests.integration.storage.cut_short import settings_in
from tests.integration.storage.filling import filled
from tests.server_process import run_command

ROOT = Path(__file__).parents[3]
WITHOUT_POWERS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
"""Root writes where it may not: not so without these capabilities."""


def simulator(
    folder: Path, *words: str, wrap: tuple[str, ...] = (), **settings: str
) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMBINE_")} | {
        "COMBINE_DATA": str(folder / "var"),
        "COMBINE_PORT": str(free_port()),
        "COMBINE_CONFIG": "",
        "COMBINE_TRANSCRIPTION": "false",
        **settings,
    }
    if not wrap:
        return run_command(words, environment, 100)
    command = [*wrap, sys.executable, "-c", "from simulator.cli import main; main()", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100)


def refused(done: "subprocess.CompletedProcess[str]", *parts: str) -> None:
    """One line, all these parts in it, nothing else said."""
    said = done.stderr.strip()
    assert done.returncode == 2, (done.returncode, done.stdout, said)
    assert len(said.splitlines()) == 1, said
    assert said.endswith("."), said
    for part in parts:
        assert part in said.replace("\u00a0", " "), said
    assert done.stdout == ""


def house(folder: Path) -> Path:
    """A data folder with a filled database and a secret; returns the database's path."""
    settings = settings_in(folder)
    settings.data.mkdir(parents=True, exist_ok=True)
    load_secret(settings.data)

    async def make() -> None:
        engine = open_engine(settings.url)
        await filled(engine, steps()[-1])
        await engine.dispose()

    asyncio.run(make())
    return settings.data / "combine.sqlite3"


def garbage(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"garbage!" * 16)


def half(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")


def emptied_beside_recordings(path: Path) -> None:
    path.write_bytes(b"")
    (path.parent / "recordings" / "one").mkdir(parents=True)


def secret(content: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        path.with_name("secrets.json").write_text(content)

    return spoil


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (garbage, "est abîmé"),
        (half, "est abîmé"),
        (newer, "vient d’une version plus récente de Combiné (schéma 9999"),
        (emptied_beside_recordings, "a disparu ou est vide, alors que des enregistrements sont là"),
        (secret(""), "est vide ou coupé"),
        (secret('{"signing": "abc'), "est vide ou coupé"),
        (secret('{"signing": ""}'), "est vide ou coupé"),
    ],
    ids=["garbage", "half", "newer", "emptied", "no-secret", "half-a-secret", "empty-secret"],
)
def test_what_is_spoilt_is_said_in_one_sentence(tmp_path: Path, spoil: Callable[[Path], None], said: str) -> None:
    spoil(house(tmp_path))
    refused(simulator(tmp_path, "serve"), said, " : ")


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    house(tmp_path)
    (tmp_path / "var").chmod(0o500)
    try:
        refused(simulator(tmp_path, "serve", wrap=tuple(WITHOUT_POWERS)), "ne peut pas écrire dans", "COMBINE_DATA")
    finally:
        (tmp_path / "var").chmod(0o700)


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    """A file system of two megabytes, seen by that process only."""
    (tmp_path / "var").mkdir()
    mount = 'mount -t tmpfs -o size=2m tmpfs "$COMBINE_DATA" && exec "$@"'
    apart = ("unshare", *([] if os.geteuid() == 0 else ["-r"]), "-m", "sh", "-c", mount, "sh")
    refused(simulator(tmp_path, "serve", wrap=apart), "est plein", "libérez de la place")


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        refused(simulator(tmp_path, "serve", COMBINE_PORT=port), f"Le port {port} est déjà pris", "COMBINE_PORT=")


def test_a_database_of_another_kind_and_one_that_does_not_answer_are_said(tmp_path: Path) -> None:
    for url in ("junk", "mysql://a:b@127.0.0.1/c", "postgresql://a:b@127.0.0.1/c"):
        refused(simulator(tmp_path, "migrate", COMBINE_DATABASE_URL=url), "COMBINE_DATABASE_URL ne se lit pas")
    closed = f"postgresql+asyncpg://a:b@127.0.0.1:{free_port()}/c"
    refused(
        simulator(tmp_path, "migrate", COMBINE_DATABASE_URL=closed), "La base PostgreSQL ne répond pas (127.0.0.1)"
    )


def is_sound(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
            return database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        return False


def test_the_wal_of_a_killed_server_does_not_spoil_a_copy_laid_over_its_database(tmp_path: Path) -> None:
    """The copy is of before, the database has gone on since and was killed: pages of two databases."""
    path = house(tmp_path)
    program = """
import os, signal, sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("PRAGMA journal_mode=WAL")
add = "INSERT INTO failed_sign_in (at, address, account) VALUES ('2026-11-02 08:00:00', ?, ?)"
for turn in range(3000):
    database.execute(add, (f"address {turn * 7919 % 3000} {'x' * 30}", f"account {turn}"))
    if turn == 300:
        database.commit()
        with sqlite3.connect(sys.argv[1] + ".copy") as copy:
            database.backup(copy)
    if turn % 5 == 0:
        database.commit()
database.commit()
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", program, str(path)], timeout=60)
    wal = path.with_name(path.name + "-wal")
    assert wal.stat().st_size > 0
    assert look_over(path) is None, "its own -wal belongs to it"
    path.write_bytes(path.with_name(path.name + ".copy").read_bytes())
    assert not is_sound(path), "what SQLite alone makes of it"
    aside = look_over(path)
    assert aside is not None
    assert aside.stat().st_size > 0
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT count(*) FROM failed_sign_in").fetchone() == (304,)


def test_a_backup_goes_round_with_packs_of_elsewhere_and_secrets(tmp_path: Path) -> None:
    path = house(tmp_path)
    packs = tmp_path / "packs"
    (packs / "one").mkdir(parents=True)
    (packs / "one" / "company.yaml").write_text("name: avant")
    (path.parent / "recordings" / "call").mkdir(parents=True)
    (path.parent / "recordings" / "call" / "left.rtpdump").write_bytes(b"sound" * 1000)
    signing = path.with_name("secrets.json").read_text()
    file = tmp_path / "saved.zip"
    done = simulator(tmp_path, "backup", str(file), COMBINE_PACKS=str(packs))
    assert done.returncode == 0, done.stderr
    assert file.stat().st_mode & 0o077 == 0, "secrets and voices are nobody else's business"
    (packs / "one" / "company.yaml").write_text("name: après")
    garbage(path)
    path.with_name(path.name + "-wal").write_bytes(b"old" * 5000)
    path.with_name("secrets.json").write_text("")
    (path.parent / "recordings" / "call" / "left.rtpdump").unlink()
    done = simulator(tmp_path, "restore", str(file), COMBINE_PACKS=str(packs))
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT count(*) FROM person").fetchone() == (3,)
    assert path.with_name("secrets.json").read_text() == signing
    assert (path.parent / "recordings" / "call" / "left.rtpdump").read_bytes() == b"sound" * 1000
    assert (packs / "one" / "company.yaml").read_text() == "name: avant"
    [aside] = path.parent.glob("before-restore-*")
    assert (aside / "packs" / "one" / "company.yaml").read_text() == "name: après"
    assert (aside / "combine.sqlite3-wal").exists()


def test_a_spoilt_backup_is_refused_and_nothing_has_changed(tmp_path: Path) -> None:
    path = house(tmp_path)
    file = tmp_path / "saved.zip"
    assert simulator(tmp_path, "backup", str(file)).returncode == 0
    before = path.read_bytes()
    whole = file.read_bytes()
    for content in (b"", whole[: len(whole) // 2], whole[:200] + bytes(40) + whole[240:]):
        (tmp_path / "spoilt.zip").write_bytes(content)
        refused(simulator(tmp_path, "restore", str(tmp_path / "spoilt.zip")), "rien n’a changé")
    with zipfile.ZipFile(tmp_path / "spoilt.zip", "w") as archive, zipfile.ZipFile(file) as good:
        for name in good.namelist():
            archive.writestr(name, good.read(name))
        archive.writestr("data/../../outside", b"no")
    refused(simulator(tmp_path, "restore", str(tmp_path / "spoilt.zip")), "rien n’a changé")
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.glob("before-restore-*")) == []


def test_a_backup_never_replaces_a_file_that_is_none(tmp_path: Path) -> None:
    house(tmp_path)
    (tmp_path / "notes.txt").write_text("à garder")
    refused(simulator(tmp_path, "backup", str(tmp_path / "notes.txt")), "notes.txt", "existe déjà")
    assert (tmp_path / "notes.txt").read_text() == "à garder"
    refused(simulator(tmp_path, "backup", str(tmp_path / "nowhere" / "a.zip")), "n’existe pas")
