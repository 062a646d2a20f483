"""A session's official sheets as data: procès-verbal, attendance, entry sheet for CERES."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from archives.keys import grouped
from simulator.documents.blocks import (
    ROOM_TO_SIGN,
    Block,
    note,
    page,
    pairs,
    part,
    section,
    sheet,
    signatures,
    table,
    text,
)
from simulator.facts import day_facts
from simulator.french_dates import clock, long_date, long_day
from simulator.results.incident_table import incident_table
from simulator.results.record import PRESENCE_WORDS, SeatRecord
from simulator.results.session_record import Candidate, SessionRecord
from simulator.results.tables import SealedArchiveRow
from simulator.results.version_words import former_pages
from simulator.seat.agreement_words import caution, kappa_figure, same_verdicts
from simulator.seat.deliberation_scope import TITLE
from simulator.seat.deliberation_words import CERTIFICATE_WORDS

CERES_NOTE = (
    "À saisir à la main dans CERES : Combiné n’y envoie rien et ne s’y connecte pas. Aucun format d’import n’est "
    "public ; vérifiez l’ordre des champs sur votre écran de saisie. Le service de l’État valide le procès-verbal."
)


def minutes_sheet(record: SessionRecord, key: str) -> dict[str, Any]:
    """Procès-verbal: `key` is the fingerprint of the session's key."""
    title = record.candidates[0].record.referential.title if record.candidates else None
    subtitle = f"{title.name} · {title.code}, millésime {title.vintage}" if title is not None else ""
    blocks: list[Block | None] = [
        pairs(_session(record)),
        section("Ouverture des plis"),
        text(_openings(record)),
        section("Candidats et décisions"),
        _results(record),
        *_beside_the_rule(record),
        section("Tirages au sort"),
        _draws(record),
        section("Incidents et mesures"),
        incident_table(record),
        *_jury_changes(record),
        section("Corrections après signature"),
        *_corrections(record),
        section("Archives scellées"),
        *_archives(record, key),
        section("Signatures"),
        signatures(_signers(record)),
        note(
            "Ce procès-verbal reprend des faits enregistrés et les décisions du jury. Aucun résultat n’y est "
            "calculé. Le service de l’État le valide."
        ),
    ]
    return sheet(
        f"Procès-verbal — {record.day.session.title}",
        [page("Procès-verbal de session", subtitle, *blocks)],
        f"{record.day.session.title} · procès-verbal",
        ["CRCD", title.code if title is not None else ""],
    )


IDENTITY_WORDS = {
    "identity_card": "carte d’identité",
    "passport": "passeport",
    "residence_permit": "titre de séjour",
    "driving_licence": "permis de conduire",
    "other": "autre pièce",
}


def attendance_sheet(record: SessionRecord) -> dict[str, Any]:
    """Who was there, as it was noted on the day, with room to sign: a page for each date."""
    return sheet(
        f"Émargement — {record.day.session.title}",
        [_attendance(record, day, of_day) for day, of_day in record.by_date.items()],
        f"{record.day.session.title} · émargement",
    )


def _attendance(record: SessionRecord, day: date | None, of_day: Sequence[Candidate]) -> Block:
    rows = [
        [
            one.place.label,
            one.place.candidate,
            _presence(one),
            clock(one.state.day.arrived_at) if one.state.day.arrived_at is not None else "",
            IDENTITY_WORDS.get(one.state.day.identity or "", "non contrôlée"),
            ROOM_TO_SIGN,
        ]
        for one in of_day
    ]
    return page(
        "Feuille d’émargement, telle que pointée",
        " · ".join(filter(None, [record.centre.name.strip(), record.day.session.title, _day(day)])),
        section("Candidats"),
        table(["N°", "Nom", "Présence", "Arrivée", "Pièce d’identité", "Signature"], rows, [0, 3, 3, 1.3, 2, 3])
        if rows
        else text("Aucun candidat n’est inscrit ce jour-là."),
        section("Jury"),
        signatures([(name, "") for name in _jurors(of_day)]),
    )


