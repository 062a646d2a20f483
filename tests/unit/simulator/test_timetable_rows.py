"""Imported rows: what is understood, and each bad row told with its row, its column, why, and what to do."""

import pytest

from simulator.timetable.rows import CandidateRow, JurorRow, RowFault, Seated, read_candidates, read_jurors

HEADER = ["Nom", "Prénom", "Poste", "Voie d'accès", "Temps majoré", "Référence", "Formateurs"]


def test_a_list_as_centres_keep_it() -> None:
    read = read_candidates(
        [
            HEADER,
            ["MARTIN", "Éva", "Poste 1", "Formation", "", "", "Julien Abadie ; Odile Ailleurs"],
            ["N’Guyen-Lê", "Zoé", "Poste 2", "VAE", "33 %", "RQTH-2026-12", ""],
            [],
            ["محمد", "علي", "3", "capitalisation de CCP", "1/3", "MDPH-7", ""],
        ]
    )
    assert read.faults == []
    assert read.rows == [
        CandidateRow("Éva MARTIN", "Poste 1", "training", 0, 0, "", ("Julien Abadie", "Odile Ailleurs")),
        CandidateRow("Zoé N’Guyen-Lê", "Poste 2", "vae", 33, 0, "RQTH-2026-12", ()),
        CandidateRow("علي محمد", "3", "ccp", 33, 0, "MDPH-7", ()),
    ]


def test_headings_may_stand_lower_in_another_order_and_some_mean_nothing() -> None:
    read = read_candidates([[], ["courriel", "POSTE", "Nom et prénom"], ["a@b.example", "P1", "Lina Ferrand"]])
    assert read.rows == [CandidateRow("Lina Ferrand", "P1")]
    assert read.ignored == ["courriel"]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("<script>alert(1)</script>", "Ce nom contient « < », qui n’est pas une lettre."),
        ("=HYPERLINK(A1)", "Ce nom contient « = », qui n’est pas une lettre."),
        ("Lina 😀", "Ce nom contient « 😀 », qui n’est pas une lettre."),
        ("x" * 2000, f"Ce nom a 2000 caractères ({'x' * 29}…)."),
        ("Paul\u202eMartin", "Ce nom contient un caractère invisible (U+202E)."),
        ("FranÃ§ois Petit", "Les accents de « FranÃ§ois Petit » sont abîmés."),
        ("Fran\ufffdois Petit", "Les accents de « Fran\ufffdois Petit » sont abîmés."),
        ("", "Le nom manque."),
    ],
)
def test_a_bad_name_is_told_with_its_row(name: str, problem: str) -> None:
    read = read_candidates([["Nom", "Poste"], ["Lina Ferrand", "1"], [name, "2"]])
    (fault,) = read.faults
    assert (fault.row, fault.column, fault.problem) == (3, "Nom", problem)
    assert fault.remedy.endswith(".")


def test_two_at_one_desk_on_one_day_are_told_row_by_row_and_one_desk_on_two_days_is_fine() -> None:
    days = ["2027-05-11", "2027-05-12"]
    table = [
        ["Nom", "Poste", "Jour"],
        ["Lina Ferrand", "Salle A · Poste 1", ""],
        ["Éva Martin", "salle a · poste 1", "11/05/2027"],
        ["Noé Petit", "Salle A · Poste 1", "12/05/2027"],
        ["Ana Ruiz", "Poste 9", ""],
        ["Sam Bel", "", ""],
        ["Tom Bel", "", ""],
    ]
    read = read_candidates(table, [Seated("Yanis Benali", "poste 9"), Seated("Zoé Roy", "Poste 9", days[1])], days)
    assert [(one.row, one.column, one.problem) for one in read.faults] == [
        (3, "Poste", "« salle a · poste 1 » est déjà la place de Lina Ferrand (ligne 2) ce jour-là."),
        (5, "Poste", "« Poste 9 » est déjà la place de Yanis Benali ce jour-là."),
    ]
    later = read_candidates(table[:2], [Seated("Zoé Roy", "Salle A · Poste 1", days[1])], days, days[1])
    assert [one.row for one in later.faults] == [2], "a row without a day is of the day that is shown"


@pytest.mark.parametrize("column", ["Temps majoré", "Minutes"])
def test_extra_time_without_the_reference_of_its_decision_is_told_with_its_row(column: str) -> None:
    read = read_candidates([["Nom", column], ["Lina Ferrand", "20"], ["Éva Martin", "0"]])
    (fault,) = read.faults
    assert (fault.row, fault.column) == (2, "Référence")
    assert fault.problem == "Du temps majoré est demandé sans la référence de la décision qui l’accorde."
    assert "jamais la raison" in fault.remedy


