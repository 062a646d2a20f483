"""A PostgreSQL of our own for a test: a fresh cluster on a Unix socket, nothing on the network, gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

MISSING = "PostgreSQL's server is missing: apt-get install postgresql (or put initdb and postgres on the PATH)"


def _programs() -> Path:
    """The newest installed version's folder of programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    assert on_path, MISSING
    return Path(on_path).parent


def _owner() -> str | None:
    """PostgreSQL refuses to run as root: whom to run it as instead; None for ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


class Postgres:
    """A cluster that a test may stop and start again; `url` is the SQLAlchemy URL of its database."""

    def __init__(self, folder: Path, owner: str | None) -> None:
        self._folder, self._owner, self._programs = folder, owner, _programs()
        self._server: subprocess.Popen[bytes] | None = None
        self.url = f"postgresql+asyncpg://combine@/combine?host={folder}"

    def make(self) -> None:
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-U", "combine", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()
        self._run("createdb", "-h", str(self._folder), "-U", "combine", "combine")

    def start(self) -> None:
        folder, options = self._folder, ["-c", "listen_addresses=", "-c", "fsync=off"]
        with (folder / "log").open("a") as log:
            self._server = subprocess.Popen(
                [self._programs / "postgres", "-D", folder / "data", "-k", folder, *options],
                user=self._owner,
                cwd=folder,
                stdout=log,
                stderr=log,
            )
        limit = time.monotonic() + 60
        while not (folder / ".s.PGSQL.5432").exists() or not _accepts(self._programs, folder, self._owner):
            assert self._server.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < limit, (folder / "log").read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        """At once, with whoever is connected (SIGINT: « fast »)."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            self._server.wait(timeout=30)
            self._server = None

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments],
            user=self._owner,
            cwd=self._folder,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr


@contextmanager
def a_postgres_to_restart() -> Generator[Postgres]:
    """Yields the running cluster with an empty database."""
    owner = _owner()
    # Not below pytest's folder: the owner must be able to walk to it, and a socket's path is short.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if owner:
        shutil.chown(folder, owner)
    cluster = Postgres(folder, owner)
    try:
        cluster.make()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder)


@contextmanager
def a_postgres() -> Generator[str]:
    """Yields the SQLAlchemy URL of an empty database."""
    with a_postgres_to_restart() as cluster:
        yield cluster.url


def _accepts(programs: Path, folder: Path, owner: str | None) -> bool:
    ready = subprocess.run([programs / "pg_isready", "-q", "-h", folder], user=owner, cwd=folder, timeout=10)
    return ready.returncode == 0
