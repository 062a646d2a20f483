"""A session out of its file, into an installation whose server is stopped: wholly, or not at all.

Files come first, under names that nobody has here, then all rows in one transaction. Killed between the two, files
lie there that no row names; the next import of the same file finds them equal and goes on.
"""

import asyncio
import filecmp
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from simulator.ids import SessionId
from simulator.moving.belonging import numbered_by_database, tables
from simulator.moving.exporting import Rows
from simulator.moving.parcel import ARCHIVES, DATABASE, DOCUMENTS, KEYS, RECORDINGS, MoveProblem, Parcel
from simulator.moving.transfer_keys import decrypted, kept_here
from simulator.moving.unpacking import unpacked
from simulator.results.archiving import archives_folder, path_of
from simulator.schema import Base
from simulator.settings import Settings, load_secret
from simulator.storage.database import open_sessions
from simulator.timetable.files import FOLDER
from telephony.durable import make_folders, move_whole, temporary_name

log = structlog.get_logger(__name__)

STAGING = "session-import"
SHARED = ("person", "pack_version", "pack_sound")
"""May be here already, and are then taken as they are here."""


@dataclass(frozen=True, slots=True)
class Imported:
    session_id: str
    title: str
    files: int
    new_people: tuple[str, ...]
    """Names of the team's members who were nobody here: their accounts are shut until somebody opens them."""


async def import_session(settings: Settings, engine: AsyncEngine, file: Path, code: str) -> Imported:
    """Under the locks of the only server. Raises MoveProblem, DiskIsFull, OSError. Cancelled, no row has come."""
    staging = settings.data / temporary_name(STAGING)
    staging.mkdir(mode=0o700)
    placed: list[Path] = []
    try:
        parcel, rows = await asyncio.to_thread(unpacked, file, staging)
        async with engine.connect() as connection:
            await connection.run_sync(_refuse_collisions, rows)
        _put_keys(rows, staging, code, settings, engine)
        await asyncio.to_thread(_place, settings, parcel, staging, placed)
        async with engine.begin() as connection:
            new_people = await connection.run_sync(_insert, rows)
    except IntegrityError as error:
        log.error("session_import_refused", why=str(error.orig))
        _take_away(placed)
        raise MoveProblem("Des lignes de cet export heurtent celles d’ici : rien n’en a été repris.") from None
    except BaseException:
        _take_away(placed)
        raise
    finally:
        await asyncio.to_thread(shutil.rmtree, staging, True)
    return Imported(parcel.session_id, rows["training_session"][0]["title"], len(parcel.files), new_people)


def _refuse_collisions(connection: Connection, rows: Rows) -> None:
    """What is named here as something there is named: never guessed at, never written over."""
    if _found(connection, Base.metadata.tables["training_session"], "id", [rows["training_session"][0]["id"]]):
        raise MoveProblem(
            "Cette session est déjà ici : elle a été importée, ou vient d’une copie de cette installation."
        )
    for name, table in tables().items():
        keys = [one.name for one in table.primary_key.columns]
        if name in SHARED or len(keys) != 1 or numbered_by_database(table):
            continue
        if taken := _found(connection, table, keys[0], [row[keys[0]] for row in rows[name]]):
            raise MoveProblem(
                f"« {sorted(taken)[0]} » désigne déjà autre chose ici ({name}) : rien n’a été repris. "
                "Deux installations copiées l’une de l’autre ne s’échangent pas leurs sessions."
            )
    here = _found(connection, Base.metadata.tables["person"], "id", [row["id"] for row in rows["person"]])
    for row in rows["person"]:
        known = here.get(row["id"])
        if known is not None and (known["name"], known["login"] is None) != (row["name"], row["login"] is None):
            raise MoveProblem(f"« {row['name']} » porte ici le numéro de quelqu’un d’autre : rien n’a été repris.")


