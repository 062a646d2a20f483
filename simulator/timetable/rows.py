"""An imported table's rows as candidates or jurors, or as faults: row, column, what is wrong, what to do. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from exams.timetable.model import Route
from exams.timetable.words import parts_of_name
from scenarios.invisible import invisible_in
from simulator.ids import PersonId
from simulator.timetable.days import FIRST, as_date, day_called

Row = TypeVar("Row")

LONGEST_NAME = 80
MOST_EXTRA_PERCENT, MOST_EXTRA_MINUTES = 100, 120


@dataclass(frozen=True, slots=True)
class RowFault:
    """`row` as the spreadsheet numbers it; 0: the table as a whole."""

    row: int
    column: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class CandidateRow:
    name: str
    desk: str = ""
    route: Route = "training"
    extra_percent: int = 0
    extra_minutes: int = 0
    accommodation: str = ""
    trainers: tuple[str, ...] = ()
    day: str = ""
    """A date; "" where the list names none."""
    line: int = field(default=0, compare=False)
    """As the spreadsheet numbers it."""


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody of the session already. `day`: as days are called, "" for the first."""

    name: str
    desk: str
    day: str = FIRST


@dataclass(frozen=True, slots=True)
class JurorRow:
    """`person_id`: the account that this name is."""

    person_id: PersonId
    name: str
    pair: str = ""
    knows_retention: bool = False


@dataclass(slots=True)
class Read(Generic[Row]):
    """Nothing is imported unless `faults` is empty."""

    rows: list[Row] = field(default_factory=list[Row])
    faults: list[RowFault] = field(default_factory=list[RowFault])
    ignored: list[str] = field(default_factory=list[str])
    """Headings that mean nothing here."""


CANDIDATE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("nom", "candidat", "nom prenom", "prenom nom", "nom et prenom", "prenom et nom", "nom du candidat"),
    "family_name": ("nom de famille", "nom de naissance", "nom d usage"),
    "first_name": ("prenom", "prenoms"),
    "desk": ("poste", "place", "table"),
    "route": ("voie d acces", "voie", "acces", "modalite d acces", "parcours"),
    "extra_percent": ("temps majore", "majoration", "tiers temps", "temps majore pourcentage"),
    "extra_minutes": ("temps majore min", "temps majore minutes", "minutes", "minutes en plus"),
    "accommodation": (
        "reference",
        "reference de l amenagement",
        "amenagement",
        "decision",
        "reference de la decision",
    ),
    "day": ("jour", "date", "date d epreuve", "jour d epreuve", "jour de passage"),
    "trainers": ("formateurs", "formateur", "formatrice", "formateur s"),
}
JUROR_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("nom", "jure", "juree", "nom prenom", "prenom nom", "nom et prenom", "prenom et nom"),
    "family_name": ("nom de famille",),
    "first_name": ("prenom",),
    "pair": ("binome", "jury", "groupe"),
    "retention": ("fidelisation", "experience de la fidelisation", "connait la fidelisation", "retention"),
}
ROUTES: Mapping[str, Route] = {
    "": "training",
    "formation": "training",
    "parcours de formation": "training",
    "parcours": "training",
    "vae": "vae",
    "validation des acquis": "vae",
    "validation des acquis de l experience": "vae",
    "ccp": "ccp",
    "capitalisation": "ccp",
    "capitalisation de ccp": "ccp",
    "capitalisation des ccp": "ccp",
}
YES = frozenset({"oui", "o", "x", "vrai", "true", "1", "yes"})
NO = frozenset({"", "non", "n", "faux", "false", "0", "no", "-"})

_BROKEN_LETTERS = re.compile(r"Ã[\u0080-\u00bf©¨ª«§´»¼®¯°±²³‰€]|â€™|�")
_NUMBER = re.compile(r"(\d{1,3})(?:[.,]0+)?")


