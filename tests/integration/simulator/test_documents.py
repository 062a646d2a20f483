"""Every document that may be printed, made over HTTP: for readers (PDF/UA-1), for archives (PDF/A-2a), in French.

The kinds are read from the application's own routes: one that is added without its line here fails the first test.
"""

import inspect
import io
import itertools
import re
import zipfile
from collections.abc import AsyncGenerator, Mapping
from typing import Any, get_args

import pytest
import pytest_asyncio
from fastapi.routing import APIRoute

from simulator.deliberation.owed import ARCHIVE_JOB
from simulator.documents.routes import Pdf
from simulator.facts import kinds
from tests.integration.simulator.case_study import a_case_study, close, save
from tests.integration.simulator.ground import Centre, a_centre, did
from tests.integration.simulator.juries import CCP1, Jury
from tests.integration.simulator.knocking import each_route
from tests.integration.simulator.timetables import a_plan
from tests.printed import heard, printed_lines, read_aloud, unmet

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAME = "Anne-Élodie 🙂 de La Roche « d’Or » محمد שלום 李雷"
SEAT, DAY = "/api/staff/seats/{seat_id}", "/api/staff/exam-days/{session_id}"
EXCHANGE = "/api/staff/runs/{run_id}"

KINDS = {
    "/api/candidate/productions/preview.pdf": "study",
    f"{SEAT}/productions.pdf": "study",
    f"{DAY}/seats/{{seat_id}}/productions.pdf": "study",
    f"{SEAT}/interview/guide.pdf": "exam",
    f"{SEAT}/matrix.pdf": "practice",
    f"{EXCHANGE}/sheet.pdf": "practice",
    f"{EXCHANGE}/confirmation.pdf": "practice",
    f"{SEAT}/paper-grid.pdf": "exam",
    f"{SEAT}/results/assessment.pdf": "exam",
    f"{SEAT}/results/results.pdf": "exam",
    f"{SEAT}/results/partial-success.pdf": "title",
    f"{DAY}/results/minutes.pdf": "exam",
    f"{DAY}/results/attendance.pdf": "exam",
    f"{DAY}/results/ceres.pdf": "exam",
    f"{DAY}/timetable/print/people.pdf": "timetable",
    f"{DAY}/timetable/print/convocations.pdf": "timetable",
    f"{DAY}/timetable/print/doors.pdf": "timetable",
    f"{DAY}/timetable/print/attendance.pdf": "timetable",
}
"""Path with its choices filled in: at which of `Printed`'s places it is made."""

JURORS_OWN = {f"{SEAT}/interview/guide.pdf", f"{EXCHANGE}/sheet.pdf", f"{SEAT}/matrix.pdf"}


class Printed:
    """A centre in which there is something to print of each kind."""

    def __init__(self, centre: Centre, places: Mapping[str, dict[str, str]]) -> None:
        self.centre, self.places = centre, places
        self._known: dict[str, bytes] = {}

    async def of(self, kind: str) -> bytes:
        if kind not in self._known:
            place = self.places[KINDS[kind]]
            if kind.startswith("/api/candidate/"):
                return bytes.fromhex(place["preview"])
            browser = await self.centre.as_("roy") if kind in JURORS_OWN else await self.centre.lead()
            answer = await browser.get(kind.format(**place))
            assert answer.status_code == 200, (kind, answer.text)
            assert answer.headers["content-type"] == "application/pdf"
            self._known[kind] = answer.content
        return self._known[kind]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def printed(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Printed]:
    async with a_centre(tmp_path_factory.mktemp("documents")) as centre:
        places = {
            "practice": await _practised(centre),
            "study": await _written(centre),
            "exam": await _signed(centre, CCP1),
            "title": await _signed(centre, {"format_id": "title", "phases": ["exchanges"]}, refuses="title"),
            "timetable": await _planned(centre),
        }
        yield Printed(centre, places)


def routes_that_print(centre: Centre) -> set[str]:
    """Each choice of a path (`{sheet_kind}`) is a kind of its own."""
    found: set[str] = set()
    for route in each_route(centre.app.routes):
        if not isinstance(route, APIRoute) or "GET" not in route.methods:
            continue
        prints = isinstance(route.response_class, type) and issubclass(route.response_class, Pdf)
        if not prints and not route.path.endswith(".pdf"):
            continue
        asked = inspect.signature(route.endpoint).parameters
        choices = {name: get_args(asked[name].annotation) for name in re.findall(r"{(\w+)}", route.path)}
        choices = {name: values for name, values in choices.items() if all(isinstance(it, str) for it in values)}
        choices = {name: values for name, values in choices.items() if values}
        for chosen in itertools.product(*choices.values()):
            path = route.path
            for name, value in zip(choices, chosen, strict=True):
                path = path.replace(f"{{{name}}}", value)
            found.add(path)
    return found


