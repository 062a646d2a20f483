"""What the responsible person fills in, as it is kept half done, and what the page shows of it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from scenarios.exam_rules import ExamRules
from scenarios.models.attached import Place
from scenarios.models.subject import ExamFormatId
from simulator.bodies import ONE_LINE, Body, Visible
from simulator.live_messages.shared_view import View

MOST_EXCHANGES = 12
MOST_DOCUMENTS = 60

Typed = Annotated[str, Field(max_length=200, pattern=ONE_LINE), Visible]
"""A line of the form, perhaps still empty."""

Entries = Annotated[tuple[Annotated[str, Field(max_length=80, pattern=ONE_LINE), Visible], ...], Field(max_length=40)]
"""Of a qualification list."""

DocumentId = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]

STANDARD_MOTIFS = (
    "Demande d’information",
    "Commande",
    "Livraison",
    "Facturation et paiement",
    "Réclamation",
    "Assistance et dépannage",
    "Modification du dossier",
    "Résiliation ou rétractation",
    "Proposition commerciale",
    "Recouvrement",
    "Enquête",
    "Autre",
)
STANDARD_STATUTS = ("Traité", "En cours", "En attente du client", "Transmis à un autre service", "Sans suite")
STANDARD_SUITES = (
    "Aucune",
    "Rappeler le client",
    "Envoyer un écrit",
    "Transmettre au responsable",
    "Planifier un rendez-vous",
)
"""Words of any contact centre: a subject that has its own types them."""


class ExchangeLine(Body):
    """One exchange; `minutes` 0: not said yet."""

    channel: Literal["phone", "chat"] = "phone"
    direction: Literal["inbound", "outbound"] = "inbound"
    customer: Typed = ""
    """« Mme Claire Dumas »."""
    phone: Annotated[str, Field(max_length=30, pattern=ONE_LINE)] = ""
    mission: Annotated[str, Field(max_length=2000)] = ""
    competences: Annotated[tuple[Annotated[str, Field(pattern=r"^CP[1-7]$")], ...], Field(max_length=7)] = ()
    minutes: Annotated[int, Field(ge=0, le=300)] = 0
    confirmation: Literal["", "mail", "letter"] = ""


class PlacedDocument(Body):
    """An attached document: its title and where it is read. `exchange`: from 0; None: of the whole subject."""

    id: DocumentId
    title: Typed = ""
    place: Place = "company"
    exchange: Annotated[int, Field(ge=0, lt=MOST_EXCHANGES)] | None = None


class SubjectForm(Body):
    """The whole form."""

    title: Typed = ""
    company: Typed = ""
    exam_format: ExamFormatId | None = None
    motifs: Entries = STANDARD_MOTIFS
    statuts: Entries = STANDARD_STATUTS
    suites: Entries = STANDARD_SUITES
    exchanges: Annotated[tuple[ExchangeLine, ...], Field(max_length=MOST_EXCHANGES)] = ()
    documents: Annotated[tuple[PlacedDocument, ...], Field(max_length=MOST_DOCUMENTS)] = ()


def begun(title: str, exam_format: ExamFormatId | None, rules: ExamRules) -> SubjectForm:
    """A form to fill in: a line for each exchange of the format, the time shared out; one line for practice."""
    asked = rules.formats[exam_format] if exam_format is not None else None
    line = ExchangeLine(minutes=asked.minutes // asked.exchanges if asked is not None else 8)
    return SubjectForm(
        title=title, exam_format=exam_format, exchanges=(line,) * (asked.exchanges if asked is not None else 1)
    )


class NewSubject(Body):
    title: Annotated[str, Field(min_length=3, max_length=200, pattern=ONE_LINE), Visible]
    exam_format: ExamFormatId | None = None


class SavedForm(Body):
    """`number`: the version that was read, which nobody may have replaced meanwhile."""

    number: int
    form: SubjectForm


class FieldFault(View):
    """Beside the field that `field` names: « exchanges.0.phone »."""

    field: str
    problem: str
    remedy: str


class AttachedFile(View):
    id: str
    name: str
    pages: int
    note: str
    """What is not shown of it, in words; empty: all is."""


class SubjectView(View):
    """The form as it is kept, and what is wrong with it. Without faults it can be played."""

    id: str
    number: int
    form: SubjectForm
    files: tuple[AttachedFile, ...]
    faults: tuple[FieldFault, ...]
    changed_at: datetime


class SubjectLine(View):
    """One of the list."""

    id: str
    title: str
    company: str
    exchanges: int
    documents: int
    faults: int
    changed_at: datetime
