"""An installation that is in use: a rehearsal there is marked as such, goes by its own time, and is removed."""

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from exams.phases import FormatId
from simulator import __version__
from simulator.rehearsal.cast import Cast
from simulator.rehearsal.faults import DidNotHold
from simulator.rehearsal.house import Installation, Prepared
from simulator.rehearsal.person import NOBODY, Person

REMOVAL_SECONDS = 60.0


class OwnTime:
    """The clock of an exam that nobody can hurry: minutes last a minute."""

    def now(self) -> datetime:
        """UTC."""
        return datetime.now(UTC)

    async def passes(self, minutes: float) -> None:
        """Waits for it."""
        await asyncio.sleep(60 * minutes)


@dataclass(frozen=True)
class Responsible:
    """Who asks for the rehearsal. `second`: figures of their authenticator application, where they have one."""

    login: str
    password: str = field(repr=False)
    second: str | None = None


@dataclass(frozen=True)
class RunningInstallation(Installation):
    """`signed_in`: the responsible person's browser. `made`: ids of the sessions that were made there."""

    signed_in: Person = field(kw_only=True)
    made: list[str] = field(default_factory=list[str])

    @property
    def hurries(self) -> bool:
        return True

    async def lead(self) -> Person:
        """Another window: a code of an authenticator application opens no second sign-in."""
        return self.signed_in.twin()

    async def prepare(self, lead: Person, format_id: FormatId, pack: str, subject: str, day: date) -> Prepared:
        made = await lead.post(
            "/api/staff/rehearsals",
            format_id=format_id,
            pack_id=pack,
            subject_id=subject,
            day=day.isoformat(),
            people=[{"login": one.login, "name": one.name, "role": one.roles[0]} for one in self.cast.staff],
            password=self.cast.password,
        )
        self.made.append(made["session_id"])
        return Prepared(made["session_id"], {one["login"]: one["person_id"] for one in made["people"]})


@asynccontextmanager
async def running_installation(
    address: str, cast: Cast, responsible: Responsible, trust: ssl.SSLContext = NOBODY, *, keep: bool = False
) -> AsyncGenerator[RunningInstallation]:
    """`keep`: the session is closed at the end, not removed. Raises DidNotHold where it is another version.

    Whatever ends the rehearsal, Ctrl-C too, its session goes (or closes) before this is left.
    """
    async with Person(address, "staff", trust) as person:
        await _refuse_another_version(person)
        await _sign_in(person, responsible)
        house = RunningInstallation(address, cast, trust, signed_in=person)
        try:
            yield house
        finally:
            # Whoever cancels waits for it: a rehearsal among real sessions would be worse.
            await asyncio.shield(asyncio.create_task(_leave(house, keep), name="rehearsal goes"))


async def _sign_in(person: Person, who: Responsible) -> None:
    """Raises DidNotHold, with the code « second_factor » where figures are wanted."""
    await person.post("/api/staff/sign-in", login=who.login, password=who.password, second=who.second)
    me = await person.get("/api/staff/me")
    if "session_lead" not in me["roles"]:
        raise DidNotHold(f"Le compte « {who.login} » n’est pas celui d’un responsable de session.")


async def _leave(house: RunningInstallation, keep: bool) -> None:
    async with asyncio.timeout(REMOVAL_SECONDS):
        for session_id in house.made:
            if keep:
                await house.signed_in.post(f"/api/staff/sessions/{session_id}/close")
            else:
                await house.signed_in.delete(f"/api/staff/rehearsals/{session_id}")


async def _refuse_another_version(anybody: Person) -> None:
    try:
        told = await anybody.get("/api/public/info")
        there = str(told["version"])
    except (ValueError, TypeError, KeyError):
        raise DidNotHold(f"Ce n’est pas Combiné qui répond à {anybody.address}.") from None
    if there != __version__:
        raise DidNotHold(
            f"L’installation à répéter est en version {there}, cette commande en {__version__} : lancez la commande "
            "de la même version."
        )
