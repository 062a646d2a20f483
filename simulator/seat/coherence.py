"""What a jury decided beside the référentiel's rule, said in words. It forbids nothing: the jury decides.

The title is made of its certificates (RE TP-00483, annex 2), a certificate of its competences. Granted without one of
its parts, it asks for a reason, written once both decisions stand.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.referential import Referential
from simulator.seat.deliberation import Decided
from simulator.seat.deliberation_scope import TITLE, Scope


@dataclass(frozen=True, slots=True)
class Incoherence:
    """`what` was granted although each of `without` was refused."""

    what: str
    without: tuple[str, ...]
    words: str
    is_explained: bool
    """A reason stands beside the decision, written or confirmed since the last of the others was refused."""


def incoherences(referential: Referential, scope: Scope, decided: Mapping[str, Decided]) -> tuple[Incoherence, ...]:
    """In the order of the decisions."""
    parts = {one.id: one.competences for one in referential.certificates}
    parts[TITLE] = tuple(parts)
    found: list[Incoherence] = []
    for what in scope.certificates:
        taken = decided.get(what)
        if taken is None or taken.decision != "acquired":
            continue
        refused = [(one, decided[one]) for one in parts[what] if one in decided]
        without = [(one, it) for one, it in refused if it.decision == "not_acquired"]
        if without:
            last = max(it.since for _, it in without)
            names = tuple(one for one, _ in without)
            explained = taken.reason.strip() != "" and taken.at >= last
            found.append(Incoherence(what, names, _words(what, names), explained))
    return tuple(found)


def _words(what: str, without: tuple[str, ...]) -> str:
    several = len(without) > 1
    names = f"{', '.join(without[:-1])} et {without[-1]}" if several else without[0]
    if what == TITLE:
        refused = "ne sont pas obtenus" if several else "n’est pas obtenu"
        rule = "Selon le référentiel, le titre se compose de ses certificats (CCP)"
        return f"{rule} : il est noté « Obtenu » alors que {names} {refused}."
    refused = "ne sont pas acquises" if several else "n’est pas acquise"
    return (
        f"Selon le référentiel, le certificat {what} atteste toutes ses compétences : "
        f"il est noté « Obtenu » alors que {names} {refused}."
    )
