"""What is counted when somebody asks: desks, calls, packets, jobs, queues, refused sign-ins, disk, backups."""

import asyncio
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select

from simulator.accounts.door import SignInDoor
from simulator.backups.diary import Diary, Tried, read_diary
from simulator.desk.rooms import SeatRooms
from simulator.facts.log import FactLog
from simulator.jobs import Jobs
from simulator.settings import Settings
from simulator.storage.database import Sessions
from simulator.storage.disk_space import DiskRoom
from simulator.storage.job_queue import JobRow
from simulator.upkeep.watching import Upkeep
from telephony import Switch, SwitchTally


@dataclass(frozen=True, slots=True)
class Backups:
    """`age`: seconds since the last good one, endless without any. `trial_age`: of the last trial, None before it."""

    age: float
    is_last_right: bool
    trial_age: float | None
    is_trial_right: bool


def backups_of(diary: Diary, now: datetime) -> Backups:
    """A date still to come was written while the clock was ahead: it is of now."""

    def age(tried: Tried) -> float:
        return max(0.0, (now - tried.at).total_seconds())

    good, last, trial = diary.good, diary.backup, diary.restore
    return Backups(
        age=age(good) if good is not None else math.inf,
        is_last_right=last is not None and not last.problem,
        trial_age=age(trial) if trial is not None else None,
        is_trial_right=trial is not None and not trial.problem,
    )


@dataclass(frozen=True, slots=True)
class Gathered:
    """`owed`, `given_up`, `failed`, `finished`: jobs by kind."""

    desks: Mapping[str, int]
    switch: SwitchTally
    owed: Mapping[str, int]
    given_up: Mapping[str, int]
    failed: Mapping[str, int]
    finished: Mapping[str, int]
    refused: Mapping[str, int]
    disk: DiskRoom
    queues: Mapping[str, int]
    """What waits: facts for the disk, messages for the slowest desk."""
    backups: Backups | None
    """None where no folder is set."""


async def gather(
    settings: Settings,
    sessions: Sessions,
    rooms: SeatRooms,
    switch: Switch,
    jobs: Jobs,
    door: SignInDoor,
    upkeep: Upkeep,
    facts: FactLog,
) -> Gathered:
    """One question to the database. Cancelling it changes nothing."""
    async with sessions() as session:
        query = select(JobRow.kind, JobRow.gave_up_at.is_not(None), func.count()).group_by(
            JobRow.kind, JobRow.gave_up_at.is_not(None)
        )
        rows = [(kind, bool(is_given_up), count) for kind, is_given_up, count in await session.execute(query)]
    none_of = dict.fromkeys(jobs.failed(), 0)
    loaded = rooms.all_loaded()
    diary = await asyncio.to_thread(read_diary, settings.data) if settings.backups is not None else None
    desks = [desk for room in loaded for desk in (room.desks.candidate, *room.desks.jurors.values())]
    return Gathered(
        desks={
            "candidate": sum(room.desks.candidate.is_connected for room in loaded),
            "jury": sum(one.is_connected for room in loaded for one in room.desks.jurors.values()),
        },
        switch=switch.tally(),
        owed=none_of | {kind: count for kind, is_given_up, count in rows if not is_given_up},
        given_up=none_of | {kind: count for kind, is_given_up, count in rows if is_given_up},
        failed=jobs.failed(),
        finished=jobs.finished(),
        refused=door.refused,
        disk=upkeep.disk.room,
        queues={
            "facts": facts.waiting,
            "desk": max((len(desk.outbox) for desk in desks if desk.outbox is not None), default=0),
        },
        backups=backups_of(diary, datetime.now(UTC)) if diary is not None else None,
    )
