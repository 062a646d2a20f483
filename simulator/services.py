"""All live parts of the running application, as `app.py` makes them; everybody else names parts (`parts.py`)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    from simulator.transcripts.live import LiveTranscriber
    from simulator.transcripts.transcriber import Transcriber
    from simulator.upkeep.watching import Upkeep
    from telephony import Switch


@dataclass
class Services:
    """`switch` and all after it exist once the lifespan has begun."""

    settings: Settings
    secret: str
    engine: AsyncEngine
    sessions: Sessions
    facts: "FactLog"
    live_rights: "LiveRights"
    sign_ins: "SignIns"
    door: "SignInDoor"
    first_account: "FirstAccount"
    desk_codes: "DeskCodes"
    packs: "PackRegistry"
    kept_packs: "KeptPacks"
    keeper: "Keeper"
    referential: Referential
    clock: SteadyClock
    """Exams and exchanges are counted by it."""
    sign_in_clock: SteadyClock
    """The age of sign-ins. It follows no step at all: a clock that is set, or set right, signs nobody out."""
    switch: "Switch"
    rooms: "SeatRooms"
    phones: "Phones"
    finisher: "RecordingFinisher"
    finder: "Finder"
    transcriber: "Transcriber"
    live: "LiveTranscriber"
    jobs: "Jobs"
    upkeep: "Upkeep"
    timings: "Timings"
    examination: "Examination"
    model_work: "ModelWork"
    backups: "ScheduledBackups"
