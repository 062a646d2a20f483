"""What a jury decided beside the référentiel's rule, said in words. It forbids nothing: the jury decides.

The title is made of its certificates (RE TP-00483, annex 2), a certificate of its competences. Granted without one of
its parts, or refused with all of them, it asks for a reason, written once these decisions stand. And a refusal,
whatever it is of, asks for one: what the candidate is handed is their « fiche individuelle de résultats motivée ».
"""

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.referential import Referential
from simulator.seat.deliberation import Decided
from simulator.seat.deliberation_scope import TITLE, Scope


@dataclass(frozen=True, slots=True)
class Incoherence:
    """`what` was granted although each of `without` was refused; where there is none, refused although all was
    granted."""

    what: str
    without: tuple[str, ...]
    words: str
    is_explained: bool
    """A reason stands beside the decision, written or confirmed since the last of the others was decided."""


def incoherences(referential: Referential, scope: Scope, decided: Mapping[str, Decided]) -> tuple[Incoherence, ...]:
    """In the order of the decisions."""
    parts = {one.id: one.competences for one in referential.certificates}
    parts[TITLE] = tuple(parts)
    found: list[Incoherence] = []
    for what in scope.certificates:
        taken = decided.get(what)
        if taken is None:
            continue
        known = [(one, decided[one]) for one in parts[what] if one in decided]
        refused = [(one, it) for one, it in known if it.decision == "not_acquired"]
        if taken.decision == "acquired":
            beside = refused
        else:
            beside = known if not refused and len(known) == len(parts[what]) else []
        if beside:
            last = max(it.since for _, it in beside)
            names = tuple(one for one, _ in refused)
            explained = taken.reason.strip() != "" and taken.at >= last
            found.append(Incoherence(what, names, _words(what, names), explained))
    return tuple(found)


def refusals_without_reason(scope: Scope, decided: Mapping[str, Decided]) -> tuple[str, ...]:
    """What was refused, and nobody wrote why. In the order of the decisions."""
    return tuple(
        what
        for what in scope.decisions
        if what in decided and decided[what].decision == "not_acquired" and not decided[what].reason.strip()
    )


def _words(what: str, without: tuple[str, ...]) -> str:
    if not without:
        return _refused_words(what)
    *before, last = without
    several = bool(before)
    names = f"{', '.join(before)} et {last}" if several else last
    if what == TITLE:
        refused = "ne sont pas obtenus" if several else "n’est pas obtenu"
        rule = "Selon le référentiel, le titre se compose de ses certificats (CCP)"
        return f"{rule} : il est noté « Obtenu » alors que {names} {refused}."
    refused = "ne sont pas acquises" if several else "n’est pas acquise"
    return (
        f"Selon le référentiel, le certificat {what} atteste toutes ses compétences : "
        f"il est noté « Obtenu » alors que {names} {refused}."
    )


def _refused_words(what: str) -> str:
    if what == TITLE:
        return (
            "Selon le référentiel, le titre se compose de ses certificats (CCP) : "
            "il est noté « Non obtenu » alors qu’ils sont tous obtenus."
        )
    return (
        f"Selon le référentiel, le certificat {what} atteste toutes ses compétences : "
        "il est noté « Non obtenu » alors qu’elles sont toutes acquises."
    )
