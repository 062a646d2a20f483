"""What a session that is asked for becomes as an exam day."""

from typing import cast

from exams.formats import official_formats
from exams.phases import FormatId, PhaseId
from scenarios import Pack
from simulator.conduct.tables import ExamDayRow
from simulator.conduct.views import NewSession
from simulator.errors import Conflict, NotFound


def exam_day_of(new: NewSession, pack: Pack) -> ExamDayRow | None:
    """The row, whose session is still to be named; None where only exchanges are played.

    Raises Conflict for a practice or where no phase is held, NotFound for an unknown case study.
    """
    day = new.exam_day
    if day is None:
        return None
    if new.kind != "exam":
        raise Conflict(
            "exam_only",
            "Une journée d’épreuves est celle d’un examen.",
            "Choisissez « examen » ; une session blanche en est un, avec les étapes de votre choix.",
        )
    held = official_formats()[day.format_id]
    phases = held.slice(day.phases) if day.phases else held.phases
    if not phases:
        raise Conflict(
            "no_phase", "Aucune étape de ce format n’est retenue.", "Choisissez au moins une étape de la journée."
        )
    case_study_id = None
    if any(phase.produces for phase in phases):
        studies = [one.id for one in pack.case_studies if day.case_study_id in (None, one.id)]
        if not studies:
            raise NotFound("Cette étude de cas n’est pas dans le scénario.")
        case_study_id = studies[0]
    return ExamDayRow(
        format_id=day.format_id,
        phases=[phase.id for phase in phases],
        case_study_id=case_study_id,
        days=[one.isoformat() for one in sorted(set(day.days))],
        outside_paste=day.outside_paste,
        most_hearings=day.most_hearings,
        most_extra_percent=day.most_extra_percent,
    )


def draws_subject(day: ExamDayRow) -> bool:
    """Whether the exchanges are those of a subject that each candidate draws."""
    held = official_formats()[cast(FormatId, day.format_id)].slice(cast(list[PhaseId], day.phases))
    return any(phase.draws == "subject" for phase in held)


def minutes_of(new: NewSession) -> int:
    """Of the exchanges part: the format's where the session is an exam day that holds it."""
    if new.exam_day is None:
        return new.minutes
    held = {phase.id: phase.minutes for phase in official_formats()[new.exam_day.format_id].phases}
    return held.get("exchanges", new.minutes)
