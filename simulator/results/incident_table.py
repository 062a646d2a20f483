"""What went otherwise than planned, as the procès-verbal tells it."""

from collections.abc import Mapping
from datetime import datetime

from simulator.documents.blocks import Block, table, text
from simulator.facts import day_facts
from simulator.facts.exam_facts import AccommodationGranted, TypedWhileClosed
from simulator.french_dates import clock, long_date
from simulator.interviews.guide import PRODUCTION_TITLES
from simulator.results.session_record import SessionRecord

_CAUSES: Mapping[str, str] = {
    "evacuation": "évacuation",
    "power": "coupure de courant",
    "network": "panne de réseau",
    "other": "autre cause",
}


def incident_table(record: SessionRecord) -> Block:
    """In the order of their hours."""
    names = {one.place.seat_id: one.place.label for one in record.candidates}
    rows: list[tuple[datetime, list[str]]] = []
    for incident in record.state.incidents.values():
        where = names.get(incident.seat_id, "") or incident.room or _everybody(record, incident.day)
        after = f"Clos : {incident.closed_text or 'sans suite'}" if incident.closed_at else "Ouvert"
        rows.append((incident.at, [long_date(incident.at), where, incident.text, after]))
    for taken in record.state.measures.values():
        named = [one.place.label for one in record.candidates if one.place.seat_id in taken.seat_ids]
        of_day = [one for one in record.candidates if taken.day in (None, one.place.day)]
        where = taken.room or (_everybody(record, taken.day) if len(named) >= len(of_day) else ", ".join(named))
        after = f"Levée le {long_date(taken.lifted_at)}" if taken.lifted_at else "Non levée"
        words = f"Épreuve suspendue, {_CAUSES.get(taken.cause, taken.cause)} : {taken.reason}"
        rows.append((taken.at, [long_date(taken.at), where, words, after]))
    for one in record.candidates:
        if one.state.day.accommodation is not None:
            granted = one.state.day.accommodation
            at = one.state.day.accommodation_at or record.day.session.created_at
            words = f"Aménagement d’épreuve, {_reference(granted.reference)}"
            rows.append((at, [long_date(at), one.place.label, words, _granted(granted, one.state.day.breaks_taken)]))
    for fact in record.facts:
        if isinstance(fact.data, day_facts.CandidateRemoved):
            rows.append((fact.at, [long_date(fact.at), fact.data.label, *_removal(fact.data, fact.actor.name)]))
    for one in record.candidates:
        for typed in one.state.day.typed_while_closed:
            rows.append((typed.closed_until, [long_date(typed.closed_until), one.place.label, *_late_text(typed)]))
    if not rows:
        return text("Aucun incident n’est enregistré.")
    ordered = [row for _, row in sorted(rows, key=lambda it: it[0])]
    return table(["Quand", "Où, qui", "Quoi", "Suite"], ordered, [3, 2, 5, 3])


def _removal(gone: day_facts.CandidateRemoved, by: str) -> list[str]:
    desk = f" ({gone.desk})" if gone.desk else ""
    what = f"Candidat retiré de la session avant que rien ne soit fait à son poste : {gone.name}{desk}"
    return [what, f"Retiré par {by}"]


def _late_text(typed: TypedWhileClosed) -> list[str]:
    """Whether it counts is the jury's to say."""
    added = typed.words - typed.words_before
    words = f"{added} mot{'s' if added > 1 else ''} de plus" if added > 0 else "texte changé"
    closed = f"de {clock(typed.closed_from)} à {clock(typed.closed_until)}"
    what = f"« {PRODUCTION_TITLES[typed.production]} » : texte saisi pendant que l’étude de cas était close, {closed}"
    return [what, f"Reçu à la réouverture, signalé au jury ({words})"]


def _granted(granted: AccommodationGranted, breaks_taken: int) -> str:
    """What it gave, never why: « Temps majoré : 33 % ; sous-titres »."""
    extra = [f"{granted.percent} %" if granted.percent else "", f"{granted.minutes} min" if granted.minutes else ""]
    given = [
        f"temps majoré : {' et '.join(filter(None, extra))}" if any(extra) else "",
        f"pauses prises : {breaks_taken} sur {granted.breaks}" if granted.breaks else "",
        "sous-titres" if granted.captions else "",
    ]
    words = " ; ".join(filter(None, given)) or "accordé"
    return words[0].upper() + words[1:]


def _reference(reference: str) -> str:
    """« décision 2026-114 »; « Décision 2 » already says what it is."""
    return f"référence : {reference}" if "décision" in reference.casefold() else f"décision {reference}"


def _everybody(record: SessionRecord, day: str | None) -> str:
    """`day`: None for what was told before days were told apart."""
    return "Toute la journée" if record.has_several_dates and day is not None else "Toute la session"
