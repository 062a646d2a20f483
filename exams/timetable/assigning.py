"""Which jury pair sees which candidate: as evenly as may be, never one's own trainer."""

from exams.timetable.fitting import may_see, needs_of
from exams.timetable.model import Candidate, Day

MOST_STEPS = 200_000
"""Of the search; a day has a dozen candidates and needs a few hundred."""


class NoPlan(Exception):
    """No timetable keeps the rules: French sentences that say why, each with its way out."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(sentences[0])
        self.sentences = sentences


def assigned(day: Day) -> dict[str, str]:
    """Candidate → pair. Raises NoPlan where somebody can be seen by nobody."""
    if not day.has_jury:
        return {}
    if not day.pairs:
        raise NoPlan("Aucun binôme de jury n’est inscrit. Ajoutez-en un, avec ses deux jurés.")
    allowed = {one.id: [pair.id for pair in day.pairs if may_see(day, one, pair)] for one in day.present}
    alone = [one for one in day.present if not allowed[one.id]]
    if alone:
        raise NoPlan(*(_nobody_for(day, one) for one in alone))
    load = {one.id: needs_of(day, one).jury_minutes for one in day.present}
    order = sorted(day.present, key=lambda one: (len(allowed[one.id]), -load[one.id], one.label, one.id))
    even = -(-len(order) // len(day.pairs))
    for most in range(even, len(order) + 1):
        found = _search(order, allowed, load, {pair.id: most for pair in day.pairs})
        if found is not None:
            return found
    raise NoPlan("Les candidats ne se répartissent pas entre les binômes. Ajoutez un binôme de jury.")


def _search(
    order: list[Candidate], allowed: dict[str, list[str]], load: dict[str, int], room: dict[str, int]
) -> dict[str, str] | None:
    """Depth first, the pair with the least to do first."""
    found: dict[str, str] = {}
    work = dict.fromkeys(room, 0)
    steps = 0

    def place(index: int) -> bool:
        nonlocal steps
        steps += 1
        if index == len(order):
            return True
        if steps > MOST_STEPS:
            return False
        one = order[index].id
        for pair in sorted(allowed[one], key=lambda pair: (work[pair], pair)):
            if room[pair] == 0:
                continue
            found[one] = pair
            room[pair] -= 1
            work[pair] += load[one]
            if place(index + 1):
                return True
            room[pair] += 1
            work[pair] -= load[one]
            del found[one]
        return False

    return found if place(0) else None


def _nobody_for(day: Day, candidate: Candidate) -> str:
    if day.needs_retention and not any(juror.knows_retention for pair in day.pairs for juror in pair.jurors):
        return (
            f"{candidate.name} : aucun binôme n’a de juré qui connaît la fidélisation, comme le CCP2 le demande. "
            "Cochez-le chez le juré concerné, ou changez un juré."
        )
    return (
        f"{candidate.name} : chaque binôme compte un de ses formateurs"
        f"{' ou personne qui connaît la fidélisation' if day.needs_retention else ''}. "
        "Changez un juré, ou ajoutez un binôme."
    )
