"""One candidate's signed deliberation, gathered for documents, exports and archives. Nothing in it is computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from exams.agreement import Agreement
from scoring.referential import Referential
from simulator.errors import Conflict
from simulator.seat.coherence import Incoherence, incoherences
from simulator.seat.compared_verdicts import INTERVIEWS, WRITINGS, CriterionCompared, Given, agreement_of, compared
from simulator.seat.deliberation import Agreed, Decided, Signature
from simulator.seat.deliberation_scope import TITLE, Scope, scope_of
from simulator.seat.deliberation_words import VERDICT_WORDS
from simulator.seat.interview import Interview
from simulator.seat.state import SeatState
from simulator.typography import NO_BREAK

INTERVIEW_WORDS: Mapping[Interview, str] = {"technical": "Entretien technique", "final": "Entretien final"}
PRESENCE_WORDS: Mapping[str, str] = {
    "expected": "non pointé",
    "present": "présent",
    "absent": "absent",
    "abandoned": "parti avant la fin",
}


class NotSignedYet(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "not_signed_yet",
            "La délibération de ce candidat n’est pas encore signée par tout son jury.",
            "Ce document s’imprime dès la dernière signature.",
        )


@dataclass(frozen=True, slots=True)
class SeatRecord:
    """`jurors`: names by actor, in the order of the names."""

    state: SeatState
    referential: Referential
    scope: Scope
    jurors: dict[str, str]
    compared: tuple[CriterionCompared, ...]
    held_on: date | None = None
    """The date on which this candidate is examined; None where none is set."""

    @property
    def digest(self) -> str:
        return self.state.deliberation.digest(self.state.seat.id, self.state.jurors)

    @property
    def signatures(self) -> dict[str, Signature]:
        """By actor, under the page as it stands."""
        return self.state.deliberation.signed_by(self.digest)

    @property
    def signed_at(self) -> datetime:
        """When the last juror signed."""
        return max(one.at for one in self.signatures.values())

    @property
    def agreement(self) -> Agreement | None:
        """None where one juror alone marked."""
        return agreement_of([*self.compared]) if len(self.jurors) > 1 else None

    @property
    def incoherences(self) -> tuple[Incoherence, ...]:
        """Decisions beside the référentiel's rule, in words."""
        return incoherences(self.referential, self.scope, self.state.deliberation.decided)

    def decided(self, what: str) -> Decided | None:
        return self.state.deliberation.decided.get(what)

    def agreed(self, criterion: str) -> Agreed | None:
        return self.state.deliberation.agreed.get(criterion)

    def name_of(self, what: str) -> str:
        """A competence, a transversal one, a certificate or the title, in the référentiel's words."""
        if what == TITLE:
            return self.referential.title.name
        known = (*self.referential.competences, *self.referential.transversal, *self.referential.certificates)
        return next(one.name for one in known if one.id == what)

    def given_words(self, given: tuple[Given, ...]) -> str:
        """« Éch. 1 : Satisfaisant », a line each; « Sans avis » for nothing."""
        return "\n".join(self._line(one) for one in given) or "Sans avis"

    def _line(self, given: Given) -> str:
        """Of an exchange on one line; the name of an interview is longer than a column and may break."""
        where, verdict = self.where(given), VERDICT_WORDS[given.verdict].replace(" ", NO_BREAK)
        if given.run_id in INTERVIEWS:
            return f"{where}{NO_BREAK}: {verdict}"
        return f"{where} : {verdict}".replace(" ", NO_BREAK)

    def where(self, given: Given) -> str:
        if given.run_id == WRITINGS:
            return "Écrits"
        if given.run_id in INTERVIEWS:
            return INTERVIEW_WORDS[INTERVIEWS[given.run_id]]
        run = self.state.runs.get(given.run_id)
        return f"Éch. {run.position}" if run is not None else "Échange d’un sujet retiré"


def record_of(state: SeatState, referential: Referential, held_on: date | None) -> SeatRecord:
    """Raises NotSignedYet: results are nobody's before all have signed."""
    if not state.deliberation.is_signed(state.seat.id, state.jurors):
        raise NotSignedYet
    return blank_record(state, referential, held_on)


def blank_record(state: SeatState, referential: Referential, held_on: date | None) -> SeatRecord:
    """For what prints nothing of anybody's marks, signed or not."""
    scope = scope_of(referential, state.training.format_id)
    names = {actor: state.marking.names.get(actor, "") for actor in state.jurors}
    jurors = dict(sorted(names.items(), key=lambda item: item[1]))
    each = tuple(compared(state, criterion) for criterion in scope.criteria)
    return SeatRecord(state, referential, scope, jurors, each, held_on)
