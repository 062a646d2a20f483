"""« Cette installation »: how it stands, what the doctor finds, its backups; for whoever is responsible."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import structlog
from fastapi import APIRouter
from fastapi import Path as PathId
from fastapi.responses import FileResponse

from simulator import __version__
from simulator.accounts.guards import Leader
from simulator.accounts.second_factor import UseSecondFactors
from simulator.backups.diary import Diary, Tried, read_diary
from simulator.backups.keeping import made_at, next_at
from simulator.backups.scheduled import TRIAL_EVERY, ScheduledBackups, tried_again_at
from simulator.backups.state import state_of
from simulator.doctor.apart import Examination
from simulator.errors import Conflict, NotFound
from simulator.installation.forecast import GIGABYTE, foresee, said_of
from simulator.installation.views import (
    BackupFileView,
    BackupsView,
    DiskForecastView,
    ExaminationView,
    ExaminedView,
    InstallationView,
    TriedView,
)
from simulator.installation.weighing import weigh
from simulator.parts import UseBackups, UseEngine, UseExamination, UseSessions, UseSettings, UseUpkeep
from simulator.public import database_answers
from simulator.settings import Settings
from simulator.storage.database import Sessions
from simulator.storage.disk_space import DiskRoom, Thresholds
from simulator.typography import french_spaces

log = structlog.get_logger(__name__)

router = APIRouter()

BackupName = Annotated[str, PathId(max_length=80)]


@router.get("/api/staff/installation")
async def installation(
    who: Leader,
    settings: UseSettings,
    sessions: UseSessions,
    engine: UseEngine,
    upkeep: UseUpkeep,
    backups: UseBackups,
    second_factors: UseSecondFactors,
) -> InstallationView:
    """Version, health, backups, and until when the disk lasts."""
    files = await asyncio.to_thread(_files, settings.backups)
    may_download = await second_factors.is_on(who.person_id)
    return InstallationView(
        version=__version__,
        is_ready=await database_answers(engine),
        backups=await _backups(settings, backups, files, may_download),
        disk=await _disk(settings, sessions, upkeep.disk.room, len(files)),
    )


@router.get("/api/staff/installation/examination")
async def last_examination(who: Leader, examination: UseExamination) -> ExaminationView:
    """What `simulator doctor` said last; where that is older than a minute, another look has just begun."""
    examination.look_if_old()
    return _examined(examination)


@router.post("/api/staff/installation/examination")
async def look_again(who: Leader, examination: UseExamination) -> ExaminationView:
    """Begins another look, unless one is under way."""
    examination.look()
    return _examined(examination)


@router.post("/api/staff/installation/backups", status_code=202)
async def back_up_now(who: Leader, settings: UseSettings, backups: UseBackups) -> None:
    """One more backup, as soon as nobody is on the telephone."""
    if settings.backups is None:
        raise Conflict(
            "no_backup_folder",
            "Aucun dossier de sauvegarde n’est réglé.",
            "Donnez à COMBINE_BACKUPS un dossier, de préférence sur un autre disque, puis redémarrez Combiné.",
        )
    backups.ask()
    log.info("backup_asked", person=who.person_id)


@router.get("/api/staff/installation/backups/{backup_name}", response_class=FileResponse)
async def download(
    backup_name: BackupName, who: Leader, settings: UseSettings, second_factors: UseSecondFactors
) -> FileResponse:
    """A backup holds everybody's voices and the secrets of sign-ins: a password alone does not take it away."""
    if not await second_factors.is_on(who.person_id):
        raise Conflict(
            "second_factor_needed",
            "Une sauvegarde ne se télécharge qu’avec un compte protégé par un second facteur.",
            "Ajoutez-le dans « Mon compte », puis recommencez.",
        )
    files = await asyncio.to_thread(_files, settings.backups)
    found = next((file for file, _, _ in files if file.name == backup_name), None)
    if found is None:
        raise NotFound("Cette sauvegarde n’existe plus.")
    log.info("backup_taken_away", person=who.person_id, file=backup_name)
    return FileResponse(found, media_type="application/zip", filename=backup_name)


def _examined(examination: Examination) -> ExaminationView:
    lines = [ExaminedView.model_validate(one.as_json()) for one in examination.found]
    return ExaminationView(looked_at=examination.at, is_looking=examination.is_looking, points=tuple(lines))


def _files(folder: Path | None) -> list[tuple[Path, datetime, int]]:
    """(file, when, bytes), the newest first; none where the folder is away."""
    if folder is None or not folder.is_dir():
        return []
    found: list[tuple[Path, datetime, int]] = []
    for path in folder.iterdir():
        at = made_at(path)
        if at is not None and path.is_file():
            found.append((path, at, path.stat().st_size))
    return sorted(found, key=lambda one: one[1], reverse=True)


async def _backups(
    settings: Settings, backups: ScheduledBackups, files: list[tuple[Path, datetime, int]], may_download: bool
) -> BackupsView:
    now = datetime.now(UTC)
    state = await asyncio.to_thread(state_of, settings, now)
    diary = await asyncio.to_thread(read_diary, settings.data)
    is_set = settings.backups is not None
    return BackupsView(
        level=state.level,
        said=french_spaces(state.said),
        remedy=french_spaces(state.remedy),
        folder=str(settings.backups) if is_set else "",
        at_work=backups.at_work,
        is_asked=backups.is_asked,
        next_at=_next(settings, diary, now) if is_set else None,
        last_trial=_tried(diary.restore) if diary.restore is not None else None,
        next_trial_at=max(now, diary.restore.at + TRIAL_EVERY) if is_set and diary.restore is not None else None,
        files=tuple(
            BackupFileView(
                name=path.name,
                made_at=at,
                megabytes=round(size / 10**6, 1),
                download_url=f"/api/staff/installation/backups/{quote(path.name)}" if may_download else "",
            )
            for path, at, size in files
        ),
        may_download=may_download,
    )


def _next(settings: Settings, diary: Diary, now: datetime) -> datetime:
    last = diary.good.at if diary.good is not None else None
    due = next_at(now.astimezone(), last, settings.backup_hour).astimezone(UTC)
    return max(due, tried_again_at(diary, now) or due)


def _tried(tried: Tried) -> TriedView:
    return TriedView(at=tried.at, file=tried.file, problem=french_spaces(tried.problem))


async def _disk(settings: Settings, sessions: Sessions, room: DiskRoom, files: int) -> DiskForecastView:
    holds_backups = await asyncio.to_thread(_is_same_disk, settings.data, settings.backups)
    sounds = await weigh(sessions, settings.recordings)
    until_it_stops = room.free - Thresholds.of_disk(room.total).reserved
    copies = 1 + (files if holds_backups else 0)
    forecast = foresee(sounds, datetime.now(UTC), until_it_stops, settings.retention_days, copies)
    return DiskForecastView(
        level=room.level,
        free_gigabytes=round(room.free / GIGABYTE, 1),
        total_gigabytes=round(room.total / GIGABYTE, 1),
        said=french_spaces(said_of(forecast, settings.retention_days)),
        holds_backups=holds_backups,
    )


def _is_same_disk(data: Path, backups: Path | None) -> bool:
    try:
        return backups is not None and data.stat().st_dev == backups.stat().st_dev
    except OSError:
        return False
