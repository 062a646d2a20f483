"""What can be played of a draft now: one exchange, frozen, as soon as nothing stops a desk. Pure.

An error of marking (no criterion yet, no expected qualification) keeps a pack from being published, never its author
from trying it: what lacks stands as a dash, and nothing is compared with it.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from scenarios import Pack
from scenarios.exam_rules import ExamRules
from scenarios.models import Company, Customer, Exchange, Procedure, Product, Subject
from scenarios.models.base import PackModel
from scenarios.models.on_paper import UNSAID, ExchangeOnPaper, SubjectOnPaper
from simulator.errors import Conflict
from simulator.packs.versions import PackVersion
from simulator.studio.checking import StudioFault, faults_in
from simulator.studio.items import Content, Item, without_blanks
from simulator.typography import french_spaces

TO_SAY = "À préciser."
SUBJECT = "essai"

_WORDS = ("who", "mood", "situation", "end_when", "expected_answer")
"""Of the jury's face: what a partner can do without."""

_STOPS = ("customer", "competences", "minutes", "candidate", "jury.opening_line")
"""Fields of an exchange without which no desk can be shown."""

Model = TypeVar("Model", bound=PackModel)


class NotPlayable(Conflict):
    """Something that a desk needs is missing; the faults say what."""

    def __init__(self, faults: Sequence[StudioFault]) -> None:
        first = faults[0]
        more = f" Il y en a {len(faults) - 1} autre{'s' if len(faults) > 2 else ''}." if len(faults) > 1 else ""
        super().__init__(
            "not_playable", f"Cet échange ne peut pas encore se jouer : {first.problem}{more}", first.remedy
        )
        self.faults = tuple(faults)


def to_try(pack_id: str, items: Sequence[Item], wanted: str, rules: ExamRules) -> PackVersion:
    """A pack of this one exchange with all that surrounds it. Raises NotPlayable; StopIteration: no such one."""
    item = next(one for one in items if one.kind == "exchange" and one.id == wanted)
    stops = [one for one in faults_in(pack_id, items, (), rules) if _stops(one, item)]
    if stops:
        raise NotPlayable(stops)
    company = Company.model_validate(_content(items, "company") | {"id": pack_id})
    customers = _those_that_read(Customer, items, "customer")
    procedures = _those_that_read(Procedure, items, "procedure")
    exchange = _exchange(item, company, {one.id for one in procedures}, rules)
    head: dict[str, Any] = {"id": SUBJECT, "title": "Essai", "exam_format": None, "summary": _SUMMARY}
    subject = (
        SubjectOnPaper(**head, exchanges=(exchange,))
        if isinstance(exchange, ExchangeOnPaper)
        else Subject(**head, exchanges=(exchange,))
    )
    pack = Pack(
        folder=None,
        company=company,
        products=_those_that_read(Product, items, "product"),
        procedures=procedures,
        customers=customers,
        subjects=(subject,),
        case_studies=(),
    )
    return PackVersion(pack, {})


_SUMMARY = french_spaces("Essai d’un échange en cours d’écriture.")


def _stops(fault: StudioFault, exchange: Item) -> bool:
    if fault.severity != "error":
        return False
    if fault.kind == "company":
        return True
    if fault.kind == "customer":
        return fault.id == exchange.content.get("customer")
    if fault.kind == "exchange" and fault.id == exchange.id:
        if fault.code in ("confirmation_differs", "useless_mission"):
            return False
        return any(fault.field == one or fault.field.startswith(f"{one}.") for one in _STOPS)
    return False


def _content(items: Sequence[Item], kind: str) -> Content:
    return next((without_blanks(one.content) for one in items if one.kind == kind), {})


def _those_that_read(model: type[Model], items: Iterable[Item], kind: str) -> tuple[Model, ...]:
    """Others are half written; the exchange does without them."""
    found: list[Model] = []
    for one in items:
        if one.kind == kind:
            try:
                found.append(model.model_validate(without_blanks(one.content) | {"id": one.id}))
            except ValidationError:
                continue
    return tuple(found)


def _exchange(item: Item, company: Company, procedures: set[str], rules: ExamRules) -> Exchange | ExchangeOnPaper:
    _, _, own_id = item.id.partition(".")
    content = without_blanks(item.content) | {"id": own_id}
    candidate, jury = _block(content, "candidate"), dict(_block(content, "jury"))
    shown = [one for one in cast("list[Any]", candidate.get("documents") or []) if one in procedures]
    for name in _WORDS:
        jury.setdefault(name, UNSAID)
    if not jury.get("observables"):
        jury["observables"] = [
            {"criterion": criterion, "look_for": TO_SAY}
            for competence in cast("list[str]", content["competences"])
            for criterion in rules.criteria.get(competence, ())
        ]
    limits = {one.id for one in company.commercial_limits}
    jury["commercial_limits"] = [
        one for one in cast("list[Any]", jury.get("commercial_limits") or []) if one in limits
    ]
    expected = jury.get("expected_qualification")
    if not _is_known(expected, company):
        jury.pop("expected_qualification", None)
    content |= {"candidate": candidate | {"documents": shown}, "jury": jury}
    model = Exchange if "expected_qualification" in jury else ExchangeOnPaper
    try:
        return model.model_validate(content)
    except ValidationError as error:
        return model.model_validate(_without(content, [one["loc"] for one in error.errors()]))


def _block(content: Content, key: str) -> Content:
    found = content.get(key)
    return cast(Content, found) if isinstance(found, dict) else {}


def _is_known(expected: Any, company: Company) -> bool:
    lists = company.qualification
    known = {"motif": lists.motifs, "statut": lists.statuts, "suite": lists.suites}
    return isinstance(expected, dict) and all(
        cast(Content, expected).get(key) in {one.id for one in choices} for key, choices in known.items()
    )


def _without(content: Content, faulty: Iterable[tuple[int | str, ...]]) -> Content:
    """The same without the fields of the jury's face, or the entries of its lists, that cannot be read."""
    jury = dict(_block(content, "jury"))
    # From the end: what stands before keeps its place.
    for loc in sorted({loc[1:3] for loc in faulty if loc and loc[0] == "jury"}, key=str, reverse=True):
        name = str(loc[0])
        entries = jury.get(name)
        if name in _WORDS:
            jury[name] = UNSAID
        elif len(loc) == 2 and isinstance(loc[1], int) and isinstance(entries, list):
            jury[name] = [one for at, one in enumerate(cast("list[Any]", entries)) if at != loc[1]]
        else:
            jury.pop(name, None)
    return content | {"jury": jury}
