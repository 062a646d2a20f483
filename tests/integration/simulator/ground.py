"""The whole application in this process, a centre with one person per role, and browsers that speak to it.

`async with a_centre(tmp_path) as centre:` then `centre.browser()`, `await centre.as_("roy")`. Each browser has its
own network address, so that one test's wrong guesses never lock another's.
"""

import itertools
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from simulator.accounts.expiry import SignInExpiry
from simulator.accounts.tables import PersonRow
from simulator.app import create_app
from simulator.services import Services
from simulator.settings import Settings
from tests.integration.simulator.house import PACK_ID, write_pack
from tests.integration.simulator.new_database import lay_database

ADDRESS = "http://127.0.0.1:8080"
PASSWORD = "un-mot-de-passe-long"
PASSWORD_HASH = "$argon2id$v=19$m=8,t=1,p=1$4vbb84h7/cPsxUSm3zUygA$LQt9ajNdkXxVxFJlN8uETS4kBpZSUnaaYKlYfTfq4hQ"
"""Of that password, at the least that Argon2 may cost: a real one takes a sixth of a second of a core, each time.

Accounts that a test makes through the application have real ones.
"""
HEADERS = {"X-Combine": "1", "Origin": ADDRESS}
STAFF = {
    "delmas": ("Claire Delmas", ["session_lead"]),
    "abadie": ("Julien Abadie", ["trainer"]),
    "roy": ("Nadia Roy", ["jury"]),
    "lefort": ("Marc Lefort", ["jury"]),
    "ailleurs": ("Odile Ailleurs", ["jury"]),
    "veille": ("Paul Veille", ["invigilator"]),
}
Kind = Literal["practice", "exam"]
_ADDRESSES = (f"10.{a}.{b}.{c}" for a in range(1, 255) for b in range(1, 255) for c in range(1, 255))


@dataclass
class Place:
    """A session with one seat, both jurors attached, and its codes."""

    session_id: str
    seat_id: str
    code: str
    partner_code: str | None
    exchanges: tuple[str, ...] = ("appel-entrant", "appel-sortant", "chat-entrant")


@dataclass
class Centre:
    """A started application. `ids` by login."""

    app: FastAPI
    services: Services
    ids: dict[str, str] = field(default_factory=dict[str, str])
    _lead: httpx.AsyncClient | None = None
    _open: list[httpx.AsyncClient] = field(default_factory=list[httpx.AsyncClient])
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def browser(self, address: str | None = None, **headers: str) -> httpx.AsyncClient:
        """Nobody yet. Its cookies obey their paths, as in a real browser."""
        transport = httpx.ASGITransport(self.app, client=(address or next(_ADDRESSES), 50000))
        browser = httpx.AsyncClient(transport=transport, base_url=ADDRESS, headers=HEADERS | headers)
        self._open.append(browser)
        return browser

    async def as_(self, login: str) -> httpx.AsyncClient:
        """A new browser, signed in as one of STAFF."""
        browser = self.browser()
        await did(browser.post("/api/staff/sign-in", json={"login": login, "password": PASSWORD}))
        return browser

    async def lead(self) -> httpx.AsyncClient:
        """The session lead's browser, the same each time."""
        if self._lead is None:
            self._lead = await self.as_("delmas")
        return self._lead

    async def at_desk(self, code: str) -> httpx.AsyncClient:
        """Signed in as the candidate whose code this is."""
        browser = self.browser()
        await did(browser.post("/api/candidate/sign-in", json={"code": code}))
        return browser

    async def partner(self, code: str) -> httpx.AsyncClient:
        browser = self.browser()
        await did(browser.post("/api/staff/partner-sign-in", json={"code": code}))
        return browser

    async def place(
        self,
        kind: Kind = "practice",
        jurors: tuple[str, ...] = ("roy", "lefort"),
        is_shut: bool = False,
        candidate: str = "Lina Ferrand",
        **more: Any,
    ) -> Place:
        """A new session of this kind, led by the session lead. An exam day's envelopes are opened and its subject is
        drawn, unless it `is_shut`."""
        lead = await self.lead()
        body = {"kind": kind, "title": f"Séance {next(self._numbers)}", "pack_id": PACK_ID, "subject_id": "sujet"}
        session = await did(lead.post("/api/staff/sessions", json=body | more))
        seats = f"/api/staff/sessions/{session['id']}/seats"
        seat = await did(lead.post(seats, json={"candidate_name": candidate, "desk": "Poste 4"}))
        people = [self.ids[login] for login in jurors]
        await did(lead.put(f"/api/staff/seats/{seat['seat_id']}/jurors", json={"person_ids": people}))
        code = await did(lead.post(f"/api/staff/seats/{seat['seat_id']}/desk-code"))
        place = Place(session["id"], seat["seat_id"], code["code"], code["partner_code"])
        if more.get("exam_day") and not is_shut:
            await opened_and_drawn(lead, place)
        return place

    async def close(self) -> None:
        for browser in self._open:
            await browser.aclose()


