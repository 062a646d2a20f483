"""What a juror corrects with: criteria of CP3 and the transversal ones, the texts, what the scenario expects."""

from exams.phases import ProductionId
from scenarios.models import CaseStudy
from scoring.referential import Referential
from simulator.live_messages.typed_view import typed_view
from simulator.productions.prose import checked
from simulator.productions.reading import as_json, head_of, produced, study_of
from simulator.productions.version_rows import VersionRows
from simulator.productions.views import CorrectedText, CorrectionDesk, CriteriaToCorrect, CriterionToCorrect
from simulator.seat.deciding.productions import PHASE
from simulator.seat.state import SeatState

COMPETENCE = "CP3"
"""« Gérer des situations difficiles »: what the case study is about (RE section 3.2)."""


def criteria_of(referential: Referential) -> frozenset[str]:
    """By which productions are read: CP3's and all transversal ones."""
    return frozenset(one.criterion for group in competences_of(referential) for one in group.criteria)


def competences_of(referential: Referential) -> tuple[CriteriaToCorrect, ...]:
    own = referential.competence(COMPETENCE)
    read_by = [(own.id, own.name, own.criteria)]
    read_by += [(one.id, one.name, one.criteria) for one in referential.transversal]
    return tuple(
        CriteriaToCorrect(
            competence=competence,
            label=label,
            criteria=tuple(CriterionToCorrect(criterion=one, label=words) for one, words in criteria.items()),
        )
        for competence, label, criteria in read_by
    )


async def correction_desk(
    rows: VersionRows, referential: Referential, state: SeatState, actor: str
) -> CorrectionDesk:
    """Of a sealed case study. Raises Refused where none is held."""
    study, seal = study_of(state), state.seals[PHASE]
    return CorrectionDesk(
        seat_id=state.seat.id,
        seat_label=state.seat.label,
        session_title=state.training.title,
        company=state.pack.company,
        customer=state.pack.customer(study.customer),
        title=study.title,
        request=study.request,
        code=seal.code,
        sha256=seal.sha256,
        sealed_at=seal.at,
        texts=tuple([await _text(rows, state, study, one) for one in produced(state)]),
        competences=competences_of(referential),
        correction=state.correction.seen_by(actor, state.marking.submitted, state.jurors),
        with_findings=state.training.findings,
    )


async def _text(rows: VersionRows, state: SeatState, study: CaseStudy, production: ProductionId) -> CorrectedText:
    document = await rows.document(state, production)
    expected = {
        "case_summary": study.expected_analysis,
        "stakes": study.stakes,
        "reply_letter": study.expected_letter,
    }
    return CorrectedText(
        production=production,
        words=head_of(state, production).words,
        document=as_json(document),
        paragraphs=tuple(block.text for block in checked(as_json(document)).blocks),
        expected=expected[production],
        typed_while_closed=tuple(
            typed_view(one) for one in state.day.typed_while_closed if one.production == production
        ),
    )
