"""A day prepared in the browser: imported, planned, moved by mouse, keyboard and form, undone, published, printed."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page, expect

from tests.browser.demo_house import DemoHouse, a_browser, at_desk, faults

SMALL: Any = {"width": 1366, "height": 625}
AT_200: Any = {"width": 683, "height": 312}
LIST = "Nom;Prénom;Voie d’accès;Temps majoré;Référence\n" + "\n".join(
    f"{family};{first};{route};{extra};{reference}"
    for family, first, route, extra, reference in (
        ("Martin", "Éva", "formation", "", ""),
        ("N’Guyen-Lê", "Zoé", "VAE", "33 %", "D-2027-4"),
        ("Petit", "Noé", "", "", ""),
    )
)


async def looked_at(page: Page, folder: Path, name: str) -> None:
    """No fault, nothing beyond the edge, at both sizes; a picture of each."""
    for size, suffix in ((SMALL, ""), (AT_200, "-200")):
        await page.set_viewport_size(size)
        assert await faults(page, may_scroll=True) == [], (name, suffix)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, suffix)
        await page.screenshot(path=folder / f"{name}{suffix}.png", full_page=bool(suffix))
    await page.set_viewport_size(SMALL)


async def test_a_day_is_imported_planned_moved_and_printed(house: DemoHouse, tmp_path: Path) -> None:
    async with a_browser() as browser:
        page = await at_desk(browser, house, "session_lead")
        await page.set_viewport_size(SMALL)
        await page.get_by_label("Titre", exact=True).fill("Session de mai")
        await page.get_by_label("Genre").select_option("title")
        await page.get_by_label("Date").fill("2027-05-11")
        await page.get_by_role("button", name="Créer la séance").click()
        await expect(page.get_by_role("heading", level=1, name="Préparer la journée")).to_be_visible()

        bad = {"name": "liste.csv", "mimeType": "text/csv", "buffer": "Nom\n<b>Éva</b>\n".encode()}
        chooser = page.get_by_label("Importer la liste des candidats…")
        await chooser.set_input_files(files=[bad])  # type: ignore[list-item]  a dict is what it takes at run time
        await expect(page.get_by_role("alert")).to_contain_text("Ligne 2, Nom")
        await looked_at(page, tmp_path, "fautes")
        good = bad | {"buffer": LIST.encode()}
        await chooser.set_input_files(files=[good])  # type: ignore[list-item]  a dict is what it takes at run time
        await expect(page.get_by_text("Rien n’est encore enregistré.")).to_be_visible()
        await page.get_by_role("button", name="Inscrire ces 3 candidats").click()
        # What comes next is shown by itself; the list is one press away.
        await expect(page.get_by_role("form", name="Jury et salles")).to_be_visible()
        await page.get_by_role("button", name="1. Candidats").click()
        await expect(page.get_by_role("heading", name="3 candidats")).to_be_visible()
        await page.get_by_text("C-02 · Zoé N’Guyen-Lê").click()
        await expect(page.get_by_text("dossier professionnel")).to_be_visible()
        await looked_at(page, tmp_path, "candidats")

        await page.get_by_role("button", name="Continuer : jury et salles").click()
        await page.get_by_role("button", name="Ajouter un binôme").click()
        await page.get_by_label("Juré 1 de Jury 1").select_option(label="Nadia Roy")
        await page.get_by_label("Juré 2 de Jury 1").select_option(label="Marc Lefort")
        await looked_at(page, tmp_path, "salles")
        await page.get_by_role("button", name="Enregistrer jury et salles").click()
        await page.get_by_role("button", name="Calculer le plan").click()
        await expect(page.get_by_role("heading", name="Aucun conflit")).to_be_visible(timeout=30_000)
        await looked_at(page, tmp_path, "plan")

        # By keyboard: to the jury's first correction, four steps later, with what is in conflict beside it.
        first = page.get_by_role("button", name="correction du courrier C-01, de 9:45 à 10:00")
        await first.focus()
        await page.keyboard.press("Shift+ArrowRight")
        await expect(page.get_by_role("button", name="correction du courrier C-01, de 9:50 à 10:05")).to_be_focused()
        await expect(page.get_by_role("region", name="Conflits")).to_contain_text("serait à deux endroits")
        await looked_at(page, tmp_path, "conflit")
        # Each further move is announced as the first was: the bar that has the focus is named by its new hours.
        await page.get_by_role("button", name="correction du courrier C-01, de 9:50 à 10:05").focus()
        await page.keyboard.press("Shift+ArrowRight")
        await expect(page.get_by_role("button", name="correction du courrier C-01, de 9:55 à 10:10")).to_be_focused()
        await page.get_by_role("button", name="Annuler la dernière modification").press("Enter")
        await expect(page.get_by_role("button", name="correction du courrier C-01, de 9:50 à 10:05")).to_be_visible()
        await page.get_by_role("button", name="Annuler la dernière modification").press("Enter")
        await expect(page.get_by_role("heading", name="Aucun conflit")).to_be_visible()

        # By the form: the last interview of the day may be later.
        last = page.locator("[data-key*='final_interview']").last
        await last.focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_label("Commence à")).to_be_focused()
        await page.get_by_label("Commence à").fill("18:00")
        await expect(page.get_by_role("form", name="Déplacer")).to_contain_text("Se déplace aussi")
        await expect(page.get_by_role("form", name="Déplacer").get_by_text("Aucun conflit.")).to_have_count(0)
        await looked_at(page, tmp_path, "deplacer")
        await page.get_by_role("button", name="Fermer", exact=True).click()

        await page.get_by_role("button", name="Publier l’emploi du temps").press("Enter")
        link = page.get_by_role("link", name="Ouvrir le PDF : Convocations")
        await expect(link).to_be_visible()
        await looked_at(page, tmp_path, "imprimer")
        answer = await page.context.request.get(house.address + (await link.get_attribute("href") or ""))
        assert (answer.status, (await answer.body())[:5]) == (200, b"%PDF-")


async def test_a_bar_is_dragged_with_the_mouse(house: DemoHouse) -> None:
    async with a_browser() as browser:
        page = await at_desk(browser, house, "session_lead")
        await page.set_viewport_size(SMALL)
        await page.get_by_label("Titre", exact=True).fill("Étude de cas seule")
        session = await page.evaluate(
            """async () => {
              const send = (path, body) => fetch(path, {method: body.method ?? "POST", headers:
                {"X-Combine": "1", "Content-Type": "application/json"}, body: JSON.stringify(body.json)})
                .then((answer) => answer.json());
              const exam_day = {format_id: "ccp1", phases: ["case_study", "preparation"]};
              const made = await send("/api/staff/sessions", {json: {kind: "exam", title: "Blanc",
                pack_id: "velambre", subject_id: "decouverte", exam_day}});
              const day = `/api/staff/exam-days/${made.id}`;
              const one = await send(`${day}/candidates`, {json: {candidates: [{name: "Lina Ferrand"}]}});
              const room = {id: "a", name: "Salle A", posts: 4, uses: ["case_study", "preparation"]};
              const two = await send(`${day}/timetable/setup`, {method: "PUT", json: {version: one.version,
                rooms: [room], pairs: [], rules: one.rules}});
              await send(`${day}/timetable/plan`, {json: {version: two.version}});
              return made.id;
            }"""
        )
        await page.goto(f"{house.address}/sessions/{session}/emploi-du-temps")
        bar = page.get_by_role("button", name="tirage et préparation, de 9:45 à 10:00")
        box = await bar.bounding_box()
        assert box is not None
        # The day drawn is 8:00 to 10:00 or 11:00: some hundred pixels are well over five minutes.
        await page.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2)
        await page.mouse.down()
        await page.mouse.move(box["x"] - 100, box["y"] + box["height"] / 2, steps=4)
        await page.mouse.up()
        await expect(bar).to_have_count(0)
        await expect(page.get_by_role("region", name="Conflits")).to_contain_text("Lina Ferrand")
