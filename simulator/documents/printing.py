"""What the printed sheets say, as plain data for the templates."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from scoring.referential import Referential
from simulator.desk.jury_projection import matrix
from simulator.desk.seat_read import SeatRead
from simulator.documents import blocks
from simulator.french_dates import long_date, long_day
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
JURORS = [("Juré 1 : nom et signature", ""), ("Juré 2 : nom et signature", "")]
DECIDES = "Les faits mesurés aident à justifier ; le jury décide seul."
HOW_TO_READ = (
    "Lecture : critères portant un repère ou un avis / critères que l’échange permet d’observer. Un tiret : la "
    "compétence n’est pas en jeu."
)
_SIGNS = {"favourable": "+", "unfavourable": "−", "note": "•"}


def exchange_sheet(read: SeatRead, run: RunState, view: ReplayView) -> dict[str, Any]:
    """One exchange: what was measured, what I noted on each criterion, what was entered, said and written."""
    marking = view.marking or MarkingView(
        marks=(), verdicts=(), appreciations=(), rejected=(), submitted=False, others_submitted=False
    )
    competences = {one.competence for one in view.competences}
    entries = _entries(view, entered(view.qualification, view.measured, read.state.pack.company.qualification.labels))
    said = [
        (f"{one.competence} ({one.by})", one.text) for one in marking.appreciations if one.competence in competences
    ]
    where = f"Échange {view.position} · {view.label} · {view.customer_name}"
    content = blocks.page(
        "Fiche d’échange",
        where,
        blocks.pairs(_about(view, sorted(competences))),
        *_under("Faits mesurés", blocks.pairs(_measured(view.measured)) if view.measured else None),
        *_under("Critères", _criteria(run, view, marking)),
        *_under("Qualification du dossier", blocks.pairs(entries) if entries else None),
        *_under("Appréciations", blocks.pairs(said) if said else None),
        *_under("Conversation", _chat(view)),
        *_under("Confirmation écrite", _confirmation(view)),
        *_under("Signatures", blocks.signatures(JURORS)),
    )
    footer = f"{view.session_title} · {view.seat_label} · {view.candidate_name} · {DECIDES}"
    return blocks.sheet(f"Fiche d’échange {view.position} — {view.candidate_name}", [content], footer)


def _under(title: str, content: blocks.Block | None) -> tuple[blocks.Block, ...]:
    """A block and its heading; neither where there is nothing to say."""
    return (blocks.section(title), content) if content is not None else ()


def _about(view: ReplayView, competences: Sequence[str]) -> list[tuple[str, str]]:
    hashes = [f"{recording.sha256[:16]}…" for recording in view.recordings if recording.sha256]
    return [
        ("Candidat", f"{view.seat_label} · {view.candidate_name}"),
        ("Séance", view.session_title),
        ("Début", long_date(view.started_at)),
        ("Durée", duration(view.seconds)),
        ("Compétences", ", ".join(competences) or "aucune"),
        ("Empreinte de l’enregistrement", ", ".join(hashes) or "aucun enregistrement"),
    ]


def _entries(view: ReplayView, typed: list[list[str]]) -> list[tuple[str, str]]:
    """Compared in words: a colour or a tick alone is lost in grey and on a reader's lips."""
    right = view.measured.qualification_right if view.measured else ()
    wrong = view.measured.qualification_wrong if view.measured else ()
    return [
        *(("Conforme à l’attendu", line) for line in right),
        *(("Autre que l’attendu", line) for line in wrong),
        *((name, words) for name, words in typed),
    ]


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
    """All exchanges of a seat: what was observed of what can be, and my verdicts on each criterion."""
    state = read.state
    marking = state.marking_seen_by(actor)
    competences = sorted({c for run in state.runs.values() for c in run.exchange.competences})
    cells = {(cell.run_id, cell.competence): cell for cell in matrix(state, actor)}
    rows = [
        [
            f"{run.position}. {run.customer.display_name}\n{run.exchange.candidate.label}"
            + (f" · essai {run.attempt}" if run.attempt > 1 else ""),
            *(
                f"{cells[run.run_id, c].observed}/{cells[run.run_id, c].observable}"
                if (run.run_id, c) in cells
                else "–"
                for c in competences
            ),
        ]
        for run in state.runs.values()
    ]
    who = f"{state.seat.label} · {state.candidate_name} · {state.training.title}"
    facts = [
        ("Sujet", state.subject_title),
        ("Entreprise", state.pack.company.name),
        ("Poste", state.seat.desk or "non attribué"),
        ("Édité le", long_date(now)),
    ]
    seen = blocks.table(
        ["Échange", *competences],
        rows,
        [4, *(1 for _ in competences)],
        centred=range(1, len(competences) + 1),
    )
    content = blocks.page(
        "Grille des échanges",
        who,
        blocks.pairs(facts),
        blocks.section("Critères observés, par échange et par compétence"),
        seen if rows else blocks.text("Aucun échange n’a encore commencé."),
        blocks.note(HOW_TO_READ) if rows else None,
        *(block for competence in competences for block in _competence(referential, competence, marking)),
        *_under("Signatures", blocks.signatures(JURORS)),
    )
    footer = f"{who} · {DECIDES} Aucun total n’est calculé."
    return blocks.sheet(f"Grille des échanges — {state.candidate_name}", [content], footer)


