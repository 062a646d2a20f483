"""The live parts of the running application, one dependency each: a route names what it needs, and nothing else.

`app.py` makes them; whoever is not a route is handed them. Their types are known here to the type checker only: every
room may name a part without knowing the room that it comes from.
"""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar, cast

from fastapi import Depends
from fastapi.requests import HTTPConnection
from sqlalchemy.ext.asyncio import AsyncEngine

from scoring.referential import Referential
from simulator.settings import Settings
from simulator.steady_clock import SteadyClock
from simulator.storage.database import Sessions

if TYPE_CHECKING:
    from simulator.accounts.door import SignInDoor
    from simulator.accounts.first_account import FirstAccount
    from simulator.accounts.live_rights import LiveRights
    from simulator.accounts.signing import SignIns
    from simulator.backups.scheduled import ScheduledBackups
    from simulator.conduct.desk_codes import DeskCodes
    from simulator.conduct.kept_packs import KeptPacks
    from simulator.custody.keeper import Keeper
    from simulator.desk.rooms import SeatRooms
    from simulator.doctor.apart import Examination
    from simulator.facts.log import FactLog
    from simulator.findings.finder import Finder
    from simulator.installation.model_work import ModelWork
    from simulator.jobs import Jobs
    from simulator.metrics.timings import Timings
    from simulator.packs.registry import PackRegistry
    from simulator.phones.service import Phones
    from simulator.recordings.finishing import RecordingFinisher
    from simulator.services import Services
    from simulator.transcripts.live import LiveTranscriber
    from simulator.transcripts.transcriber import Transcriber
    from simulator.upkeep.watching import Upkeep
    from telephony import Switch

Part = TypeVar("Part")


def _the(pick: "Callable[[Services], Part]") -> Callable[[HTTPConnection], Awaitable[Part]]:
    """A dependency for routes and WebSockets alike. A coroutine: a plain function would wait for a thread."""

    async def part(connection: HTTPConnection) -> Part:
        return pick(cast("Services", connection.app.state.services))

    return part


UseSettings = Annotated[Settings, Depends(_the(lambda made: made.settings))]
UseSecret = Annotated[str, Depends(_the(lambda made: made.secret))]
"""The installation's own; whatever is signed or derived is made of it."""
UseEngine = Annotated[AsyncEngine, Depends(_the(lambda made: made.engine))]
UseSessions = Annotated[Sessions, Depends(_the(lambda made: made.sessions))]
"""Of the database."""
UseFacts = Annotated["FactLog", Depends(_the(lambda made: made.facts))]
UseClock = Annotated[SteadyClock, Depends(_the(lambda made: made.clock))]
"""Exams and exchanges are counted by it."""
UseSignInClock = Annotated[SteadyClock, Depends(_the(lambda made: made.sign_in_clock))]
"""The age of sign-ins goes by it: no step moves it."""
UseReferential = Annotated[Referential, Depends(_the(lambda made: made.referential))]
UsePackRegistry = Annotated["PackRegistry", Depends(_the(lambda made: made.packs))]
UseKeptPacks = Annotated["KeptPacks", Depends(_the(lambda made: made.kept_packs))]
UseKeeper = Annotated["Keeper", Depends(_the(lambda made: made.keeper))]
UseLiveRights = Annotated["LiveRights", Depends(_the(lambda made: made.live_rights))]
UseSignIns = Annotated["SignIns", Depends(_the(lambda made: made.sign_ins))]
UseDoor = Annotated["SignInDoor", Depends(_the(lambda made: made.door))]
UseFirstAccount = Annotated["FirstAccount", Depends(_the(lambda made: made.first_account))]
UseDeskCodes = Annotated["DeskCodes", Depends(_the(lambda made: made.desk_codes))]
UseSwitch = Annotated["Switch", Depends(_the(lambda made: made.switch))]
UseRooms = Annotated["SeatRooms", Depends(_the(lambda made: made.rooms))]
UsePhones = Annotated["Phones", Depends(_the(lambda made: made.phones))]
UseFinisher = Annotated["RecordingFinisher", Depends(_the(lambda made: made.finisher))]
UseTranscriber = Annotated["Transcriber", Depends(_the(lambda made: made.transcriber))]
UseLiveTranscriber = Annotated["LiveTranscriber", Depends(_the(lambda made: made.live))]
UseFinder = Annotated["Finder", Depends(_the(lambda made: made.finder))]
UseJobs = Annotated["Jobs", Depends(_the(lambda made: made.jobs))]
UseUpkeep = Annotated["Upkeep", Depends(_the(lambda made: made.upkeep))]
UseBackups = Annotated["ScheduledBackups", Depends(_the(lambda made: made.backups))]
UseExamination = Annotated["Examination", Depends(_the(lambda made: made.examination))]
UseModelWork = Annotated["ModelWork", Depends(_the(lambda made: made.model_work))]
UseTimings = Annotated["Timings", Depends(_the(lambda made: made.timings))]
