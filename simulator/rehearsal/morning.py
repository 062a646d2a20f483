"""Before the first phase: accounts, session, list of candidates, timetable, seals, desk codes, envelopes."""

from contextlib import AsyncExitStack
from typing import Any

from exams.formats import official_formats
from exams.phases import FormatId
from simulator.rehearsal.cast import Cast
from simulator.rehearsal.faults import DidNotHold
from simulator.rehearsal.held_day import Candidacy, HeldDay
from simulator.rehearsal.house import Installation, Prepared
from simulator.rehearsal.passing_clock import Clock
from simulator.rehearsal.person import Json, Person
from simulator.rehearsal.report import Report

START = 8 * 60 + 30
"""8:30, in minutes since midnight."""

RULES = {
    "start": START,
    "letter_minutes": 15,
    "lunch_minutes": 45,
    "lunch_from": 11 * 60 + 30,
    "lunch_until": 14 * 60,
    "deliberation_minutes": 30,
    "latest_end": 20 * 60,
}
UNDER_SEAL = "pack_under_seal"
"""Code of the refusal of a pack that nobody may see before its exam."""

EXTRA_PERCENT = 33
"""Extra time of the second candidate, where there is one."""


class Morning:
    """`stack` closes the browsers that it opens."""

    def __init__(
        self,
        installation: Installation,
        clock: Clock,
        format_id: FormatId,
        report: Report,
        stack: AsyncExitStack,
    ) -> None:
        self._house, self._clock = installation, clock
        self._format_id: FormatId = format_id
        self._report, self._stack = report, stack

    async def begin(self) -> tuple[HeldDay, list[Candidacy]]:
        """Until the envelopes are open and every candidate sits at their desk. Raises DidNotHold."""
        cast = self._house.cast
        with self._report.step("Comptes, séance, sujets"):
            day, jurors = await self._prepare(cast)
        with self._report.step("Import des candidats, emploi du temps"):
            shown = await self._plan(day, cast, jurors)
        with self._report.step("Mise sous scellés, codes de poste"):
            sealed = await day.lead.post(f"{day.at}/sealing")
            codes = await day.lead.post(f"/api/staff/sessions/{day.session_id}/desk-codes")
        with self._report.step("Ouverture des plis, contrôle des identités"):
            await self._open_envelopes(day, codes[0], sealed["opening_code"])
            present = [await self._seat(day, shown, one, jurors) for one in codes]
        return day, present

    async def _prepare(self, cast: Cast) -> tuple[HeldDay, dict[str, str]]:
        """The day, and the jurors' ids by login."""
        lead = await self._stack.enter_async_context(await self._house.lead())
        made = await self._session(lead)
        invigilator = await self._stack.enter_async_context(await self._house.staff(cast.invigilator.login))
        phases = tuple(one.id for one in official_formats()[self._format_id].phases)
        return HeldDay(self._house, self._clock, made.session_id, phases, lead, invigilator), made.people

    async def _session(self, lead: Person) -> Prepared:
        """On the first pack that will do: one may be under seal for an exam that is to come."""
        day, sealed = self._clock.now().astimezone().date(), None
        for pack, subject in self._subjects(await lead.get("/api/staff/packs")):
            try:
                return await self._house.prepare(lead, self._format_id, pack, subject, day)
            except DidNotHold as fault:
                if fault.code != UNDER_SEAL:
                    raise
                sealed = fault
        raise sealed or DidNotHold("Aucun scénario n’a d’étude de cas et de sujet pour ces épreuves.")

    def _subjects(self, packs: Any) -> list[tuple[str, str]]:
        """Packs with a case study, and their subject of this format; then those for any format."""
        return [
            (str(pack["id"]), str(one["id"]))
            for wanted in (self._format_id, None)
            for pack in packs
            if pack["case_studies"]
            for one in pack["subjects"]
            if one["exam_format"] == wanted
        ]

    async def _plan(self, day: HeldDay, cast: Cast, jurors: dict[str, str]) -> Json:
        """The list is previewed, then kept; the plan is computed and published. Returns the timetable."""
        rows = ["Nom;Poste;Voie d’accès;Temps majoré;Référence;Formateurs"]
        for number, name in enumerate(cast.candidates, start=1):
            extra = f"{EXTRA_PERCENT} %;Décision {number}" if number == 2 else ";"
            rows.append(f"{name};Salle A · Poste {number};;{extra};")
        listed = "\n".join(rows).encode()
        preview = await day.lead.send("POST", f"{day.at}/import/candidates", listed)
        if preview["faults"]:
            raise DidNotHold(f"La liste des candidats est refusée : {preview['faults'][0]}")
        shown = await day.lead.post(f"{day.at}/candidates", candidates=preview["candidates"])
        at = f"{day.at}/timetable"
        setup = {"version": shown["version"], "date": self._today(), "rules": RULES} | _ground(cast, jurors)
        shown = await day.lead.put(f"{at}/setup", **setup)
        shown = await day.lead.post(f"{at}/plan", version=shown["version"])
        if shown["conflicts"]:
            raise DidNotHold(f"L’emploi du temps ne tient pas : {shown['conflicts'][0]['sentence']}")
        self._report.note(f"Fin prévue à {shown['end'] // 60} h {shown['end'] % 60:02}.")
        return dict(await day.lead.post(f"{at}/publish", version=shown["version"]))

    async def _open_envelopes(self, day: HeldDay, witness: Json, opening_code: str) -> None:
        at = f"{day.at}/opening"
        await day.lead.post(f"{at}/lead", intact=True)
        await day.lead.post(f"{at}/candidate", seat_id=witness["seat_id"], code_or_name=witness["code"], intact=True)
        opened = await day.lead.post(f"{at}/open", code=opening_code)
        if opened["opened_at"] is None:
            raise DidNotHold("Les plis ne sont pas ouverts.")

    async def _seat(self, day: HeldDay, shown: Json, code: Json, ids: dict[str, str]) -> Candidacy:
        """The invigilator looks at their paper; they sign in with the code of their sheet, and so does their jury."""
        seat_id = code["seat_id"]
        await day.invigilator.post(f"{day.at}/seats/{seat_id}/identity", document="identity_card")
        person = await self._stack.enter_async_context(await self._house.candidate(code["code"]))
        pair_id = next(one["pair"] for one in shown["bookings"] if one["candidate"] == seat_id and one["pair"])
        pair = next(one for one in shown["pairs"] if one["id"] == pair_id)
        logins = {person_id: login for login, person_id in ids.items()}
        first, second = [
            await self._stack.enter_async_context(await self._house.staff(logins[one["id"]]))
            for one in pair["jurors"]
        ]
        names = (pair["jurors"][0]["name"], pair["jurors"][1]["name"])
        return Candidacy(seat_id, code["candidate_name"], person, (first, second), names)

    def _today(self) -> str:
        return f"{self._clock.now().astimezone():%Y-%m-%d}"


def _ground(cast: Cast, ids: dict[str, str]) -> Json:
    """Rooms and pairs, as the page sends them."""
    rooms: list[Json] = [
        {"id": "a", "name": "Salle A", "posts": 12, "uses": ["case_study"]},
        {"id": "b", "name": "Salle B", "posts": 12, "uses": ["preparation"]},
    ]
    pairs: list[Json] = []
    for number, pair in enumerate(cast.pairs, start=1):
        rooms.append({"id": f"j{number}", "name": f"Jury {number}", "posts": 1, "uses": ["jury"]})
        jurors = [{"id": ids[one.login], "name": one.name, "knows_retention": one.knows_retention} for one in pair]
        pairs.append({"id": f"p{number}", "name": f"Binôme {number}", "jurors": jurors, "room": f"j{number}"})
    return {"rooms": rooms, "pairs": pairs}
