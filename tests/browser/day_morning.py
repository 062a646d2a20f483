"""The morning of an exam day, by the pages: made, imported, planned, sealed, opened, everybody noted."""

import re

from playwright.async_api import Page, expect

from tests.browser.day_desks import Candidate
from tests.integration.simulator.open_centre import OpenCentre

LIST = """Nom;Prénom;Poste;Temps majoré;Référence
Martin;Léa;Salle A · Poste 1;;
Benali;Yanis;Salle A · Poste 2;33 %;Décision 12
"""


async def makes_the_session(lead: Page, title: str, *days: str) -> str:
    """From the list of sessions to the page that prepares the day. `days`: ISO dates. The session's id."""
    await lead.get_by_label("Titre", exact=True).fill(title)
    await lead.get_by_label("Genre").select_option("title")
    for index, day in enumerate(days):
        if index:
            await lead.get_by_role("button", name="Ajouter un jour").click()
        await lead.get_by_label("Date du jour" if index else "Date", exact=not index).last.fill(day)
    await lead.get_by_role("button", name="Créer la séance").click()
    await expect(lead.get_by_role("heading", level=1, name="Préparer la journée")).to_be_visible()
    found = re.search(r"/sessions/([^/]+)/emploi-du-temps", lead.url)
    assert found
    return found[1]


async def imports(lead: Page, table: str = LIST, candidates: int = 2) -> None:
    """The list is shown before it is kept."""
    chooser = lead.get_by_label(re.compile("^Importer (la liste des|d’autres) candidats…"))
    file = {"name": "candidats.csv", "mimeType": "text/csv", "buffer": table.encode()}
    await chooser.set_input_files(files=[file])  # type: ignore[list-item]  a dict is what it takes at run time
    await expect(lead.get_by_text("Rien n’est encore enregistré.")).to_be_visible()
    await lead.get_by_role("button", name=f"Inscrire ces {candidates} candidats").click()


async def plans(lead: Page, *pairs: tuple[str, str]) -> None:
    """Pairs of jurors, by name, a room each; a plan without conflict, published."""
    for number, (first, second) in enumerate(pairs or [("Nadia Roy", "Marc Lefort")], start=1):
        await lead.get_by_role("button", name="Ajouter un binôme").click()
        await lead.get_by_label(f"Juré 1 de Jury {number}").select_option(label=first)
        await lead.get_by_label(f"Juré 2 de Jury {number}").select_option(label=second)
    await lead.get_by_role("button", name="Enregistrer jury et salles").click()
    compute = lead.get_by_role("button", name="Calculer le plan")
    await expect(compute).to_be_visible()
    # Offered where the solver is installed: the shortest day is another test's matter.
    quick = lead.get_by_label("Calcul", exact=True)
    if await quick.count():
        await quick.select_option(label="Rapide")
    await compute.click()
    await expect(lead.get_by_role("heading", name="Aucun conflit")).to_be_visible()
    await lead.get_by_role("button", name="Publier l’emploi du temps").click()
    await expect(lead.get_by_role("link", name="Ouvrir le PDF : Convocations")).to_be_visible()


async def gives_codes(lead: Page, house: OpenCentre, session_id: str) -> list[Candidate]:
    """What the sheets to be cut out say; their seats by the links beside."""
    await lead.goto(f"{house.address}/sessions/{session_id}")
    await lead.get_by_role("button", name="Donner les codes de poste").click()
    sheets = lead.get_by_role("region", name="Codes de poste").locator(".two > div")
    links = lead.get_by_role("link", name="Poste du jury")
    await expect(sheets.first).to_be_visible()
    given: list[Candidate] = []
    for index, sheet in enumerate(await sheets.all()):
        name = (await sheet.locator("b").inner_text()).split(" · ")[1]
        seat_id = (await links.nth(index).get_attribute("href") or "").rsplit("/", 1)[1]
        given.append(Candidate(name, seat_id, await sheet.locator(".num").inner_text()))
    return given


async def seals(lead: Page, house: OpenCentre, session_id: str) -> str:
    """The evening before: the content is encrypted. The opening code, of its envelope's sheet."""
    await lead.goto(f"{house.address}/sessions/{session_id}/plis")
    await lead.get_by_role("button", name="Mettre sous scellés").click()
    await lead.get_by_role("button", name="Sceller", exact=True).click()
    sheet = lead.get_by_role("dialog", name="À imprimer maintenant")
    code = await sheet.get_by_text(re.compile(r"^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$")).inner_text()
    await lead.get_by_role("button", name="Elles sont imprimées").click()
    await expect(lead.get_by_text("Sujet chiffré")).to_be_visible()
    return code


async def confirms(lead: Page, candidate: Candidate) -> None:
    """The responsible person, then a candidate by the code of their sheet, see the envelopes sealed."""
    await lead.get_by_role("button", name="Je vois les plis scellés").click()
    await expect(lead.get_by_text("Claire Delmas, à")).to_be_visible()
    await lead.get_by_label("Candidat présent").select_option(candidate.seat_id)
    await lead.get_by_label("Il tape le code").fill(candidate.code)
    await lead.get_by_role("button", name="Le candidat voit les plis scellés").click()
    await expect(lead.get_by_text("par le code de sa feuille")).to_be_visible()


async def opens(lead: Page, code: str) -> None:
    """By the code of the envelope."""
    await lead.get_by_label("Code d’ouverture").fill(code)
    await lead.get_by_role("button", name="Ouvrir les plis").click()
    await expect(lead.get_by_role("heading", name=re.compile("^Plis ouverts à"))).to_be_visible()


async def notes_presence(watch: Page, candidate: Candidate) -> None:
    """The invigilator has seen their identity card."""
    await watch.get_by_role("button", name=f"Pointer {candidate.name}").click()
    await watch.get_by_role("button", name="Identité contrôlée, présent").click()
    await watch.get_by_role("dialog").get_by_role("button", name="Fermer").click()
