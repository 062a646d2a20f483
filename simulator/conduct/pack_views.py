"""An installed pack as who prepares a session sees it."""

from scenarios import Pack
from scenarios.models import Subject
from simulator.conduct.views import CaseStudySummary, ExchangeSummary, PackSummary, SubjectSummary


def pack_summary(pack: Pack, story_moves: bool) -> PackSummary:
    """Its subjects, their exchanges and competences, its case studies."""
    return PackSummary(
        id=pack.company.id,
        company_name=pack.company.name,
        tagline=pack.company.tagline,
        customers=len(pack.customers),
        products=len(pack.products),
        procedures=len(pack.procedures),
        subjects=tuple(_subject(pack, subject) for subject in pack.subjects),
        case_studies=tuple(
            CaseStudySummary(id=study.id, title=study.title, sequences=len(study.sequences))
            for study in pack.case_studies
        ),
        story_moves=story_moves,
    )


def _subject(pack: Pack, subject: Subject) -> SubjectSummary:
    return SubjectSummary(
        id=subject.id,
        title=subject.title,
        summary=subject.summary,
        exam_format=subject.exam_format,
        minutes=sum(exchange.minutes for exchange in subject.exchanges),
        competences=subject.competences,
        exchanges=tuple(
            ExchangeSummary(
                id=exchange.id,
                label=exchange.candidate.label,
                customer_name=pack.customer(exchange.customer).display_name,
                channel=exchange.candidate.channel,
                direction=exchange.candidate.direction,
                competences=exchange.competences,
                minutes=exchange.minutes,
            )
            for exchange in subject.exchanges
        ),
    )
