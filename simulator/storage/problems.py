"""Why a start is not possible, in one French sentence with a way out, for whoever reads the terminal."""

import errno
import os
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from simulator.settings import BadSettings, Settings
from simulator.storage.archive import BadBackup
from simulator.storage.copying import UnsoundDatabase
from simulator.storage.migrating import BrokenReferences, UnknownSchema, steps

RESTORE = "restaurez une sauvegarde : « simulator restore FICHIER »"


class StartProblem(BadSettings):
    """A start that is not possible now; the text is the sentence."""


class UnknownDatabase(Exception):
    """The URL names another kind of database, or another driver, than ours."""


class DiskIsFull(Exception):
    """Less is free than a start and its first facts need."""


POSTGRESQL = "postgresql+asyncpg"
"""The one kind of database beside SQLite, with its driver, as URLs name it."""

SQLITE = "sqlite+aiosqlite"


def refuse_unknown_database(url: str) -> None:
    """Raises UnknownDatabase, ArgumentError: no engine can be made of it."""
    if make_url(url).drivername not in (POSTGRESQL, SQLITE):
        raise UnknownDatabase


@contextmanager
def said_in_words(settings: Settings, written: Path | None = None) -> Generator[None]:
    """Whatever stops the block and has a known cause becomes a StartProblem; anything else passes as it is.

    `written`: the folder whose disk a full disk is, when it is not the data folder's.
    """
    try:
        yield
    except BadSettings:
        raise
    except Exception as error:
        sentence = next(
            filter(None, (_sentence(one, settings, written or settings.data) for one in _causes(error))), None
        )
        if sentence is None:
            raise
        raise StartProblem(sentence) from None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, then what it came from, the driver's own error before SQLAlchemy's."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, DBAPIError) and error.orig is not None:
            yield error.orig
            if error.orig.__cause__ is not None:
                yield error.orig.__cause__
        yield error
        error = error.__cause__ or error.__context__


def _sentence(error: BaseException, settings: Settings, written: Path) -> str | None:
    match error:
        case DiskIsFull():
            return _full(written)
        case UnknownSchema(found=found):
            return (
                f"La base de données vient d’une version plus récente de Combiné (schéma {found}, celle-ci connaît "
                f"jusqu’à {steps()[-1]}) : relancez la version récente, ou {RESTORE}."
            )
        case UnsoundDatabase(path=path):
            return (
                f"Le fichier « {path} » est abîmé ou n’est pas une base de Combiné : gardez-le de côté, "
                f"puis {RESTORE}."
            )
        case BadBackup(what=what):
            return f"La sauvegarde n’a pas été reprise, rien n’a changé : {what}."
        case BrokenReferences():
            return (
                f"La mise à jour de la base a été refusée, rien n’y a changé ({error}) : relancez la version "
                "précédente et signalez cette phrase."
            )
        case UnknownDatabase() | ArgumentError():
            return (
                "COMBINE_DATABASE_URL ne se lit pas : écrivez postgresql+asyncpg://COMPTE:MOT-DE-PASSE@MACHINE/BASE, "
                "ou laissez vide pour SQLite."
            )
        case sqlite3.Error():
            return _of_sqlite(error, settings, written)
        case asyncpg.PostgresError():
            return _of_postgresql(error, settings)
        case OSError():
            return _of_the_system(error, settings, written)
        case _:
            return None


def _full(folder: Path) -> str:
    return (
        f"Le disque du dossier « {folder} » est plein : libérez de la place (1 Go pour dix-sept heures "
        "d’appels), puis relancez ; ce qui est enregistré est gardé."
    )


def _read_only(place: Path, settings: Settings) -> str:
    return (
        f"Combiné ne peut pas écrire dans « {place} » : donnez ce dossier au compte qui lance Combiné, "
        f"ou remontez le disque en écriture, ou choisissez un autre dossier{_by(place, settings)}."
    )


def _by(place: Path, settings: Settings) -> str:
    """The setting that names the folder; a file that a command was given has none."""
    return " par COMBINE_DATA" if place.absolute().is_relative_to(settings.data.absolute()) else ""


def _of_the_system(error: OSError, settings: Settings, written: Path) -> str | None:
    place = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes | os.PathLike) else written
    if place.name.startswith("."):
        # Made beside its place first, under a name that nobody gave.
        place = place.parent
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return _full(written)
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return _read_only(place, settings)
        case errno.EISDIR:
            return f"« {place} » est un dossier : donnez un fichier."
        case errno.ENOENT | errno.ENOTDIR | errno.EEXIST | errno.ELOOP | errno.ENAMETOOLONG:
            return (
                f"« {place} » n’est pas un dossier où Combiné peut écrire : "
                f"choisissez-en un autre{_by(place, settings)}."
            )
        case errno.EIO:
            return f"Le disque ne répond plus (« {place} ») : vérifiez-le, puis {RESTORE} sur un autre."
        case errno.EMFILE | errno.ENFILE:
            return (
                "Le système refuse d’ouvrir plus de fichiers : relancez avec une limite plus haute (ulimit -n 4096)."
            )
        case _:
            return _unreachable(settings) if _is_remote(settings) else None


def _of_sqlite(error: sqlite3.Error, settings: Settings, written: Path) -> str | None:
    name = getattr(error, "sqlite_errorname", "")
    path = Path(make_url(settings.url).database or settings.data)
    if name == "SQLITE_FULL":
        return _full(written)
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return _read_only(path.parent, settings)
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return (
            f"Le fichier « {path} » est abîmé ou n’est pas une base de Combiné : gardez-le de côté, puis {RESTORE}."
        )
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"Un autre programme tient la base « {path} » : fermez-le, puis relancez."
    if name.startswith("SQLITE_IOERR"):
        return f"Le disque refuse « {path} » : vérifiez qu’il n’est ni plein ni en panne, puis relancez."
    return None


def _is_remote(settings: Settings) -> bool:
    return settings.database_url.startswith("postgresql")


def _unreachable(settings: Settings) -> str:
    host = make_url(settings.url).host or make_url(settings.url).query.get("host", "cette machine")
    return (
        f"La base PostgreSQL ne répond pas ({host}) : démarrez-la, vérifiez COMBINE_DATABASE_URL, "
        "puis relancez Combiné."
    )


def _of_postgresql(error: asyncpg.PostgresError, settings: Settings) -> str | None:
    state = str(getattr(error, "sqlstate", "") or "")
    url = make_url(settings.url)
    if state.startswith("28"):
        return (
            f"PostgreSQL refuse le compte « {url.username} » : corrigez COMBINE_DATABASE_URL (compte, mot de passe)."
        )
    if state == "3D000":
        return (
            f"La base PostgreSQL « {url.database} » n’existe pas : créez-la (createdb {url.database}), puis relancez."
        )
    if state in ("42501", "25006"):
        return (
            f"Le compte « {url.username} » n’a pas le droit d’écrire dans la base « {url.database} » : "
            "donnez-le-lui (ALTER DATABASE … OWNER TO …), puis relancez."
        )
    if state.startswith("53"):
        return "PostgreSQL n’a plus de place ou de connexion libre : libérez-en, puis relancez Combiné."
    if state.startswith(("08", "57")):
        return _unreachable(settings)
    return None
