"""Where a rehearsal is played, as its people see it: an address, accounts, and how a session is made there."""

import ssl
from dataclasses import dataclass
from datetime import date

from exams.phases import FormatId
from simulator.rehearsal.cast import LEAD, Cast
from simulator.rehearsal.person import NOBODY, Person


@dataclass(frozen=True, slots=True)
class Prepared:
    """A session that is there, and its staff's ids by login."""

    session_id: str
    people: dict[str, str]


@dataclass(frozen=True)
class Installation:
    """Where it answers, and who may sign in there. This one is a rehearsal's own, with a clock that it hands in."""

    address: str
    cast: Cast
    trust: ssl.SSLContext = NOBODY

    @property
    def hurries(self) -> bool:
        """Whether phases are closed once they are played, because nobody can make their time pass."""
        return False

    async def staff(self, login: str) -> Person:
        """Signed in; the caller closes it. Raises DidNotHold, as all below."""
        person = Person(self.address, "staff", self.trust)
        await person.post("/api/staff/sign-in", login=login, password=self.cast.password)
        return person

    async def candidate(self, code: str) -> Person:
        """As `staff`."""
        person = Person(self.address, "candidate", self.trust)
        await person.post("/api/candidate/sign-in", code=code)
        return person

    async def lead(self) -> Person:
        """The responsible person."""
        return await self.staff(LEAD.login)

    async def prepare(self, lead: Person, format_id: FormatId, pack: str, subject: str, day: date) -> Prepared:
        """Accounts, then the session."""
        ids: dict[str, str] = {}
        for one in self.cast.staff:
            made = await lead.post(
                "/api/staff/people",
                login=one.login,
                name=one.name,
                roles=[*one.roles],
                password=self.cast.password,
            )
            ids[one.login] = made["id"]
        session = await lead.post(
            "/api/staff/sessions",
            kind="exam",
            title=f"Répétition {day:%d/%m/%Y}",
            pack_id=pack,
            subject_id=subject,
            exam_day={"format_id": format_id, "days": [day.isoformat()]},
        )
        return Prepared(session["id"], ids)