async def test_every_kind_that_a_route_prints_is_known_here(printed: Printed) -> None:
    assert routes_that_print(printed.centre) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_document_is_made_for_readers_and_for_archives(printed: Printed, kind: str) -> None:
    assert unmet(await printed.of(kind)) == []


@pytest.mark.parametrize("kind", [one for one in KINDS if KINDS[one] != "timetable"])
async def test_a_name_of_any_script_is_printed_and_what_no_face_draws_stands_as_its_code(
    printed: Printed, kind: str
) -> None:
    words = read_aloud(await printed.of(kind))
    # A letter to a customer says nothing of who wrote it; the session's sheets and the rest name the candidate.
    if kind != f"{EXCHANGE}/confirmation.pdf" and KINDS[kind] != "study":
        assert "Anne-Élodie" in words
        assert "U+674E" in words
    assert "\ufffd" not in words
    assert "\ufffe" not in words


async def test_every_pdf_of_an_archive_and_of_a_persons_export_is_so_too(printed: Printed) -> None:
    centre, place = printed.centre, printed.places["title"]
    lead, session = await centre.lead(), place["session_id"]
    await centre.services.jobs.all_done(ARCHIVE_JOB)
    await did(lead.post(f"/api/staff/exam-days/{session}/archives"))
    await centre.services.jobs.all_done(ARCHIVE_JOB)
    page = await did(lead.get(f"/api/staff/sessions/{session}/deliberations"))
    ids = [page["candidates"][0]["archive"]["id"], page["archive"]["id"]]
    urls = [f"/api/staff/archives/{one}" for one in ids]
    urls.append(f"/api/staff/seats/{place['seat_id']}/personal-export.zip")
    seen = 0
    for url in urls:
        with zipfile.ZipFile(io.BytesIO((await lead.get(url)).content)) as archive:
            for name in archive.namelist():
                if name.endswith(".pdf"):
                    assert unmet(archive.read(name)) == [], (url, name)
                    seen += 1
    assert seen >= 7


async def test_headings_say_what_each_sheet_is_and_whose(printed: Printed) -> None:
    for kind in KINDS:
        levels = [one.kind for one in heard(await printed.of(kind)) if one.kind.startswith("H")]
        assert levels[0] == "H1", kind
        steps = [(int(a[1]), int(b[1])) for a, b in itertools.pairwise(levels)]
        assert all(after - before <= 1 for before, after in steps), (kind, levels)


ORDER = {
    f"{SEAT}/productions.pdf": ("Résumé de la situation | Aucun texte n’a été remis. | Vélambre | Madame, | excuses"),
    f"{SEAT}/interview/guide.pdf": (
        "Guide d’entretien | Session | Juré | Nadia Roy | Questions ouvertes | Mes notes"
    ),
    f"{SEAT}/matrix.pdf": (
        "Grille des échanges | Échange | 1. Mme | 3. Mme | Lecture | CP1.1 | CP3.1 | Satisfaisant"
    ),
    f"{EXCHANGE}/sheet.pdf": (
        "Fiche d’échange | Candidat | Faits mesurés | CP3.1 | Remarque : rassure | + 0: | Satisfaisant | "
        "Qualification du dossier | Autre que l’attendu | Appréciations | Bonjour 😀 | "
        "Bonjour, je regarde | Votre colis | Madame, | Juré 1"
    ),
    f"{EXCHANGE}/confirmation.pdf": "Maison Vive | Lyon | Morel | le 2 mars 2026 | Objet | Madame, | Il part",
    f"{SEAT}/paper-grid.pdf": ("Grille d’évaluation | Candidat | Une case | Réf. | Éch. 1 | CP1.1 | CP3.9 | Saisie"),
    f"{SEAT}/results/assessment.pdf": "Fiche d’évaluation | Jury | 1 avis identique sur 2 | CP3.1 | Signatures",
    f"{SEAT}/results/results.pdf": ("Décisions du jury | CP1 | Acquise | CCP1 | Obtenu | Motifs | CP3.1 | Apaise"),
    f"{SEAT}/results/partial-success.pdf": "Attestation | a obtenu | CCP1 | Compétences attestées | Signatures",
    f"{DAY}/results/minutes.pdf": "Procès-verbal | Ouverture des plis | C-01 | Obtenu | Archives | Responsable",
    f"{DAY}/results/attendance.pdf": "Feuille d’émargement | Signature | C-01 | Jury | Marc Lefort | Nadia Roy",
    f"{DAY}/results/ceres.pdf": "Feuille de saisie | À saisir | Numéro dans la session | C-01 | Titre | CCP1",
    f"{DAY}/timetable/print/people.pdf": ("Éva Martin | Heure | 8 h 30 | Étude de cas | Salle A | Zoé | Marc Lefort"),
    f"{DAY}/timetable/print/convocations.pdf": ("Convocation · | Éva Martin | 11 mai 2027 | 8 h 15 | Votre journée"),
    f"{DAY}/timetable/print/doors.pdf": "Salle A | Qui | 8 h 30 | Éva Martin | Étude de cas | Salle 12",
    f"{DAY}/timetable/print/attendance.pdf": "Salle A | Arrivée | Départ | Éva Martin | Jury | Marc Lefort",
}
"""Words in the order in which they are heard, between bars."""


