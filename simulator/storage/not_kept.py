"""When the database cannot be written: a full or lost disk, a server that is gone, a lock that is not given."""

import sqlite3

from sqlalchemy.exc import DBAPIError

from simulator.errors import SimulatorError

_OUT_OF_REACH = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOMEM,
    }
)
"""SQLite's primary result codes that say nothing against what was to be written."""


class NotKept(SimulatorError):
    """Nothing of it was kept; the same again may be, later. Desks hold what they sent and send it again."""

    status = 503

    def __init__(
        self,
        code: str = "not_kept",
        message: str = "Le serveur n’a pas pu garder ce qui vient d’être envoyé : il n’écrit plus sur son disque.",
        remedy: str = "Votre poste le garde et le renverra. Prévenez le responsable : disque plein, peut-être.",
    ) -> None:
        super().__init__(code, message, remedy)


class DatabaseBusy(NotKept):
    """Another program holds the database; the disk is well."""

    def __init__(self) -> None:
        super().__init__(
            message="La base de données est occupée : ce qui vient d’être envoyé n’est pas encore gardé.",
            remedy="Votre poste le garde et le renverra. Si ce message revient, prévenez le responsable : un autre "
            "programme tient la base ouverte.",
        )


def not_kept(error: DBAPIError) -> NotKept:
    """What an error of a database out of reach is called in words, with that error as its cause."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF if isinstance(error.orig, sqlite3.Error) else 0
    busy = code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    said = DatabaseBusy() if busy else NotKept()
    said.__cause__ = error
    return said


def said_to_a_page(error: DBAPIError) -> NotKept | None:
    """For who asked over HTTP, where nothing is sent again by itself; None where the database is well."""
    if not is_out_of_reach(error):
        return None
    said = not_kept(error)
    what = "la base de données est occupée" if isinstance(said, DatabaseBusy) else "le serveur n’écrit plus"
    return NotKept(
        message=f"Rien n’a été gardé : {what}.",
        remedy="Recommencez dans un instant ; si ce message revient, prévenez le responsable.",
    )


def is_out_of_reach(error: DBAPIError) -> bool:
    """Whether the database, and not what it was given, is what failed."""
    if isinstance(error.orig, sqlite3.Error):
        return (getattr(error.orig, "sqlite_errorcode", 0) & 0xFF) in _OUT_OF_REACH
    state = str(getattr(error.orig, "sqlstate", "") or "")
    # SQLSTATE classes: connection, resources, operator intervention, system error. Without one, the line is cut.
    return error.connection_invalidated or state[:2] in ("08", "53", "57", "58") or not state


def is_full(error: Exception) -> bool:
    """Whether the database's disk has no room left."""
    orig = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(orig, sqlite3.Error):
        return (getattr(orig, "sqlite_errorcode", 0) & 0xFF) == sqlite3.SQLITE_FULL
    return str(getattr(orig, "sqlstate", "") or "") == "53100"