def ceres_rows(record: SessionRecord) -> list[tuple[str, list[tuple[str, str]]]]:
    """By candidate: fields in the order in which they are entered. Of whoever is not settled, nothing is told."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for one in record.candidates:
        seat = one.record
        fields = [
            ("Candidat", one.place.candidate),
            ("Numéro dans la session", one.place.label),
            ("Titre", f"{seat.referential.title.code} · {seat.referential.title.name}"),
            ("Millésime", seat.referential.title.vintage),
            ("Épreuves", seat.referential.exam_format(one.state.training.format_id or "title").name),
            ("Date de la session", _days(record)),
            *([("Date des épreuves", _day(seat.held_on))] if record.has_several_dates else []),
            ("Présence", PRESENCE_WORDS[one.state.day.presence]),
        ]
        if one.is_signed:
            fields += [(_label(seat, what), _decision(seat, what)) for what in seat.scope.certificates]
            fields.append(("Date de la décision", long_date(seat.signed_at)))
            fields.append(("Jury", ", ".join(seat.jurors.values())))
        found.append((f"{one.place.label} · {one.place.candidate}", fields))
    return found


def ceres_sheet(record: SessionRecord) -> dict[str, Any]:
    """One candidate after the other, to be typed in."""
    blocks: list[Block | None] = [note(CERES_NOTE)]
    for name, fields in ceres_rows(record):
        blocks += [section(name), pairs(fields)]
    return sheet(
        f"Feuille de saisie CERES — {record.day.session.title}",
        [page("Feuille de saisie pour CERES", f"{record.day.session.title} · {_days(record)}", *blocks)],
        f"{record.day.session.title} · feuille de saisie",
    )


def _session(record: SessionRecord) -> list[tuple[str, str]]:
    jurors = _jurors(record.candidates)
    ended = record.ended_at
    found = record.agreement
    centre = record.centre.in_lines()
    items = [
        *([("Centre", centre)] if centre else []),
        ("Session", record.day.session.title),
        ("Dates" if record.has_several_dates else "Date", _days(record)),
        ("Jury", ", ".join(jurors) or "aucun juré attribué"),
        ("Candidats inscrits", str(len(record.candidates))),
        ("Présents", str(_present(record.candidates))),
        *(_each_date(record) if record.has_several_dates else []),
        ("Dernière signature", long_date(ended) if ended is not None else "la session n’est pas entièrement signée"),
    ]
    if found is not None and found.compared:
        words = same_verdicts(found)
        if found.kappa is not None:
            words += f", kappa pondéré {kappa_figure(found.kappa)}"
        words += ". " + caution(found).replace("du candidat", "des candidats")
        items.append(("Accord des jurés avant délibération", words))
    return items


def _each_date(record: SessionRecord) -> list[tuple[str, str]]:
    """Who sat on which: « 2 inscrits, 1 présent · jury : … »."""
    lines: list[tuple[str, str]] = []
    for day, of_day in record.by_date.items():
        present = _present(of_day)
        enrolled = f"{len(of_day)} inscrit{'s' if len(of_day) > 1 else ''}"
        words = f"{enrolled}, {present} présent{'s' if present > 1 else ''}"
        jurors = _jurors(of_day)
        lines.append((f"Le {_day(day)}", f"{words} · jury : {', '.join(jurors)}" if jurors else words))
    return lines


def _present(candidates: Sequence[Candidate]) -> int:
    return sum(one.state.day.presence in ("present", "abandoned") for one in candidates)


def _jurors(candidates: Sequence[Candidate]) -> list[str]:
    return sorted({name for one in candidates for name in one.place.jurors})


def _openings(record: SessionRecord) -> str:
    lines: list[str] = []
    for fact in record.facts:
        match fact.data:
            case day_facts.EnvelopesConfirmed() as seen:
                who = "responsable de session" if seen.by == "session_lead" else "candidat"
                state = "intacts" if seen.intact else "NON intacts"
                remark = f" : {seen.remark}" if seen.remark else ""
                lines.append(f"{long_date(fact.at)}, {seen.name} ({who}) a vu les plis {state}{remark}.")
            case day_facts.EnvelopesOpened():
                lines.append(f"{long_date(fact.at)}, ouverture des plis par {fact.actor.name}.")
            case day_facts.EmergencyKeyUsed(reason=reason):
                lines.append(f"{long_date(fact.at)}, clé de secours utilisée par {fact.actor.name} : {reason}.")
            case day_facts.SubjectChanged(title=title):
                lines.append(f"{long_date(fact.at)}, sujet reçu en documents : « {title} », par {fact.actor.name}.")
            case _:
                pass
    return "\n".join(lines) or "Aucune ouverture n’est enregistrée."


def _results(record: SessionRecord) -> Block:
    rows: list[list[str]] = []
    for one in record.candidates:
        seat = one.record
        decided = "\n".join(f"{_short(what)} : {_decision(seat, what)}" for what in seat.scope.certificates)
        words = decided if one.is_signed else ("—" if one.is_settled else "Délibération non signée")
        signed = long_date(seat.signed_at) if one.is_signed else ""
        own = [f"{seat.held_on:%d/%m/%Y}" if seat.held_on is not None else ""] if record.has_several_dates else []
        rows.append([one.place.label, one.place.candidate, *own, _presence(one), words, signed])
    if record.has_several_dates:
        header = ["N°", "Candidat", "Épreuves le", "Présence", "Décision du jury", "Signée le"]
        return table(header, rows, [0, 3, 2, 2.5, 3, 3], [4])
    return table(["N°", "Candidat", "Présence", "Décision du jury", "Signée le"], rows, [0, 3, 3, 3, 3], [3])


def _draws(record: SessionRecord) -> Block:
    rows: list[list[str]] = []
    for one in record.candidates:
        for draw in one.state.draws:
            what = "Sujet" if draw.bound.what == "subject" else "Séquence enregistrée"
            revealed = draw.revealed
            result = (
                f"n° {revealed.number}, mot dit : « {revealed.as_said} »" if revealed is not None else "non révélé"
            )
            if draw.bound.reason:
                result += f"\nNouveau tirage : {draw.bound.reason}"
            rows.append([one.place.label, what, result, long_date(draw.revealed_at or draw.bound_at), draw.bound_by])
        old = one.state.drawn
        # Drawn in the open by the room, its ceremony stands above already.
        is_told = any(draw.bound.what == "recording" and draw.revealed is not None for draw in one.state.draws)
        if old is not None and not is_told:
            rows.append([one.place.label, "Séquence enregistrée", "tirée", long_date(old.at), old.by])
    if not rows:
        return text("Aucun tirage n’est enregistré.")
    return table(["N°", "Quoi", "Résultat", "Quand", "Par"], rows, [0, 2, 4, 3, 2])


def _jury_changes(record: SessionRecord) -> list[Block]:
    names = {one.place.seat_id: one.place.label for one in record.candidates}
    lines = [
        f"{names.get(fact.data.seat_id, '')}, {long_date(fact.at)}, {fact.actor.name} : "
        f"{', '.join(fact.data.after) or 'personne'}, au lieu de {', '.join(fact.data.before)}"
        f"{f', motif : {fact.data.reason}' if fact.data.reason else ''}"
        for fact in record.facts
        if isinstance(fact.data, day_facts.JurorsChanged)
    ]
    return [section("Changements de jury"), text("\n".join(lines))] if lines else []


def _corrections(record: SessionRecord) -> list[Block]:
    """Of whoever is not signed (again) yet, nothing of what changes is told."""
    found: list[Block] = []
    for one in record.candidates:
        found += [
            text(f"{one.place.label}, {long_date(again.at)}, {again.by} : {again.reason}")
            for again in one.state.deliberation.reopenings
        ]
        if one.is_signed:
            found += [text(f"{one.place.label}. {words}") for words in former_pages(one.record)]
    return found or [text("Aucune.")]


def _beside_the_rule(record: SessionRecord) -> list[Block]:
    """Decisions that go beside the référentiel's rule, with the jury's reason."""
    found: list[Block] = []
    for one in record.candidates:
        for it in one.record.incoherences if one.is_signed else ():
            taken = one.record.decided(it.what)
            why = taken.reason if taken is not None else ""
            found.append(text(f"{one.place.label}. {it.words} Motif du jury : {why}"))
    return [part("Décisions motivées par le jury, hors de la règle"), *found] if found else []


def _archives(record: SessionRecord, key: str) -> list[Block]:
    replaced = ", page corrigée depuis"
    rows: list[list[str]] = []
    for one in record.candidates:
        if one.archive is not None:
            of_it = one.place.label + (replaced if one.archive in one.former_archives else "")
            rows.append([of_it, *_sealed(one.archive)])
    for one in record.candidates:
        former = [it for it in one.former_archives if it is not one.archive and it.state == "kept"]
        rows += [[one.place.label + replaced, *_sealed(it)] for it in former]
    if record.archive is not None:
        outdated = ", avant la dernière correction" if record.is_archive_outdated else ""
        rows.append([f"Session{outdated}", *_sealed(record.archive)])
    if not rows:
        return [text("Aucune archive n’est encore scellée.")]
    return [
        table(["De", "Empreinte (SHA-256)", "Scellée le"], rows, [0, 6, 3]),
        text(f"Empreinte de la clé de la session : {key}"),
        text(
            "Vérifier sans serveur : « simulator archive verify FICHIER --cle … --empreinte … », avec les valeurs "
            "ci-dessus."
        ),
        *_lightened(record),
    ]


def _lightened(record: SessionRecord) -> list[Block]:
    erased = [
        f"{long_date(fact.at)} : {fact.data.what}, {fact.data.rule}"
        for fact in record.facts
        if isinstance(fact.data, day_facts.RecordsErased)
    ]
    return [part("Effacements"), text("\n".join(erased))] if erased else []


def _sealed(row: SealedArchiveRow) -> list[str]:
    return [grouped(row.root), long_date(row.sealed_at)]


def _signers(record: SessionRecord) -> list[tuple[str, str]]:
    signed: dict[str, list[str]] = {}
    for one in record.candidates:
        for mark in one.record.signatures.values():
            signed.setdefault(mark.name, []).append(one.place.label)
    jurors = _jurors(record.candidates)
    words = {name: f"A signé électroniquement : {', '.join(of)}" for name, of in signed.items()}
    return [*((name, words.get(name, "")) for name in jurors), ("Responsable de session", "")]


def _presence(one: Candidate) -> str:
    day = one.state.day
    words = PRESENCE_WORDS[day.presence]
    if day.left_at is not None:
        words += f" (à {clock(day.left_at)})" + (f" : {day.left_remark}" if day.left_remark else "")
    return words


def _short(what: str) -> str:
    return "Titre" if what == TITLE else what


def _label(seat: SeatRecord, what: str) -> str:
    return f"Titre · {seat.name_of(what)}" if what == TITLE else f"{what} · {seat.name_of(what)}"


def _decision(seat: SeatRecord, what: str) -> str:
    taken = seat.decided(what)
    return CERTIFICATE_WORDS[taken.decision] if taken is not None else "Non décidé"


def _day(day: date | None) -> str:
    return long_day(day) if day is not None else "date non fixée"


def _days(record: SessionRecord) -> str:
    days: Sequence[str] = record.day.row.days
    return ", ".join(long_day(date.fromisoformat(one)) for one in days) or _day(None)