@pytest.mark.parametrize("kind", ORDER)
async def test_a_document_is_heard_in_the_order_in_which_it_makes_sense(printed: Printed, kind: str) -> None:
    told, at = read_aloud(await printed.of(kind)).replace("\u00a0", " "), 0
    for words in ORDER[kind].split(" | "):
        found = told.find(words, at)
        assert found >= 0, f"« {words} » is not heard where it should be, in:\n{told}"
        at = found + len(words)


async def test_the_titles_53_criteria_are_heard_once_each_and_every_page_repeats_its_header(printed: Printed) -> None:
    place = printed.places["title"]
    lead, wanted = await printed.centre.lead(), printed.centre.services.referential
    pdf = (await lead.get(f"/api/staff/seats/{place['seat_id']}/results/assessment.pdf")).content
    assert unmet(pdf) == []
    pieces = heard(pdf)
    criteria = [criterion for one in wanted.competences for criterion in one.criteria]
    assert len(criteria) == 53
    assert [one.words for one in pieces if one.kind == "TD" and re.fullmatch(r"CP\d\.\d+", one.words)] == criteria
    for page in {one.page for one in pieces if one.kind == "TD"}:
        first = next(line for line in printed_lines(pdf, page) if line.strip())
        assert first.startswith(("Réf.", "CP", "Fiche")), (page, first)
        assert "Retenu par le jury" in "\n".join(printed_lines(pdf, page))


async def _practised(centre: Centre) -> dict[str, str]:
    """A chat that was played, marked, qualified and confirmed."""
    place = await centre.place(candidate=NAME)
    room = await centre.services.rooms.room(place.seat_id)
    jury = Jury(centre, place)
    run = next(one for one in room.state.runs.values() if one.exchange.candidate.channel == "chat")
    customer = run.customer.id
    told = [
        kinds.ExchangeStarted(),
        kinds.ChatSent(message_id="m1", by="customer", text="Bonjour 😀 où est mon colis ? 你好"),
        kinds.ChatSent(message_id="m2", by="candidate", text="Bonjour, je regarde votre dossier."),
        kinds.FileOpened(customer_id=customer),
        kinds.FileChanged(customer_id=customer, field="comment", value="À rappeler lundi."),
        kinds.ConfirmationSent(
            medium="mail", recipient="Morel", subject="Votre colis", body="Madame,\n\nIl part ce soir 👩‍💻."
        ),
        kinds.WrapUpStarted(limit_seconds=120),
        kinds.MarkPlaced(mark_id="r1", criterion="CP3.1", sign="favourable", at_seconds=12.0, text="rassure"),
        kinds.VerdictSet(criterion="CP3.1", verdict="satisfactory", comment="posé"),
        kinds.ExchangeEnded(by="candidate"),
        kinds.AppreciationSet(competence="CP3", text="Un échange calme."),
    ]
    await jury.told("roy", *told, run_id=run.run_id)
    return {"seat_id": place.seat_id, "session_id": place.session_id, "run_id": run.run_id}


async def _written(centre: Centre) -> dict[str, str]:
    place = await a_case_study(centre, candidate=NAME)
    candidate = await centre.at_desk(place.code)
    await did(save(candidate, "Madame,", "", "Nous vous présentons nos excuses 🙏 李."))
    preview = await candidate.get("/api/candidate/productions/preview.pdf")
    assert preview.status_code == 200, preview.text
    await close(centre, place)
    return {"seat_id": place.seat_id, "session_id": place.session_id, "preview": preview.content.hex()}


async def _signed(centre: Centre, day: dict[str, Any], refuses: str = "") -> dict[str, str]:
    place = await centre.place("exam", exam_day=day, candidate=NAME)
    jury = Jury(centre, place)
    await jury.signed(**({"refuses": refuses} if refuses else {}))
    return {"seat_id": place.seat_id, "session_id": place.session_id}


async def _planned(centre: Centre) -> dict[str, str]:
    lead, day, shown = await a_plan(centre)
    await did(lead.post(f"{day}/timetable/publish", json={"version": shown["version"]}))
    return {"session_id": day.rsplit("/", 1)[1]}
