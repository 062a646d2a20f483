"""All exercises that a class may be given, with who has played what."""

from collections.abc import Iterable, Sequence

from scenarios import Pack
from scenarios.difficulty import difficulty_of
from scenarios.models import Subject
from scenarios.models.subject import Difficulty
from simulator.ids import PersonId
from simulator.live_messages.shared_view import View
from simulator.progress.gathering import Practice


class CatalogueEntry(View):
    """One exchange. `criteria`: those that it lets one observe; `played_by`: trainees of the group, by name."""

    pack_id: str
    company_name: str
    sector: str
    """Empty where the pack does not say it."""
    subject_id: str
    subject_title: str
    exchange_id: str
    label: str
    channel: str
    direction: str
    customer_name: str
    situation: str
    minutes: int
    difficulty: Difficulty | None
    competences: tuple[str, ...]
    criteria: tuple[str, ...]
    is_for_exam: bool
    """Of a subject with an exam's shape: once played it is worth less as one."""
    played_by: tuple[str, ...]


class TraineeName(View):
    person_id: PersonId
    name: str


class Catalogue(View):
    trainees: tuple[TraineeName, ...]
    entries: tuple[CatalogueEntry, ...]
    """Those that fewest of the group have played first; an exam's own subjects after the others."""


def catalogue(subjects: Iterable[tuple[Pack, Subject]], practice: Sequence[Practice]) -> Catalogue:
    """Of these subjects, for these trainees."""
    played: dict[tuple[str, str, str], list[str]] = {}
    for one in practice:
        for key in dict.fromkeys((it.pack_id, it.subject_id, it.exchange_id) for it in one.played):
            played.setdefault(key, []).append(one.name)
    entries = [
        CatalogueEntry(
            pack_id=pack.company.id,
            company_name=pack.company.name,
            sector=pack.company.sector or "",
            subject_id=subject.id,
            subject_title=subject.title,
            exchange_id=exchange.id,
            label=exchange.candidate.label,
            channel=exchange.candidate.channel,
            direction=exchange.candidate.direction,
            customer_name=pack.customer(exchange.customer).display_name,
            situation=exchange.jury.situation,
            minutes=exchange.minutes,
            difficulty=difficulty_of(subject),
            competences=exchange.competences,
            criteria=tuple(one.criterion for one in exchange.jury.observables),
            is_for_exam=subject.exam_format is not None,
            played_by=tuple(played.get((pack.company.id, subject.id, exchange.id), ())),
        )
        for pack, subject in subjects
        for exchange in subject.exchanges
    ]
    entries.sort(key=lambda one: (len(one.played_by), one.is_for_exam))
    return Catalogue(
        trainees=tuple(TraineeName(person_id=one.person_id, name=one.name) for one in practice),
        entries=tuple(entries),
    )