@dataclass(slots=True)
class _Line:
    """One row under its headings, with the faults found in it."""

    number: int
    cells: Mapping[str, str]
    headings: Mapping[str, str]
    faults: list[RowFault]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")

    def wrong(self, column: str, problem: str, remedy: str) -> None:
        self.faults.append(RowFault(self.number, self.headings.get(column, ""), problem, remedy))


def read_candidates(
    table: Sequence[Sequence[str]], known: Iterable[Seated] = (), days: Sequence[str] = (), day: str = FIRST
) -> Read[CandidateRow]:
    """`known`: who is of the session already. `days`: its dates. `day`: whose a row is that names none."""
    known = list(known)
    there = {parts_of_name(one.name): "inscrit dans cette session" for one in known}
    # All candidates of a day sit at their desks at the same time: the case study is written together.
    seated = {(one.day, one.desk.casefold()): one.name for one in known}

    def row_of(line: _Line) -> CandidateRow:
        name = _full_name(line)
        if line.number and parts_of_name(name):
            where = there.get(parts_of_name(name))
            if where is not None:
                line.wrong(
                    "name",
                    f"« {_short(name)} » est déjà {where}.",
                    "Supprimez cette ligne ; pour un homonyme, ajoutez un second prénom.",
                )
            there.setdefault(parts_of_name(name), f"à la ligne {line.number}")
        own_day = _day(line, days)
        row = CandidateRow(
            name=name,
            desk=_short_text(line, "desk", 40),
            route=_route(line),
            extra_percent=_number(line, "extra_percent", MOST_EXTRA_PERCENT, "%"),
            extra_minutes=_number(line, "extra_minutes", MOST_EXTRA_MINUTES, "min"),
            accommodation=_short_text(line, "accommodation", 80),
            trainers=_trainers(line),
            day=own_day or "",
            line=line.number,
        )
        if own_day is not None:
            _sits_alone(line, row, seated, day_called(own_day or day, days))
        if (row.extra_percent or row.extra_minutes) and not is_reference(row.accommodation):
            line.wrong("accommodation", *NO_REFERENCE)
        return row

    return _read(table, CANDIDATE_COLUMNS, row_of)


def read_jurors(table: Sequence[Sequence[str]], accounts: Mapping[str, str]) -> Read[JurorRow]:
    """`accounts`: person → name, of all who may be of a jury."""
    by_name: dict[frozenset[str], list[str]] = {}
    for person_id, name in accounts.items():
        by_name.setdefault(parts_of_name(name), []).append(person_id)
    there: dict[frozenset[str], int] = {}

    def row_of(line: _Line) -> JurorRow:
        name = _full_name(line)
        people = by_name.get(parts_of_name(name), [])
        if name and not people:
            line.wrong(
                "name",
                f"« {_short(name)} » n’a pas de compte de juré.",
                "Créez son compte (page Séances, « Équipe »), puis importez de nouveau.",
            )
        elif len(people) > 1:
            line.wrong(
                "name",
                f"Plusieurs comptes s’appellent « {_short(name)} ».",
                "Renommez l’un des comptes, ou ajoutez ce juré à la main.",
            )
        if name and parts_of_name(name) in there:
            line.wrong(
                "name",
                f"« {_short(name)} » est déjà à la ligne {there[parts_of_name(name)]}.",
                "Supprimez cette ligne : un juré n’est que d’un binôme.",
            )
        there.setdefault(parts_of_name(name), line.number)
        return JurorRow(
            person_id=PersonId(people[0] if people else ""),
            name=accounts[people[0]] if people else name,
            pair=_short_text(line, "pair", 40),
            knows_retention=_yes(line, "retention"),
        )

    return _read(table, JUROR_COLUMNS, row_of)


NO_REFERENCE = (
    "Du temps majoré est demandé sans la référence de la décision qui l’accorde.",
    "Écrivez cette référence (« MDPH-12 » par exemple), jamais la raison ; sans décision, videz le temps majoré.",
)


def is_reference(text: str) -> bool:
    """« 0 », « - » or « non » refer to no decision."""
    plain = _plain(text)
    return plain not in NO and plain.strip("0 ") != ""


