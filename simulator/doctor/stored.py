"""What lies on the disk: the data folder and its room, the database, the secrets, the packs. Nothing is changed."""

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from simulator.doctor.finding import Finding, Level
from simulator.packs.registry import SHIPPED, PackRegistry
from simulator.settings import SECRET_REMEDY, Settings, is_secret_whole
from simulator.storage.copying import sqlite_path
from simulator.storage.database import open_engine
from simulator.storage.disk_space import Thresholds, level_of
from simulator.storage.migrating import UnknownSchema, schema_found, steps
from simulator.storage.problems import StartProblem, refuse_unknown_database, said_in_words
from simulator.storage.start_up import LEAST_FREE
from simulator.system_words import why

GIGABYTE = 10**9


def data_folder(settings: Settings) -> Finding:
    """Its access is asked of the system, without trying: a look must leave nothing behind."""
    folder = settings.data
    if not folder.exists():
        return Finding("data", "ok", f"Dossier des données : « {folder} » sera fait au premier démarrage.")
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return Finding(
            "data",
            "fault",
            f"Dossier des données : Combiné ne peut pas écrire dans « {folder} ».",
            "Rendez-le au compte de Combiné (chown), ou donnez un autre dossier à COMBINE_DATA.",
        )
    return Finding("data", "ok", f"Dossier des données : « {folder} ».")


def disk_room(settings: Settings) -> Finding:
    usage = shutil.disk_usage(_there(settings.data))
    level = level_of(usage.free, Thresholds.of_disk(usage.total), "plenty")
    said = f"Disque : {_french(usage.free)} Go libres sur {_french(usage.total)} Go"
    if level == "plenty" and usage.free >= LEAST_FREE:
        return Finding("disk", "ok", f"{said}.")
    worst: Level = "warning" if level == "low" else "fault"
    so = "bientôt, les appels ne s’enregistreront plus" if level == "low" else "les appels ne s’enregistrent plus"
    if usage.free < LEAST_FREE:
        worst, so = "fault", "Combiné ne démarre plus"
    return Finding(
        "disk",
        worst,
        f"{said} : {so}.",
        "Libérez de la place : d’anciennes sauvegardes, des enregistrements dont le délai peut être réduit.",
    )


async def database(settings: Settings) -> Finding:
    """Whether it answers, is sound and of this version's schema. Reads the whole file of SQLite."""
    try:
        with said_in_words(settings):
            refuse_unknown_database(settings.url)
    except StartProblem as problem:
        return Finding("database", "fault", "Base de données : son adresse ne se lit pas.", str(problem))
    path = sqlite_path(settings.url)
    if path is not None:
        if not path.exists() or path.stat().st_size == 0:
            return _no_database(settings, path)
        fault = _fault_of(path)
        if fault is not None:
            return Finding(
                "database",
                "fault",
                f"Base de données : « {path} » est abîmée ({fault}).",
                "Restaurez une sauvegarde : simulator restore FICHIER.",
            )
    engine = open_engine(settings.url)
    try:
        found = await schema_found(engine)
    except UnknownSchema as unknown:
        said = f"Base de données : elle vient d’une version plus récente de Combiné ({unknown.found})."
        return Finding("database", "fault", said, "Reprenez cette version, ou restaurez une sauvegarde d’avant.")
    except (SQLAlchemyError, OSError) as error:
        return Finding(
            "database",
            "fault",
            f"Base de données : elle ne répond pas ({type(error).__name__}).",
            "Vérifiez COMBINE_DATABASE_URL, et que PostgreSQL tourne.",
        )
    finally:
        await engine.dispose()
    if found != steps()[-1]:
        return Finding(
            "database",
            "warning",
            f"Base de données : saine, d’un schéma plus ancien ({found or 'vide'}).",
            "Le prochain démarrage la met à jour ; ou tout de suite : simulator migrate.",
        )
    return Finding("database", "ok", f"Base de données : saine, schéma {found}.")


def secret_files(settings: Settings) -> Finding:
    """Whoever reads them can sign in as anybody; without a whole one no start is possible."""
    path = settings.data / "secrets.json"
    try:
        is_whole = is_secret_whole(settings.data)
    except OSError as error:
        said = f"Secrets : le fichier « {path} » ne se lit pas ({why(error)})."
        return Finding("secrets", "fault", said, f"Rendez-le au compte de Combiné : chown combine: {path}")
    if not is_whole:
        remedy = SECRET_REMEDY[0].upper() + SECRET_REMEDY[1:]
        return Finding("secrets", "fault", f"Secrets : le fichier « {path} » est vide ou coupé.", remedy)
    keys = settings.data.glob("certificate/*/cle.pem")
    candidates = [path, *keys, *filter(None, [settings.sip_tls_key])]
    open_ones = [one for one in candidates if one.exists() and stat.S_IMODE(one.stat().st_mode) & 0o077]
    if open_ones and os.name == "posix":
        names = " ".join(str(one) for one in open_ones)
        return Finding(
            "secrets", "fault", "Secrets : d’autres comptes de la machine peuvent les lire.", f"chmod 600 {names}"
        )
    return Finding("secrets", "ok", "Secrets : lisibles par le seul compte de Combiné.")


def packs(settings: Settings) -> Finding:
    registry = PackRegistry(SHIPPED, settings.packs or settings.data / "packs")
    if registry.broken:
        names = ", ".join(one.folder.name for one in registry.broken)
        return Finding(
            "packs",
            "fault",
            f"Scénarios : {len(registry.broken)} ne se lisent pas ({names}).",
            "simulator packs check dit chaque faute et son remède.",
        )
    return Finding("packs", "ok", f"Scénarios : {len(registry.all())} installés, tous lisibles.")


def _no_database(settings: Settings, path: Path) -> Finding:
    if settings.recordings.is_dir() and any(settings.recordings.iterdir()):
        return Finding(
            "database",
            "fault",
            f"Base de données : « {path} » a disparu, alors que des enregistrements sont là.",
            "Restaurez une sauvegarde : simulator restore FICHIER.",
        )
    return Finding("database", "ok", "Base de données : elle sera faite au premier démarrage.")


def _fault_of(path: Path) -> str | None:
    """What SQLite finds wrong with it."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=5)) as opened:
            said = str(opened.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        return str(error)
    return None if said == "ok" else said


def _there(folder: Path) -> Path:
    """The first folder upwards that exists: its disk is the one."""
    return next(one for one in (folder.resolve(), *folder.resolve().parents) if one.exists())


def _french(size: int) -> str:
    return f"{size / GIGABYTE:.1f}".replace(".", ",")