def confirmation_letter(read: SeatRead, run: RunState) -> dict[str, Any] | None:
    """Data of `confirmation.typ`; None when nothing was written."""
    confirmation, company = run.confirmation, read.state.pack.company
    if confirmation is None:
        return None
    address = company.mailing_address
    sent = confirmation.recipient or run.customer.display_name
    return {
        "title": f"Confirmation écrite, échange {run.position} — {read.state.candidate_name}",
        "company": company.name,
        "sender": [*address.lines, f"{address.postcode} {address.city}", company.phone, company.email],
        "recipient": [part.strip() for part in sent.replace(" — ", ",").split(",")],
        "place": f"{address.city}, le {long_day(company.story_date)}",
        "subject": confirmation.subject,
        "lines": [line for line in confirmation.body.split("\n") if line.strip()],
    }


def duration(seconds: float) -> str:
    """« 5 min 12 »."""
    whole = round(seconds)
    return f"{whole // 60}{NB}min{NB}{whole % 60:02}"


def minute(seconds: float) -> str:
    """« 2:47 », as marks are read."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02}"


def _criteria(run: RunState, view: ReplayView, marking: MarkingView) -> blocks.Block | None:
    rows: list[list[str]] = []
    for competence in view.competences:
        for criterion in competence.criteria:
            marks = [m for m in marking.marks if m.run_id == run.run_id and m.criterion == criterion.criterion]
            verdicts = [v for v in marking.verdicts if v.run_id == run.run_id and v.criterion == criterion.criterion]
            words = [m.text for m in marks if m.text] + [v.comment for v in verdicts if v.comment]
            several = len({v.by for v in verdicts}) > 1
            given = [f"{VERDICTS[v.verdict]} ({v.by})" if several else VERDICTS[v.verdict] for v in verdicts]
            rows.append(
                [
                    criterion.criterion,
                    "\n".join([criterion.label, *(f"Remarque : {one}" for one in words)]),
                    "\n".join(f"{_SIGNS[m.sign]}{NB}{minute(m.at_seconds)}" for m in marks),
                    "\n".join(given),
                ]
            )
    header = ["Réf.", "Critère et remarques", "Repères", "Avis"]
    return blocks.table(header, rows, [0, 6, 2, 2], strong=[3]) if rows else None


def _measured(measured: MeasuredView) -> list[tuple[str, str]]:
    def seconds(value: float | None) -> str:
        return "—" if value is None else f"{value:.0f}{NB}s"

    found: list[tuple[str, str]] = []
    if measured.answer_target_seconds is not None:
        found.append(
            ("Décroché", f"{seconds(measured.answer_seconds)} (cible {measured.answer_target_seconds}{NB}s)")
        )
    if measured.hold_seconds is not None:
        found.append(("Mises en attente", f"{measured.holds or 0} · {seconds(measured.hold_seconds)}"))
    if measured.candidate_speech_percent is not None:
        found.append(("Part de parole du candidat", f"{measured.candidate_speech_percent:.0f}{NB}%"))
    if measured.interruptions is not None:
        found.append(("Coupures de parole", str(measured.interruptions)))
    if measured.silences_over_3s is not None:
        found.append((f"Silences de plus de 3{NB}s", str(measured.silences_over_3s)))
    if measured.first_reply_target_seconds is not None:
        target = f"(cible {measured.first_reply_target_seconds}{NB}s)"
        found.append(("Première réponse", f"{seconds(measured.first_reply_seconds)} {target}"))
    if measured.reply_target_seconds is not None:
        slowest = f"au plus {seconds(measured.slowest_reply_seconds)} (cible {measured.reply_target_seconds}{NB}s)"
        found.append(("Réponses", f"en moyenne {seconds(measured.mean_reply_seconds)}, {slowest}"))
    return found


def _chat(view: ReplayView) -> blocks.Block | None:
    rows = [
        [minute(message.at_seconds), "Candidat" if message.by == "candidate" else "Client", message.text]
        for message in view.messages
    ]
    return blocks.table(["Minute", "Qui", "Message"], rows, [0, 0, 1], as_written=[2]) if rows else None


def _confirmation(view: ReplayView) -> blocks.Block | None:
    written = view.confirmation
    if written is None:
        return None
    kind, sent = ("Courriel", "envoyé") if written.medium == "mail" else ("Lettre", "envoyée")
    when = f"{sent} le {long_date(written.sent_at)}" if written.sent_at else f"brouillon, non {sent}"
    return blocks.quoted(f"{kind}, {when} · {written.recipient}", written.subject, written.body.split("\n"))


def _competence(referential: Referential, competence_id: str, marking: MarkingView) -> list[blocks.Block]:
    competence = referential.competence(competence_id)
    words = [one.text for one in marking.appreciations if one.competence == competence_id and one.text]
    rows = [
        [
            criterion,
            label,
            "\n".join(VERDICTS[v.verdict] for v in marking.verdicts if v.criterion == criterion) or "—",
        ]
        for criterion, label in competence.criteria.items()
    ]
    return [
        blocks.section(f"{competence_id} · {competence.name}"),
        blocks.table(["Réf.", "Critère", "Avis"], rows, [0, 6, 2], strong=[2]),
        *([blocks.text("Appréciation : " + " / ".join(words))] if words else []),
    ]