def _sits_alone(line: _Line, row: CandidateRow, seated: dict[tuple[str, str], str], day: str) -> None:
    if not row.desk:
        return
    place = (day, row.desk.casefold())
    if place in seated:
        line.wrong(
            "desk",
            f"« {_short(row.desk)} » est déjà la place de {_short(seated[place])} ce jour-là.",
            "Donnez un autre poste à l’un des deux, ou laissez la case vide : un poste libre sera choisi.",
        )
    seated.setdefault(place, f"{row.name} (ligne {line.number})")


def name_fault(name: str) -> tuple[str, str] | None:
    """What is wrong with a person's name, and what to do; None where nothing is."""
    if len(name) < 2:
        return "Le nom manque.", "Écrivez le nom et le prénom."
    if len(name) > LONGEST_NAME:
        return (
            f"Ce nom a {len(name)} caractères ({_short(name)}).",
            f"Abrégez-le : {LONGEST_NAME} caractères au plus.",
        )
    if not any(unicodedata.category(one).startswith("L") for one in name):
        return f"« {_short(name)} » n’a aucune lettre : ce n’est pas un nom.", "Écrivez le nom et le prénom."
    unseen = invisible_in(name)
    if unseen is not None:
        return f"Ce nom contient un caractère invisible ({unseen}).", "Effacez le nom et retapez-le."
    if _BROKEN_LETTERS.search(name):
        return (
            f"Les accents de « {_short(name)} » sont abîmés.",
            "Enregistrez le fichier en « CSV UTF-8 », ou en .xlsx, puis importez de nouveau.",
        )
    odd = next((one for one in name if not _is_of_a_name(one)), None)
    if odd is not None:
        return (
            f"Ce nom contient « {odd} », qui n’est pas une lettre.",
            "Gardez les lettres, espaces et traits d’union.",
        )
    return None


def _is_of_a_name(one: str) -> bool:
    """Letters and marks of any script, figures, spaces, and what stands between the parts of names."""
    return unicodedata.category(one)[0] in "LM" or unicodedata.category(one) in ("Nd", "Zs") or one in "-‐‑'’.,·()/"


def _read(
    table: Sequence[Sequence[str]], columns: Mapping[str, tuple[str, ...]], row_of: Callable[[_Line], Row]
) -> Read[Row]:
    read: Read[Row] = Read()
    header = next((index for index, row in enumerate(table) if any(cell.strip() for cell in row)), None)
    if header is None:
        read.faults.append(RowFault(0, "", "Ce tableau est vide.", "Choisissez le fichier qui contient la liste."))
        return read
    places, headings = _columns(table[header], columns, read)
    if "name" not in places and "family_name" not in places:
        read.faults.append(
            RowFault(
                header + 1,
                "",
                "La colonne « Nom » manque.",
                "Écrivez les titres des colonnes sur la première ligne : Nom, Prénom…",
            )
        )
        return read
    for index, row in enumerate(table[header + 1 :], start=header + 2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: row[place].strip() for name, place in places.items() if place < len(row)}
        read.rows.append(row_of(_Line(index, cells, headings, read.faults)))
    if not read.rows:
        read.faults.append(
            RowFault(0, "", "Ce tableau n’a que ses titres.", "Ajoutez une ligne par personne, puis recommencez.")
        )
    return read


def _columns(
    header: Sequence[str], columns: Mapping[str, tuple[str, ...]], read: Read[Row]
) -> tuple[dict[str, int], dict[str, str]]:
    """Where each known column stands, and how it is called in the file."""
    known = {heading: name for name, headings in columns.items() for heading in headings}
    places: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = known.get(_plain(cell))
        if name is None:
            if cell.strip():
                read.ignored.append(_short(cell.strip()))
        elif name in places:
            read.faults.append(
                RowFault(1, _short(cell), "Deux colonnes disent la même chose.", "Gardez-en une, puis recommencez.")
            )
        else:
            places[name] = place
    if "name" in places and "first_name" in places:
        # « Nom » beside « Prénom » is the family name.
        places["family_name"] = places.pop("name")
    headings = {name: header[place].strip() for name, place in places.items()}
    headings.setdefault("name", headings.get("family_name", "Nom"))
    headings.setdefault("accommodation", "Référence")
    return places, headings


