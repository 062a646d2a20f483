"""What to try next: exchanges that exercise what is weakest, or what was never worked on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scenarios import Pack
from scenarios.models import Exchange, Subject
from scoring.referential import Referential
from simulator.conduct.kept_packs import KeptPacks
from simulator.packs.registry import PackRegistry
from simulator.progress.barred import barred
from simulator.progress.gathering import Practice
from simulator.progress.levels import needs
from simulator.storage.database import Sessions

MOST = 3
NB = "\u00a0"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An exchange to play, and why, in French."""

    pack: Pack
    subject: Subject
    exchange: Exchange
    times: int
    """How often this trainee has played it."""
    criterion: str | None
    reason: str


async def open_subjects(sessions: Sessions, packs: PackRegistry, kept_packs: KeptPacks) -> list[tuple[Pack, Subject]]:
    """Subjects that may be practised: none that is barred, no subject in documents."""
    shut = await barred(sessions, packs, kept_packs)
    return [
        (pack, subject)
        for pack in packs.all()
        if not packs.is_in_documents(pack.company.id)
        for subject in pack.subjects
        if not shut.has(pack.company.id, subject.id)
    ]


def suggest(
    practice: Practice, subjects: Iterable[tuple[Pack, Subject]], referential: Referential
) -> list[Suggestion]:
    """At most three, each another exchange: for the weakest criteria first, then competences not seen yet."""
    choices = [(pack, subject, exchange) for pack, subject in subjects for exchange in subject.exchanges]
    times = Counter((one.pack_id, one.subject_id, one.exchange_id) for one in practice.played)
    taken: set[tuple[str, str, str]] = set()
    found: list[Suggestion] = []

    def add(fitting: list[tuple[Pack, Subject, Exchange]], criterion: str | None, reason: str) -> None:
        free = [one for one in fitting if _key(*one) not in taken]
        if free and len(found) < MOST:
            # An exam's subject loses its worth once played: an exercise that was played as often comes first.
            chosen = min(free, key=lambda one: (times[_key(*one)], one[1].exam_format is not None))
            taken.add(_key(*chosen))
            found.append(Suggestion(*chosen, times[_key(*chosen)], criterion, reason))

    for criterion, seen, source in needs(practice):
        fitting = [one for one in choices if any(o.criterion == criterion for o in one[2].jury.observables)]
        who = "par vos formateurs" if source == "trainer" else "dans les constats"
        label = referential.criterion_label(criterion)
        add(
            fitting,
            criterion,
            f"«{NB}{label}{NB}»{NB}: {round(100 * seen.favourable)}{NB}% d’observations favorables {who}.",
        )
    seen_competences = {one.criterion.split(".")[0] for one in practice.observations}
    for competence in referential.competences:
        if competence.id not in seen_competences:
            fitting = [one for one in choices if competence.id in one[2].competences]
            add(fitting, None, f"«{NB}{competence.name}{NB}»{NB}: pas encore travaillé.")
    return found


def _key(pack: Pack, subject: Subject, exchange: Exchange) -> tuple[str, str, str]:
    return pack.company.id, subject.id, exchange.id