def _found(connection: Connection, table: Table, key: str, wanted: list[Any]) -> dict[Any, dict[str, Any]]:
    found: dict[Any, dict[str, Any]] = {}
    for start in range(0, len(wanted), 500):
        read = connection.execute(select(table).where(table.c[key].in_(wanted[start : start + 500]))).mappings()
        found |= {row[key]: dict(row) for row in read}
    return found


def _put_keys(rows: Rows, staging: Path, code: str, settings: Settings, engine: AsyncEngine) -> None:
    if not (staging / KEYS).exists():
        return
    if not code:
        raise MoveProblem("Cet export contient des clés : donnez la clé de transfert affichée à l’export (--cle).")
    recipients = {row["box"]: row["recipient"] for row in rows["custody_box"]}
    boxes, session_key = kept_here(
        decrypted((staging / KEYS).read_bytes(), code), recipients, open_sessions(engine), load_secret(settings.data)
    )
    for row in rows["custody_box"]:
        row["kept"] = boxes.get(row["box"])
    for row in rows["session_key"]:
        if session_key is None:
            raise MoveProblem("Il manque la clé de la session dans cet export : exportez-la de nouveau.")
        row["kept"] = session_key


def _place(settings: Settings, parcel: Parcel, staging: Path, placed: list[Path]) -> None:
    for name in parcel.files:
        if name in (DATABASE, KEYS):
            continue
        target = _target(settings, parcel.session_id, name)
        if target.exists():
            if not filecmp.cmp(staging / name, target, shallow=False):
                raise MoveProblem(f"« {target} » existe déjà et contient autre chose : rien n’y a été changé.")
            continue
        make_folders(target.parent, 0o700)
        placed.append(target)
        move_whole(staging / name, target)


def _take_away(placed: list[Path]) -> None:
    for path in placed:
        path.unlink(missing_ok=True)


def _target(settings: Settings, session_id: str, name: str) -> Path:
    kind, _, rest = name.partition("/")
    if kind == RECORDINGS:
        return settings.recordings / rest
    if kind == ARCHIVES:
        return path_of(archives_folder(settings.data), SessionId(session_id), rest.removesuffix(".zip"))
    assert kind == DOCUMENTS
    return settings.data / FOLDER / rest


def _insert(connection: Connection, rows: Rows) -> tuple[str, ...]:
    """Parents before children; numbers that the database gives are given anew."""
    new_people: list[str] = []
    renumbered: dict[int, int] = {}
    known = tables()
    for table in Base.metadata.sorted_tables:
        name = table.name
        if name not in known or not rows[name]:
            continue
        if name in SHARED:
            key = "id" if name == "person" else "digest"
            here = _found(connection, table, key, [row[key] for row in rows[name]])
            coming = [row for row in rows[name] if row[key] not in here]
            if name == "person":
                coming = [*_as_strangers(connection, coming, new_people)]
        elif name == "compared_marking":
            coming = [{"fact_id": renumbered[row["fact_id"]]} for row in rows[name]]
        else:
            coming = rows[name]
        if coming and numbered_by_database(table):
            for row in coming:
                values = {column: value for column, value in row.items() if column != "id"}
                made = connection.execute(table.insert().values(values)).inserted_primary_key
                if name == "fact" and made is not None:
                    renumbered[row["id"]] = made[0]
        elif coming:
            connection.execute(table.insert(), coming)
    return tuple(new_people)


def _as_strangers(connection: Connection, people: list[dict[str, Any]], names: list[str]) -> Iterator[dict[str, Any]]:
    """Members of another team sign in nowhere here until a responsible person opens their account."""
    table = Base.metadata.tables["person"]
    taken = _found(connection, table, "login", [row["login"] for row in people if row["login"]])
    for row in people:
        if row["login"] is None:
            yield row
            continue
        names.append(row["name"])
        login = row["login"] if row["login"] not in taken else f"{row['login'][:60]}.{row['id'][:12]}"
        yield row | {"login": login, "password_hash": None, "disabled_at": row["disabled_at"] or datetime.now(UTC)}
