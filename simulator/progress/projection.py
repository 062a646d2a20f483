"""Views of progress, made from what was gathered."""

from collections import Counter
from collections.abc import Iterable, Sequence

from scoring.referential import Competence, Referential
from simulator.packs.registry import PackRegistry
from simulator.progress import views
from simulator.progress.gathering import Observation, PlayedExchange, Practice
from simulator.progress.levels import (
    Level,
    competence_level,
    level,
    minutes,
    needs,
    of,
    week_of,
    weeks_between,
)
from simulator.progress.suggesting import Suggestion

NEEDS = 3


def trainee_progress(
    referential: Referential, packs: PackRegistry, practice: Practice, suggestions: Iterable[Suggestion]
) -> views.TraineeProgress:
    """Competences in the référentiel's order, weeks and exchanges in theirs."""
    return views.TraineeProgress(
        person_id=practice.person_id,
        name=practice.name,
        group_name=practice.group_name,
        minutes=minutes(practice.played),
        weeks=_weeks(practice.played),
        competences=tuple(_competence(practice, one) for one in referential.competences),
        subjects=tuple(_subjects(packs, practice)),
        suggestions=tuple(_suggestion(one) for one in suggestions),
        played=tuple(_played(packs, one) for one in reversed(practice.played)),
    )


def group_progress(referential: Referential, group_name: str, practices: Sequence[Practice]) -> views.GroupProgress:
    """The class, by name."""
    return views.GroupProgress(
        group_name=group_name,
        competences=tuple(views.CompetenceName(competence=one.id, label=one.name) for one in referential.competences),
        weeks=_weeks([played for one in practices for played in one.played]),
        trainees=tuple(_line(referential, one) for one in practices),
    )


def _line(referential: Referential, practice: Practice) -> views.TraineeLine:
    label = referential.criterion_label
    return views.TraineeLine(
        person_id=practice.person_id,
        name=practice.name,
        minutes=minutes(practice.played),
        exchanges=len(practice.played),
        last_at=practice.played[-1].at if practice.played else None,
        cells=tuple(
            views.CompetenceCell(
                competence=one.id,
                judged=_view(competence_level(of(practice.observations, "trainer", one.criteria.__contains__))),
                proposed=_view(competence_level(of(practice.observations, "proposed", one.criteria.__contains__))),
            )
            for one in referential.competences
        ),
        needs=tuple(
            views.Need(
                criterion=criterion,
                label=label(criterion),
                favourable=seen.favourable,
                by_trainer=source == "trainer",
            )
            for criterion, seen, source in needs(practice)[:NEEDS]
        ),
    )


def _competence(practice: Practice, competence: Competence) -> views.CompetenceProgress:
    known = competence.criteria.__contains__
    return views.CompetenceProgress(
        competence=competence.id,
        label=competence.name,
        judged=_view(competence_level(of(practice.observations, "trainer", known))),
        proposed=_view(competence_level(of(practice.observations, "proposed", known))),
        criteria=tuple(_criterion(practice, *one) for one in competence.criteria.items()),
    )


def _criterion(practice: Practice, criterion: str, label: str) -> views.CriterionProgress:
    judged = of(practice.observations, "trainer", criterion.__eq__)
    proposed = of(practice.observations, "proposed", criterion.__eq__)
    weeks = weeks_between(one.at for one in (*judged, *proposed))
    return views.CriterionProgress(
        criterion=criterion,
        label=label,
        judged=_view(level(judged)),
        proposed=_view(level(proposed)),
        trend=tuple(
            views.TrendPoint(
                week=week,
                judged=_share(one for one in judged if week_of(one.at) == week),
                proposed=_share(one for one in proposed if week_of(one.at) == week),
            )
            for week in weeks
        ),
    )


def _weeks(played: Sequence[PlayedExchange]) -> tuple[views.WeekView, ...]:
    return tuple(
        views.WeekView(
            week=week,
            minutes=minutes(one for one in played if week_of(one.at) == week),
            exchanges=sum(week_of(one.at) == week for one in played),
        )
        for week in weeks_between(one.at for one in played)
    )


def _subjects(packs: PackRegistry, practice: Practice) -> Iterable[views.SubjectDone]:
    """The exchanges of every subject that the trainee was given; a pack that is gone is left out."""
    times = Counter((one.pack_id, one.subject_id, one.exchange_id) for one in practice.played)
    for pack_id, subject_id in practice.subjects:
        subject = packs.subject(pack_id, subject_id)
        if subject is not None:
            yield views.SubjectDone(
                title=subject.title,
                exchanges=tuple(
                    views.ExchangeDone(
                        label=one.candidate.label,
                        channel=one.candidate.channel,
                        direction=one.candidate.direction,
                        competences=one.competences,
                        times=times[pack_id, subject_id, one.id],
                    )
                    for one in subject.exchanges
                ),
            )


def _suggestion(one: Suggestion) -> views.SuggestionView:
    return views.SuggestionView(
        pack_id=one.pack.company.id,
        subject_id=one.subject.id,
        exchange_id=one.exchange.id,
        subject_title=one.subject.title,
        label=one.exchange.candidate.label,
        channel=one.exchange.candidate.channel,
        direction=one.exchange.candidate.direction,
        criterion=one.criterion,
        reason=one.reason,
        times=one.times,
    )


def _played(packs: PackRegistry, one: PlayedExchange) -> views.PlayedLine:
    return views.PlayedLine(
        run_id=one.run_id,
        at=one.at,
        session_title=one.session_title,
        label=packs.exchange_label(one.pack_id, one.subject_id, one.exchange_id),
        minutes=round(one.seconds / 60),
    )


def _view(one: Level | None) -> views.LevelView | None:
    return None if one is None else views.LevelView(observations=one.observations, favourable=one.favourable)


def _share(observations: Iterable[Observation]) -> float | None:
    found = level(observations)
    return found.favourable if found else None
