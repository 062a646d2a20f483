"""Whether an SQLite database is whole, looked at before anything is written to it.

A server that was killed leaves the last transactions beside the database, in its `-wal` file. Whoever lays a copy
over the database alone leaves that file there, and SQLite would lay its pages over the copy without a word. Pages of
two databases do not fit together: then the copy alone is whole and the two together are not.
"""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from simulator.storage.copying import UnsoundDatabase
from telephony.durable import sync_folder


def look_over(path: Path) -> Path | None:
    """Raises UnsoundDatabase for a damaged file. Reads the whole file; under the lock of the only server.

    Returns where a `-wal` of another database was set aside, None when there was none.
    """
    wal = beside(path, "-wal")
    has_wal = wal.exists() and wal.stat().st_size > 0
    if not path.exists() or path.stat().st_size == 0:
        # SQLite would delete it unread.
        return _set_aside(path) if has_wal else None
    # What killed servers leave is read twice as well: an index that names other rows is what pages of two databases
    # show. After a clean stop the quick look will do.
    fault = _fault(path, "mode=ro", "PRAGMA integrity_check(3)" if has_wal else "PRAGMA quick_check(3)")
    if fault is None:
        return None
    if has_wal and _fault(path, "immutable=1", "PRAGMA integrity_check(3)") is None:
        return _set_aside(path)
    raise UnsoundDatabase(path, fault)


def beside(path: Path, ending: str) -> Path:
    """A companion of the database: `-wal`, `-shm`, `-journal`."""
    return path.with_name(path.name + ending)


def _fault(path: Path, mode: str, question: str) -> str | None:
    """What SQLite finds wrong: `mode=ro` reads the database with its `-wal`, `immutable=1` the file alone."""
    if beside(path, "-journal").exists() and mode == "mode=ro":
        mode = "mode=rw"  # what was begun is taken back first, which writes
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?{mode}", uri=True, timeout=10)) as database:
            said = [str(row[0]) for row in database.execute(question)]
    except sqlite3.DatabaseError as error:
        name = str(getattr(error, "sqlite_errorname", ""))
        if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT")):
            return str(error)
        raise
    return None if said == ["ok"] else said[0]


def _set_aside(path: Path) -> Path:
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    wal = beside(path, "-wal")
    aside = wal.with_name(f"{wal.name}.{moment}.set-aside")
    wal.rename(aside)
    beside(path, "-shm").unlink(missing_ok=True)
    sync_folder(path.parent)
    return aside
