"""The pack that a form without faults makes: the same models as a written pack, its documents attached. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from scenarios import Pack
from scenarios.models import AttachedDocument
from scenarios.models.company import Choice, QualificationLists
from scenarios.models.exchange import CandidateFace, ExpectedConfirmation, Observable
from scenarios.models.on_paper import (
    CompanyOnPaper,
    CustomerOnPaper,
    ExchangeOnPaper,
    JuryFaceOnPaper,
    SubjectOnPaper,
)
from scoring.referential import Referential
from simulator.document_subjects.checking import name_in_parts, phone_in_pairs
from simulator.document_subjects.form import ExchangeLine, SubjectForm
from simulator.packs.versions import Digest, PackVersion
from simulator.typography import french_spaces

IN_DOCUMENTS = french_spaces(
    "Sujet en documents : le contexte, les fiches et les procédures se lisent page par page."
)
ON_THE_SHEET = "Voir la fiche du jury, dans les documents du sujet."
TO_SEE = "Ce que le sujet attend est sur la fiche du jury."
_LABELS = {
    ("phone", "inbound"): "Appel entrant",
    ("phone", "outbound"): "Appel sortant",
    ("chat", "inbound"): "Chat",
    ("chat", "outbound"): "Chat sortant",
}


def pack_of(
    pack_id: str, form: SubjectForm, files: Mapping[str, Sequence[Digest]], referential: Referential, day: date
) -> PackVersion:
    """Of a form in which `faults_of` found nothing. `day`: on which the subject is played."""
    by_phone: dict[str, CustomerOnPaper] = {}
    for line in form.exchanges:
        phone = _phone(line)
        by_phone.setdefault(phone, _customer(len(by_phone) + 1, line, phone, day))
    exchanges = tuple(
        _exchange(number, line, by_phone[_phone(line)], referential) for number, line in enumerate(form.exchanges, 1)
    )
    attached = tuple(
        AttachedDocument(
            id=one.id,
            title=one.title,
            place=one.place,
            of=_of(one.place, exchanges[one.exchange]) if one.exchange is not None else None,
            pages=len(files[one.id]),
        )
        for one in form.documents
    )
    pack = Pack(
        folder=None,
        company=CompanyOnPaper(
            id=pack_id,
            name=form.company,
            activity=IN_DOCUMENTS,
            story_date=day,
            qualification=QualificationLists(
                motifs=_choices("motif", form.motifs),
                statuts=_choices("statut", form.statuts),
                suites=_choices("suite", form.suites),
            ),
        ),
        products=(),
        procedures=(),
        customers=tuple(by_phone.values()),
        subjects=(
            SubjectOnPaper(
                id="sujet",
                title=form.title,
                exam_format=form.exam_format,
                summary=IN_DOCUMENTS,
                exchanges=exchanges,
            ),
        ),
        case_studies=(),
        attached=attached,
    )
    pictures = {one.path(n): digest for one in attached for n, digest in enumerate(files[one.id], 1)}
    return PackVersion(pack, pictures)


def _of(place: str, exchange: ExchangeOnPaper) -> str | None:
    return {"customer": exchange.customer, "jury": exchange.id}.get(place)


def _phone(line: ExchangeLine) -> str:
    return phone_in_pairs(line.phone) or ""


def _customer(number: int, line: ExchangeLine, phone: str, day: date) -> CustomerOnPaper:
    title, first, last = name_in_parts(line.customer) or ("M.", "", "")
    return CustomerOnPaper.model_validate(
        {
            "id": f"client-{number}",
            "number": f"CL-{number:02}",
            "title": title,
            "first_name": first,
            "last_name": last,
            "phone": phone,
            "customer_since": day,
            "segment": "—",
        }
    )


def _exchange(
    number: int, line: ExchangeLine, customer: CustomerOnPaper, referential: Referential
) -> ExchangeOnPaper:
    competences = [one for one in referential.competences if one.id in line.competences]
    confirmation = line.confirmation or None
    return ExchangeOnPaper(
        id=f"echange-{number}",
        customer=customer.id,
        competences=tuple(one.id for one in competences),
        minutes=line.minutes,
        candidate=CandidateFace(
            channel=line.channel,
            direction=line.direction,
            label=_LABELS[line.channel, line.direction],
            mission=line.mission.strip() or None,
            written_confirmation=confirmation,
        ),
        jury=JuryFaceOnPaper(
            situation=ON_THE_SHEET,
            expected_confirmation=(
                ExpectedConfirmation(kind=confirmation, mentions=(ON_THE_SHEET,)) if confirmation else None
            ),
            observables=tuple(
                Observable(criterion=criterion, look_for=TO_SEE) for one in competences for criterion in one.criteria
            ),
        ),
    )


def _choices(kind: str, entries: Sequence[str]) -> tuple[Choice, ...]:
    kept = [one.strip() for one in entries if one.strip()]
    return tuple(Choice(id=f"{kind}-{number}", label=label) for number, label in enumerate(kept, 1))
