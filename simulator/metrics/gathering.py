"""What is counted when somebody asks: desks, calls, packets, jobs, refused sign-ins, room on the disk."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from simulator.accounts.door import SignInDoor
from simulator.desk.rooms import SeatRooms
from simulator.jobs import Jobs
from simulator.storage.database import Sessions
from simulator.storage.disk_space import DiskRoom
from simulator.storage.job_queue import JobRow
from simulator.upkeep.watching import Upkeep
from telephony import Switch, SwitchTally


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


async def gather(
    sessions: Sessions, rooms: SeatRooms, switch: Switch, jobs: Jobs, door: SignInDoor, upkeep: Upkeep
) -> Gathered:
    """One question to the database. Cancelling it changes nothing."""
    async with sessions() as session:
        query = select(JobRow.kind, JobRow.gave_up_at.is_not(None), func.count()).group_by(
            JobRow.kind, JobRow.gave_up_at.is_not(None)
        )
        rows = [(kind, bool(is_given_up), count) for kind, is_given_up, count in await session.execute(query)]
    none_of = dict.fromkeys(jobs.failed(), 0)
    loaded = rooms.all_loaded()
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
    )
