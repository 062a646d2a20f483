"""What the printed sheets say, as plain data for the templates."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from scoring.referential import Referential
from simulator.desk.jury_projection import matrix
from simulator.desk.seat_read import SeatRead
from simulator.live_messages.jury_view import MarkingView, MeasuredView
from simulator.live_messages.shared_view import QualificationView
from simulator.replay.moments import NB
from simulator.replay.views import ReplayView
from simulator.seat.measuring import FIELD_WORDS
from simulator.seat.runs import RunState

VERDICTS = {
    "satisfactory": "Satisfaisant",
    "to_improve": "À améliorer",
    "insufficient": "Insuffisant",
    "not_observed": "Non observé",
}
_SIGNS = {"favourable": "+", "unfavourable": "−", "note": "•"}
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def sheet(read: SeatRead, run: RunState, view: ReplayView) -> dict[str, Any]:
    """Data of `sheet.typ`: one exchange."""
    marking = view.marking or MarkingView(
        marks=(), verdicts=(), appreciations=(), rejected=(), submitted=False, others_submitted=False
    )
    hashes = [f"{recording.sha256[:16]}…" for recording in view.recordings if recording.sha256]
    competences = {one.competence for one in view.competences}
    return {
        "subtitle": f"Échange {view.position} · {view.label} · {view.customer_name}",
        "facts": [
            ["Candidat", f"{view.seat_label} · {view.candidate_name}"],
            ["Séance", view.session_title],
            ["Début", long_date(view.started_at)],
            ["Durée", duration(view.seconds)],
            ["Compétences", ", ".join(sorted(competences))],
            ["Enregistrement", ", ".join(hashes) or "aucun"],
        ],
        "measured": _measured(view.measured) if view.measured else [],
        "criteria": _criteria(run, view, marking),
        "right": list(view.measured.qualification_right) if view.measured else [],
        "wrong": list(view.measured.qualification_wrong) if view.measured else [],
        "typed": entered(view.qualification, view.measured, read.state.pack.company.qualification.labels),
        "chat": _chat(view),
        "appreciations": [
            [f"{one.competence} ({one.by})", one.text]
            for one in marking.appreciations
            if one.competence in competences
        ],
        "confirmation": _confirmation(view),
        "signatures": ["Juré 1 — nom et signature", "Juré 2 — nom et signature"],
        "footer": "Les faits mesurés aident à justifier\u00a0; le jury décide seul.",
    }


def entered(file: QualificationView, measured: MeasuredView | None, labels: Mapping[str, str]) -> list[list[str]]:
    """What the candidate entered and nothing else on the sheet compares: name and words.

    Free words, and motif, statut, suite and corrections where the scenario expects none.
    """
    compared = (*measured.qualification_right, *measured.qualification_wrong) if measured is not None else ()
    chosen = {"Motif": file.motif, "Statut": file.statut, "Suite": file.suite}
    changed = {word: str(getattr(file, name)) for name, word in FIELD_WORDS.items()}
    words = [
        (name, labels.get(value, value))
        for name, value in (chosen | changed).items()
        if not any(line.startswith(f"{name}{NB}:") for line in compared)
    ]
    words += [("Commentaire", file.comment), ("Rendez-vous", file.appointment)]
    return [[name, text] for name, text in words if text]


def matrix_sheet(read: SeatRead, actor: str, referential: Referential, now: datetime) -> dict[str, Any]:
    """Data of `matrix.typ`: all exchanges of a seat."""
    state = read.state
    marking = state.marking_seen_by(actor)
    competences = sorted({c for run in state.runs.values() for c in run.exchange.competences})
    cells = {(cell.run_id, cell.competence): cell for cell in matrix(state, actor)}
    rows = [
        {
            "name": f"{run.position}. {run.customer.display_name}",
            "detail": run.exchange.candidate.label + (f" · essai {run.attempt}" if run.attempt > 1 else ""),
            "cells": [
                f"{cells[run.run_id, c].observed}/{cells[run.run_id, c].observable}"
                if (run.run_id, c) in cells
                else "–"
                for c in competences
            ],
        }
        for run in state.runs.values()
    ]
    return {
        "subtitle": f"{state.seat.label} · {state.candidate_name} · {state.training.title}",
        "facts": [
            ["Sujet", state.subject_title],
            ["Entreprise", state.pack.company.name],
            ["Poste", state.seat.desk],
            ["Édité le", long_date(now)],
        ],
        "competences": competences,
        "rows": rows,
        "verdicts": [_competence(referential, competence, marking) for competence in competences],
        "signatures": ["Juré 1 — nom et signature", "Juré 2 — nom et signature"],
        "footer": "Le jury décide seul. Aucun total n’est calculé.",
    }


def confirmation_letter(read: SeatRead, run: RunState) -> dict[str, Any] | None:
    """Data of `confirmation.typ`; None when nothing was written."""
    confirmation, company = run.confirmation, read.state.pack.company
    if confirmation is None:
        return None
    address = company.mailing_address
    sent = confirmation.recipient or run.customer.display_name
    return {
        "company": company.name,
        "sender": [*address.lines, f"{address.postcode} {address.city}", company.phone, company.email],
        "recipient": [part.strip() for part in sent.replace(" — ", ",").split(",")],
        "place": f"{address.city}, le {long_day(company.story_date)}",
        "subject": confirmation.subject,
        "lines": [line for line in confirmation.body.split("\n") if line.strip()],
    }


def long_date(when: datetime) -> str:
    """« 24 novembre 2026 à 10 h 38 », on the server's local time."""
    local = when.astimezone()
    return f"{local.day} {MONTHS[local.month - 1]} {local.year} à {local.hour}{NB}h{NB}{local.minute:02}"