async def opened_and_drawn(lead: httpx.AsyncClient, place: Place) -> None:
    """The morning of an exam day: its envelopes opened, and the subject drawn where one is."""
    at = f"/api/staff/exam-days/{place.session_id}/opening"
    await did(lead.post(f"{at}/lead", json={}))
    await did(lead.post(f"{at}/candidate", json={"seat_id": place.seat_id, "code_or_name": place.code}))
    await did(lead.post(f"{at}/open", json={}))
    draws = f"/api/staff/seats/{place.seat_id}/draws"
    if any(one["what"] == "subject" for one in (await did(lead.get(draws)))["drawings"]):
        await did(lead.post(f"{draws}/subject", json={}))
        await did(lead.post(f"{draws}/subject/reveal", json={"word": "37"}))


async def did(answer: Any) -> Any:
    """What a request that must succeed answers."""
    got: httpx.Response = await answer
    assert got.status_code < 300, (got.request.url.path, got.status_code, got.text)
    return got.json() if got.content else None


def refused(answer: httpx.Response, status: int, code: str) -> dict[str, str]:
    """The answer of a request that must be refused so, in French, with nothing else in it."""
    assert answer.status_code == status, answer.text
    body: dict[str, str] = answer.json()
    assert set(body) == {"code", "message", "remedy"}
    assert body["code"] == code
    return body


def settings_in(folder: Path, **more: Any) -> Settings:
    """As a fresh installation's, with the tests' pack."""
    given: dict[str, Any] = {
        "data": folder / "var",
        "packs": folder / "packs",
        "web": folder / "web",
        "ice_addresses": ["127.0.0.1"],
        "transcription": False,
        "sip_port": 0,
    }
    return Settings(**(given | more))


def _person(login: str, name: str, roles: list[str]) -> PersonRow:
    made = PersonRow(id=secrets.token_hex(8), login=login, name=name, roles=roles, created_at=datetime.now(UTC))
    made.password_hash = PASSWORD_HASH
    return made


@asynccontextmanager
async def a_centre(folder: Path, **more: Any) -> AsyncGenerator[Centre]:
    """Started and migrated, with STAFF; stopped at the end."""
    write_pack(folder)
    (folder / "web").mkdir(exist_ok=True)
    (folder / "web" / "index.html").write_text("<!doctype html><title>Combiné</title>")
    settings = settings_in(folder, **more)
    if not settings.database_url:
        lay_database(settings.data)
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        centre = Centre(app, app.state.services)
        async with centre.services.sessions() as session, session.begin():
            known = set(await session.scalars(select(PersonRow.login)))
            for login, (name, roles) in STAFF.items():
                if login not in known:
                    session.add(_person(login, name, roles))
        async with centre.services.sessions() as session:
            rows = await session.scalars(select(PersonRow).where(PersonRow.login.is_not(None)))
            centre.ids = {row.login or "": row.id for row in rows}
        try:
            yield centre
        finally:
            await centre.close()


async def end_what_is_old(services: Services) -> None:
    """The look that the server takes every twenty seconds, now."""
    expiry = SignInExpiry(services.sessions, services.sign_ins, services.live_rights, services.sign_in_clock)
    await expiry.end_what_is_old()