def test_somebody_twice_in_the_file_or_there_already() -> None:
    table = [["Nom"], ["Lina Ferrand"], ["FERRAND Lina"], ["Éva Martin"]]
    read = read_candidates(table, known=[Seated("eva martin", "9")])
    assert [(fault.row, fault.problem) for fault in read.faults] == [
        (3, "« FERRAND Lina » est déjà à la ligne 2."),
        (4, "« Éva Martin » est déjà inscrit dans cette session."),
    ]


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        (3, "piscine", "« piscine » n’est pas une voie d’accès."),
        (4, "beaucoup", "« beaucoup » n’est pas un nombre de 0 à 100."),
        (4, "400", "« 400 » n’est pas un nombre de 0 à 100."),
        (2, "Poste <b>1</b>", "Cette case contient « < » ou « > »."),
        (2, "p" * 41, "Ce texte a 41 caractères."),
        (6, "Julien <i>", "Ce nom contient « < », qui n’est pas une lettre."),
    ],
)
def test_a_bad_cell_names_its_column(column: int, value: str, problem: str) -> None:
    row = ["Ferrand", "Lina", "1", "", "", "", ""]
    row[column] = value
    (fault,) = read_candidates([HEADER, row]).faults
    assert (fault.row, fault.column, fault.problem) == (2, HEADER[column], problem)


@pytest.mark.parametrize(("cell", "percent"), [("0,33", 33), ("0.5", 50), ("33%", 33), ("50", 50), ("non", 0)])
def test_a_percentage_as_a_spreadsheet_gives_it(cell: str, percent: int) -> None:
    (row,) = read_candidates([["Nom", "Temps majoré"], ["Lina Ferrand", cell]]).rows
    assert row.extra_percent == percent


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ([], "Ce tableau est vide."),
        ([["Nom"]], "Ce tableau n’a que ses titres."),
        ([["Prénom", "Poste"], ["Lina", "1"]], "La colonne « Nom » manque."),
        ([["Nom", "nom"], ["Lina Ferrand", "b"]], "Deux colonnes disent la même chose."),
    ],
)
def test_a_table_that_cannot_be_one(table: list[list[str]], problem: str) -> None:
    assert problem in [fault.problem for fault in read_candidates(table).faults]


def test_jurors_are_people_with_an_account() -> None:
    accounts = {"p1": "Nadia Roy", "p2": "Marc Lefort"}
    table = [["Juré", "Binôme", "Fidélisation"], ["ROY Nadia", "1", "oui"], ["Paul Inconnu", "1", ""]]
    read = read_jurors(table, accounts)
    assert read.rows[0] == JurorRow("p1", "Nadia Roy", "1", True)
    assert read.faults == [
        RowFault(
            3,
            "Juré",
            "« Paul Inconnu » n’a pas de compte de juré.",
            "Créez son compte (page Séances, « Équipe »), puis importez de nouveau.",
        )
    ]


def test_a_juror_is_of_one_pair_only() -> None:
    table = [["Nom", "Binôme"], ["Nadia Roy", "1"], ["Nadia Roy", "2"]]
    (fault,) = read_jurors(table, {"p1": "Nadia Roy"}).faults
    assert (fault.row, fault.problem) == (3, "« Nadia Roy » est déjà à la ligne 2.")


DAYS = ("2026-11-29", "2026-11-30")


def test_a_short_year_is_understood_and_an_impossible_date_clashes_with_nobody() -> None:
    heading = ["Nom", "Poste", "Jour"]
    read = read_candidates([heading, ["Éva Martin", "P1", "29/11/26"], ["Noé Petit", "P1", "30/11/2026"]], (), DAYS)
    assert ([row.day for row in read.rows], read.faults) == ([*DAYS], [])
    wrong = [
        heading,
        ["Éva Martin", "P1", "31/02/2026"],
        ["Noé Petit", "P1", "29/11/2026"],
        ["Ana B", "P2", "29/11/1926"],
    ]
    faults = read_candidates(wrong, (), DAYS).faults
    assert [(one.row, one.column) for one in faults] == [(2, "Jour"), (4, "Jour")]
    assert faults[0].remedy == "Écrivez l’un de ses jours : 29/11/2026, 30/11/2026."


@pytest.mark.parametrize("reference", ["0", "00", "-", "non", ""])
def test_what_refers_to_no_decision_grants_no_extra_time(reference: str) -> None:
    read = read_candidates([["Nom", "Temps majoré", "Référence"], ["Éva Martin", "33 %", reference]])
    assert [(one.row, one.column) for one in read.faults] == [(2, "Référence")]


def test_figures_alone_are_no_name() -> None:
    (fault,) = read_candidates([["Nom"], ["123456"]]).faults
    assert fault.problem == "« 123456 » n’a aucune lettre : ce n’est pas un nom."