def long_day(day: date) -> str:
    """« 24 novembre 2026 »."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def duration(seconds: float) -> str:
    """« 5 min 12 »."""
    whole = round(seconds)
    return f"{whole // 60}{NB}min{NB}{whole % 60:02}"


def minute(seconds: float) -> str:
    """« 2:47 », as marks are read."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02}"


def _criteria(run: RunState, view: ReplayView, marking: MarkingView) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for competence in view.competences:
        for criterion in competence.criteria:
            marks = [m for m in marking.marks if m.run_id == run.run_id and m.criterion == criterion.criterion]
            verdicts = [v for v in marking.verdicts if v.run_id == run.run_id and v.criterion == criterion.criterion]
            notes = [m.text for m in marks if m.text] + [v.comment for v in verdicts if v.comment]
            several = len({v.by for v in verdicts}) > 1
            rows.append(
                {
                    "id": criterion.criterion,
                    "label": criterion.label,
                    "notes": " · ".join(notes),
                    "marks": "  ".join(f"{_SIGNS[m.sign]}{NB}{minute(m.at_seconds)}" for m in marks),
                    "verdict": " / ".join(
                        f"{VERDICTS[v.verdict]} ({v.by})" if several else VERDICTS[v.verdict] for v in verdicts
                    ),
                }
            )
    return rows


def _measured(measured: MeasuredView) -> list[list[str]]:
    def seconds(value: float | None) -> str:
        return "—" if value is None else f"{value:.0f}{NB}s"

    found: list[list[str]] = []
    if measured.answer_target_seconds is not None:
        found.append(
            ["Décroché", f"{seconds(measured.answer_seconds)} (cible {measured.answer_target_seconds}{NB}s)"]
        )
    if measured.hold_seconds is not None:
        found.append(["Mises en attente", f"{measured.holds or 0} · {seconds(measured.hold_seconds)}"])
    if measured.candidate_speech_percent is not None:
        found.append(["Part de parole du candidat", f"{measured.candidate_speech_percent:.0f}{NB}%"])
    if measured.interruptions is not None:
        found.append(["Coupures de parole", str(measured.interruptions)])
    if measured.silences_over_3s is not None:
        found.append([f"Silences de plus de 3{NB}s", str(measured.silences_over_3s)])
    if measured.first_reply_target_seconds is not None:
        target = f"(cible {measured.first_reply_target_seconds}{NB}s)"
        found.append(["Première réponse", f"{seconds(measured.first_reply_seconds)} {target}"])
    if measured.reply_target_seconds is not None:
        slowest = f"au plus {seconds(measured.slowest_reply_seconds)} (cible {measured.reply_target_seconds}{NB}s)"
        found.append(["Réponses", f"en moyenne {seconds(measured.mean_reply_seconds)}, {slowest}"])
    return found


def _chat(view: ReplayView) -> list[list[str]]:
    """Minute, who, words."""
    return [
        [minute(message.at_seconds), "Candidat" if message.by == "candidate" else "Client", message.text]
        for message in view.messages
    ]


def _confirmation(view: ReplayView) -> dict[str, Any] | None:
    written = view.confirmation
    if written is None:
        return None
    kind = "Courriel" if written.medium == "mail" else "Lettre"
    when = f"envoyé(e) le {long_date(written.sent_at)}" if written.sent_at else "brouillon, non envoyé"
    return {
        "head": f"{kind}, {when} · {written.recipient}",
        "subject": written.subject,
        "lines": written.body.split("\n"),
    }


def _competence(referential: Referential, competence_id: str, marking: MarkingView) -> dict[str, Any]:
    competence = referential.competence(competence_id)
    words = [one.text for one in marking.appreciations if one.competence == competence_id and one.text]
    return {
        "name": f"{competence_id} · {competence.name}",
        "appreciation": " / ".join(words),
        "criteria": [
            {
                "id": criterion,
                "label": label,
                "verdict": " / ".join(VERDICTS[v.verdict] for v in marking.verdicts if v.criterion == criterion)
                or "—",
            }
            for criterion, label in competence.criteria.items()
        ],
    }
