"""Two installed versions that do what an update asks of a version, in milliseconds, and fail where they are told to.

What they stand in for is tried for real in test_updating_for_real.py.
"""

import hashlib
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from simulator.settings import Settings
from simulator.updating.release import Release, UpdateProblem
from simulator.updating.updating import Update
from simulator.updating.versions import Home

OLD, NEW = "0.1.0", "0.2.0"

PROGRAM = """#!{python} -IS
import json, os, sqlite3, sys, zipfile
from pathlib import Path

data = Path(os.environ.get("COMBINE_DATA", "."))
where = "trial" if data.name.startswith(".update-trial.") else "real"
what = sys.argv[1]
fault = "{fault}"
if fault in (what, what + "-" + where):
    sys.exit("en panne")
database = data / "combine.sqlite3"
if what == "backup":
    copy = data / "copy"
    with sqlite3.connect(database) as source, sqlite3.connect(copy) as into:
        source.backup(into)
        into.execute("PRAGMA journal_mode=DELETE")
    with zipfile.ZipFile(sys.argv[2], "w") as archive:
        archive.write(copy, "database.sqlite3")
    copy.unlink()
elif what == "migrate":
    with sqlite3.connect(database) as rows:
        rows.execute("CREATE TABLE IF NOT EXISTS later (id INTEGER)")
        rows.execute("UPDATE alembic_version SET version_num = '9999'")
        if fault == "lost-" + where:
            rows.execute("DELETE FROM practice_reading")
elif what == "restore":
    with sqlite3.connect(sys.argv[2]) as source, sqlite3.connect(database) as into:
        source.backup(into)
elif what == "doctor":
    is_ill = fault == "ill-" + where
    found = [dict(name="packs", level="fault" if is_ill else "ok", said="Scénarios : illisibles.", remedy="")]
    # A fault that was one before, and one that is no version's doing.
    found += [dict(name=one, level="fault", said="Déjà.", remedy="") for one in ("data", "web_port")]
    print(json.dumps(found))
    sys.exit(1)
"""


@dataclass
class FakeService:
    """`refuses`: how many starts fail."""

    refuses: int = 0
    running: bool = True
    told: list[str] = field(default_factory=list[str])

    def is_running(self) -> bool:
        return self.running

    def stop(self) -> None:
        self.told.append("stop")
        self.running = False

    def start(self) -> None:
        self.told.append("start")
        if self.refuses:
            self.refuses -= 1
            raise UpdateProblem("Le service ne démarre pas.")
        self.running = True


@dataclass
class Installation:
    folder: Path

    @property
    def home(self) -> Home:
        return Home(self.folder / "home")

    @property
    def settings(self) -> Settings:
        return Settings(data=self.folder / "data")

    def update(self, fault: str = "", service: FakeService | None = None) -> Update:
        def make(release: Release, folder: Path) -> None:
            if fault == "make":
                raise UpdateProblem("Le réseau ne répond pas.")
            put_version(folder, fault)

        release = Release(NEW, self.folder / "wheel", self.folder / "constraints.txt")
        return Update(
            self.home,
            release,
            self.settings,
            service or FakeService(running=False),
            make,
            lambda _: None,
            lambda _: {"data": "Déjà."},
        )

    def schema(self) -> str:
        return rows_of(self.folder / "data" / "combine.sqlite3")["alembic_version"][0][0]

    def lost(self, before: dict[str, list[tuple[str, ...]]]) -> list[str]:
        """Tables whose rows are no longer what they were."""
        after = rows_of(self.folder / "data" / "combine.sqlite3")
        return [name for name, rows in before.items() if name != "alembic_version" and after.get(name) != rows]

    def leftovers(self) -> list[str]:
        data = [one.name for one in (self.folder / "data").iterdir() if one.name.startswith(".")]
        return data + [one.name for one in self.home.folder.iterdir() if one.name.startswith(".")]


def put_version(folder: Path, fault: str = "") -> None:
    program = folder / "bin" / "simulator"
    program.parent.mkdir(parents=True)
    program.write_text(PROGRAM.format(python=Path(sys.executable).resolve(), fault=fault))
    program.chmod(0o755)


def rows_of(database: Path) -> dict[str, list[tuple[str, ...]]]:
    with closing(sqlite3.connect(database)) as opened:
        names = [str(one) for (one,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(
                tuple(hashlib.sha256(one).hexdigest() if isinstance(one, bytes) else str(one) for one in row)
                for row in opened.execute(f'SELECT * FROM "{name}"')
            )
            for name in names
        }
