"""A PostgreSQL of our own for a test: a fresh cluster on a Unix socket, nothing on the network, gone afterwards."""

import os
import pwd
import shutil
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


@contextmanager
def a_postgres() -> Generator[str]:
    """Yields the SQLAlchemy URL of an empty database."""
    programs, owner = _programs(), _owner()
    # Not below pytest's folder: the owner must be able to walk to it, and a socket's path is short.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if owner:
        shutil.chown(folder, owner)
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [programs / program, *arguments], user=owner, cwd=folder, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr

    server = None
    try:
        run("initdb", "-D", str(data), "-U", "combine", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"],
                user=owner,
                cwd=folder,
                stdout=log,
                stderr=log,
            )
        limit = time.monotonic() + 30
        while not (folder / ".s.PGSQL.5432").exists() or not _accepts(programs, folder, owner):
            assert server.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < limit, (folder / "log").read_text()
            time.sleep(0.05)
        run("createdb", "-h", str(folder), "-U", "combine", "combine")
        yield f"postgresql+asyncpg://combine@/combine?host={folder}"
    finally:
        if server is not None:
            server.terminate()
            server.wait(timeout=20)
        shutil.rmtree(folder)


def _accepts(programs: Path, folder: Path, owner: str | None) -> bool:
    ready = subprocess.run([programs / "pg_isready", "-q", "-h", folder], user=owner, cwd=folder, timeout=10)
    return ready.returncode == 0
