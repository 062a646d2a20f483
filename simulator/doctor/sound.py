"""Whether sound can be worked on: its library, the worker process that makes stereo files, recordings left behind."""

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from simulator.doctor.finding import Finding
from simulator.ids import CallId
from simulator.recordings.mixing_worker import Asked, mix
from simulator.recordings.tables import RecordingRow
from simulator.settings import Settings
from simulator.storage.copying import sqlite_path
from simulator.storage.database import open_engine
from simulator.storage.migrating import UnknownSchema, schema_found, steps
from simulator.storage.problems import UnknownDatabase, refuse_unknown_database
from simulator.upkeep.unclaimed import find_unclaimed

WORKER_SECONDS = 20.0
"""It imports the libraries of sound first; a slow machine takes some seconds."""

LONGEST_CALL = timedelta(hours=6)
LONGEST_FINISHING = timedelta(hours=1)


async def sound_worker() -> Finding:
    """Starts one as the server does, asks it for a call that is not there, and expects to be told so.

    Cancelling ends it.
    """
    remedy = (
        "Réinstallez Combiné (ses bibliothèques de son manquent ?) ; le journal dit pourquoi : journalctl -u combine."
    )
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=mix, args=(there,), name="doctor-mixer", daemon=True)
    try:
        process.start()
        there.close()
        with tempfile.TemporaryDirectory() as folder:
            here.send(Asked("finish", CallId("doctor"), str(Path(folder) / "none")))
            answers = await asyncio.to_thread(here.poll, WORKER_SECONDS)
            if answers:
                here.recv()
    except (OSError, EOFError):
        answers = False
    finally:
        if process.pid is not None:
            process.kill()
            await asyncio.to_thread(process.join, 5)
        here.close()
    if not answers:
        said = "Travail du son : le processus qui fait les fichiers stéréo ne répond pas."
        return Finding("sound_worker", "fault", said, remedy)
    return Finding("sound_worker", "ok", "Travail du son : le processus qui fait les fichiers stéréo répond.")


async def recordings(settings: Settings, now: datetime | None = None) -> Finding:
    """Those that were never finished, whose file could not be made or is gone; sound that no row knows."""
    try:
        refuse_unknown_database(settings.url)
    except (UnknownDatabase, ArgumentError):
        said = "Enregistrements : sans base, ils ne s’examinent pas."
        return Finding("recordings", "warning", said, "Voyez d’abord la ligne « Base de données ».")
    path = sqlite_path(settings.url)
    if path is not None and not path.exists():
        return Finding("recordings", "ok", "Enregistrements : aucun encore.")
    engine = open_engine(settings.url)
    try:
        if await schema_found(engine) != steps()[-1]:
            return Finding("recordings", "ok", "Enregistrements : examinés une fois la base à ce schéma.")
        return await _look(engine, settings.recordings, now or datetime.now(UTC))
    except (SQLAlchemyError, UnknownSchema, OSError) as error:
        said = f"Enregistrements : la base ne permet pas de les examiner ({type(error).__name__})."
        return Finding("recordings", "warning", said, "Voyez d’abord la ligne « Base de données ».")
    finally:
        await engine.dispose()


async def _look(engine: AsyncEngine, root: Path, now: datetime) -> Finding:
    async with engine.connect() as connection:
        columns = select(RecordingRow.state, RecordingRow.folder, RecordingRow.started_at)
        rows = [(state, folder, at) for state, folder, at in await connection.execute(columns)]
    late = {"live": LONGEST_CALL, "finishing": LONGEST_FINISHING}
    unfinished = sum(state in late and now - at > late[state] for state, _, at in rows)
    failed = sum(state == "failed" for state, _, _ in rows)
    ready = [root / folder for state, folder, _ in rows if state == "ready"]
    gone = await asyncio.to_thread(lambda: sum(not one.is_dir() for one in ready))
    unknown = len(await find_unclaimed(async_sessionmaker(engine), root))
    found = [
        (gone, "sans leur dossier", "Remettez ces dossiers d’une sauvegarde (simulator restore FICHIER)."),
        (failed, "dont le son n’a pas pu être fait", "journalctl -u combine, lignes job_failed, en dit la cause."),
        (unfinished, "jamais finis", "Redémarrez Combiné : il les finit au démarrage."),
        (unknown, "sans échange", "La page « Cette installation » les fait entendre, puis effacer."),
    ]
    wrong = [(count, words, remedy) for count, words, remedy in found if count]
    if not wrong:
        return Finding("recordings", "ok", f"Enregistrements : {len(ready)} gardés, tous à leur place.")
    said = "Enregistrements : " + " ; ".join(f"{count} {words}" for count, words, _ in wrong) + "."
    return Finding("recordings", "fault" if gone else "warning", said, " ".join(remedy for _, _, remedy in wrong))