def _plain(heading: str) -> str:
    letters = unicodedata.normalize("NFKD", heading.casefold())
    plain = "".join(one for one in letters if not unicodedata.combining(one))
    return " ".join(re.findall(r"[^\W_]+", plain))


def _full_name(line: _Line) -> str:
    parts = (line.get("first_name"), line.get("family_name"), line.get("name"))
    name = unicodedata.normalize("NFC", " ".join(" ".join(parts).split()))
    fault = name_fault(name)
    if fault is not None:
        line.wrong("name", *fault)
    return name


def _short_text(line: _Line, column: str, most: int) -> str:
    text = " ".join(line.get(column).split())
    unseen = invisible_in(text)
    if unseen is not None:
        line.wrong(column, f"Un caractère invisible ({unseen}) s’y trouve.", "Effacez la case et retapez-la.")
    if "<" in text or ">" in text:
        line.wrong(column, "Cette case contient « < » ou « > ».", "Gardez le texte seul.")
    if len(text) > most:
        line.wrong(column, f"Ce texte a {len(text)} caractères.", f"Abrégez-le : {most} au plus.")
    return text


def _route(line: _Line) -> Route:
    route = ROUTES.get(_plain(line.get("route")))
    if route is None:
        line.wrong(
            "route",
            f"« {_short(line.get('route'))} » n’est pas une voie d’accès.",
            "Écrivez : formation, VAE ou CCP.",
        )
    return route or "training"


def _number(line: _Line, column: str, most: int, unit: str) -> int:
    text = line.get(column).replace("\u00a0", " ").strip()
    bare = text.removesuffix("min").removesuffix("%").strip()
    if _plain(bare) in NO or bare == "-":
        return 0
    if column == "extra_percent" and _plain(bare) in ("1 3", "tiers temps", "un tiers", "oui", "x"):
        return 33
    found = _NUMBER.fullmatch(bare)
    if found is None and column == "extra_percent" and re.fullmatch(r"0[.,]\d{1,2}", bare):
        # A cell formatted as a percentage comes as a share of one.
        return round(float(bare.replace(",", ".")) * 100)
    if found is None or int(found[1]) > most:
        line.wrong(
            column,
            f"« {_short(text)} » n’est pas un nombre de 0 à {most}.",
            f"Écrivez un nombre entier, en {unit} ; laissez vide s’il n’y en a pas.",
        )
        return 0
    return int(found[1])


def _trainers(line: _Line) -> tuple[str, ...]:
    names = [" ".join(one.split()) for one in re.split(r"[;,/\n]| et ", line.get("trainers"))]
    found = tuple(unicodedata.normalize("NFC", one) for one in names if one)
    for name in found:
        fault = name_fault(name)
        if fault is not None:
            line.wrong("trainers", *fault)
    return found[:12]


def _day(line: _Line, days: Sequence[str]) -> str | None:
    """ "" where the row names none; None for what is no day of the session, with its fault."""
    text = line.get("day")
    if not text:
        return ""
    day = as_date(text)
    if day is None or day not in days:
        held = ", ".join(f"{one[8:]}/{one[5:7]}/{one[:4]}" for one in days)
        line.wrong(
            "day",
            f"« {_short(text)} » n’est pas un jour de cette session.",
            f"Écrivez l’un de ses jours : {held}." if held else "La session n’a pas de date : videz cette colonne.",
        )
        return None
    return day


def _yes(line: _Line, column: str) -> bool:
    text = line.get(column).casefold()
    if text not in YES | NO:
        line.wrong(column, f"« {_short(text)} » n’est ni oui ni non.", "Écrivez oui ou non.")
    return text in YES


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"
