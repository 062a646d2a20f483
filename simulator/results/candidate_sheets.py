"""A candidate's official sheets as data: assessment, individual results with their reasons, partial success, grid."""

from typing import Any

from simulator.documents.blocks import (
    Block,
    large,
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
from simulator.french_dates import long_date, long_day
from simulator.results.record import PRESENCE_WORDS, SeatRecord
from simulator.results.version_words import former_pages
from simulator.seat.agreement_words import caution, kappa_figure, same_verdicts
from simulator.seat.deliberation import Decided
from simulator.seat.deliberation_scope import TITLE
from simulator.seat.deliberation_words import CERTIFICATE_WORDS, DECISION_WORDS, VERDICT_WORDS

NO_TOTAL = "Le jury décide. Aucune note, aucun total et aucun résultat n’est calculé par le logiciel."


def assessment_sheet(record: SeatRecord) -> dict[str, Any]:
    """Every criterion with each juror's verdicts, what the jury agreed on and why."""
    blocks: list[Block | None] = [pairs(_identity(record)), _agreement(record)]
    for competence in record.scope.competences:
        of_it = record.referential.competence(competence)
        blocks.append(section(f"{of_it.id} · {of_it.name}"))
        rows = [_criterion(record, index) for index in _indices(record, competence)]
        names = [name or "Juré" for name in record.jurors.values()]
        blocks.append(
            table(
                ["Réf.", "Critère", *names, "Retenu par le jury"],
                rows,
                [0, 4, *(2.5 for _ in names), 3],
                strong=[len(names) + 2],
            )
        )
        said = [
            f"{name} : {words}"
            for actor, name in record.jurors.items()
            if (words := _said(record, actor, competence))
        ]
        if said:
            blocks.append(text("\n".join(said)))
    blocks += [section("Signatures du jury"), _signatures(record), note(NO_TOTAL)]
    return _sheet(record, "Fiche d’évaluation", blocks)


def results_sheet(record: SeatRecord) -> dict[str, Any]:
    """Fiche individuelle de résultats motivée."""
    blocks: list[Block | None] = [pairs(_identity(record)), section("Décisions du jury")]
    blocks.append(_decisions(record, record.scope.competences, "Compétence professionnelle", DECISION_WORDS))
    if record.scope.transversal:
        blocks.append(part("Compétences transversales"))
        blocks.append(_decisions(record, record.scope.transversal, "Compétence transversale", DECISION_WORDS))
    blocks.append(part("Certificats et titre"))
    blocks.append(_decisions(record, record.scope.certificates, "Certificat ou titre", CERTIFICATE_WORDS))
    blocks += [note(f"Décision motivée par le jury. {one.words} Motif : {_why(record, one.what)}")
               for one in record.incoherences]  # fmt: skip
    blocks.append(section("Motifs, par compétence"))
    for competence in record.scope.competences:
        blocks += _reasons(record, competence)
    if record.state.deliberation.reopenings:
        blocks.append(section("Corrections après signature"))
        blocks += [
            text(f"{long_date(one.at)}, {one.by} : {one.reason}") for one in record.state.deliberation.reopenings
        ]
        blocks += [text(words) for words in former_pages(record)]
    blocks += [section("Signatures du jury"), _signatures(record), note(NO_TOTAL)]
    return _sheet(record, "Fiche individuelle de résultats", blocks)


def partial_success(record: SeatRecord) -> dict[str, Any] | None:
    """One page for each certificate that was obtained where the title was not; None where there is none.

    Never of a session for certificates alone: what was obtained there is all that was sat for (RE TP-00483 §2.3), and
    no part of anything.
    """
    if TITLE not in record.scope.certificates:
        return None
    title = record.decided(TITLE)
    if title is not None and title.decision == "acquired":
        return None
    obtained = [
        what
        for what in record.scope.certificates
        if what != TITLE and (taken := record.decided(what)) is not None and taken.decision == "acquired"
    ]
    if not obtained:
        return None
    return sheet(
        "Attestation de réussite partielle",
        [_certificate(record, what) for what in obtained],
        _footer(record),
        ["CRCD", record.referential.title.code],
    )


def paper_grid(record: SeatRecord, exchanges: int) -> dict[str, Any]:
    """To mark on paper: every criterion, a column an exchange, nobody's marks."""
    columns = [*(f"Éch. {n}" for n in range(1, exchanges + 1)), "Écrits"]
    blocks: list[Block | None] = [
        pairs([("Candidat", _who(record)), ("Session", record.state.training.title), ("Juré", " ")]),
        note(
            "Une case par échange : S satisfaisant, A à améliorer, I insuffisant, N non observé ; vide : sans avis. "
            "Cette grille est personnelle : elle ne se montre pas à l’autre juré avant la délibération."
        ),
    ]
    for competence in record.scope.competences:
        of_it = record.referential.competence(competence)
        blocks.append(section(f"{of_it.id} · {of_it.name}"))
        rows = [[criterion, label, *("" for _ in columns), ""] for criterion, label in of_it.criteria.items()]
        header = ["Réf.", "Critère", *columns, "Remarque"]
        blocks.append(table(header, rows, [0, 5, *(1 for _ in columns), 3], boxed=True))
    blocks += [signatures([("Juré : nom, date et signature", ""), ("Saisie dans Combiné par, le", "")])]
    # Blank whenever it is printed: it says nothing of a page that may be signed meanwhile.
    footer = f"{record.state.training.title} · {_who(record)}"
    return _sheet(record, "Grille d’évaluation du juré", blocks, footer)


def _sheet(record: SeatRecord, title: str, blocks: list[Block | None], footer: str = "") -> dict[str, Any]:
    of_title = record.referential.title
    subtitle = f"{of_title.name} · {of_title.code}, millésime {of_title.vintage}"
    return sheet(
        f"{title} — {record.state.candidate_name}",
        [page(title, subtitle, *blocks)],
        footer or _footer(record),
        ["CRCD", of_title.code],
    )


def _footer(record: SeatRecord) -> str:
    return f"{record.state.training.title} · {_who(record)} · page signée {record.digest[:16]}…"


def _who(record: SeatRecord) -> str:
    return f"{record.state.seat.label} · {record.state.candidate_name}"


def _identity(record: SeatRecord) -> list[tuple[str, str]]:
    day = record.state.day
    presence = PRESENCE_WORDS[day.presence]
    if day.left_at is not None:
        presence += f", le {long_date(day.left_at)}" + (f" : {day.left_remark}" if day.left_remark else "")
    return [
        ("Candidat", _who(record)),
        ("Session", record.state.training.title),
        ("Épreuves", record.referential.exam_format(record.state.training.format_id or "title").name),
        *([("Date des épreuves", long_day(record.held_on))] if record.held_on is not None else []),
        ("Présence", presence),
        ("Jury", ", ".join(record.jurors.values())),
        ("Délibération signée le", long_date(record.signed_at) if record.signatures else "non signée"),
    ]


def _agreement(record: SeatRecord) -> Block | None:
    found = record.agreement
    if found is None or found.compared == 0:
        return None
    words = f"Avant la délibération, {same_verdicts(found)}"
    if found.share is not None:
        words += f", soit {round(100 * found.share)} %"
    if found.kappa is not None:
        words += f" ; kappa pondéré {kappa_figure(found.kappa)}"
    return note(f"{words}. {caution(found)}")


def _indices(record: SeatRecord, competence: str) -> list[int]:
    return [at for at, one in enumerate(record.compared) if one.criterion.startswith(f"{competence}.")]


def _criterion(record: SeatRecord, index: int) -> list[str]:
    one = record.compared[index]
    agreed = record.agreed(one.criterion)
    if agreed is not None:
        kept = VERDICT_WORDS[agreed.verdict] + (f"\n{agreed.reason}" if agreed.reason else "")
    else:
        kept = "Avis identiques" if any(one.given.values()) else "Sans avis"
    given = [record.given_words(one.given.get(actor, ())) for actor in record.jurors]
    return [one.criterion, record.referential.criterion_label(one.criterion), *given, kept]


def _said(record: SeatRecord, actor: str, competence: str) -> str:
    known = record.state.marking.appreciations.get((actor, competence))
    return known[1].strip() if known is not None else ""


def _decisions(record: SeatRecord, wanted: tuple[str, ...], name: str, words: Any) -> Block:
    rows: list[list[str]] = []
    for what in wanted:
        taken = record.decided(what)
        decision = words[taken.decision] if taken is not None else "Non décidé"
        rows.append(
            [
                "Titre" if what == TITLE else what,
                record.name_of(what),
                decision,
                taken.reason if taken is not None else "",
            ]
        )
    return table(["Réf.", name, "Décision", "Motif"], rows, [0, 5, 2, 5], strong=[2])


def _why(record: SeatRecord, what: str) -> str:
    taken = record.decided(what)
    return (taken.reason if taken is not None else "") or "le jury n’en a pas écrit."


def _reasons(record: SeatRecord, competence: str) -> list[Block]:
    """What the jury agreed on otherwise than « satisfaisant », with its words: facts, no sum."""
    rows: list[list[str]] = []
    for index in _indices(record, competence):
        one = record.compared[index]
        agreed = record.agreed(one.criterion)
        if agreed is not None and (agreed.verdict != "satisfactory" or agreed.reason):
            label = record.referential.criterion_label(one.criterion)
            rows.append([one.criterion, label, VERDICT_WORDS[agreed.verdict], agreed.reason])
        elif agreed is None:
            shared = sorted({VERDICT_WORDS[v] for v in one.verdicts if v != "satisfactory"})
            if shared:
                label = record.referential.criterion_label(one.criterion)
                # A juror's own remark is theirs until the jury makes it its own.
                rows.append([one.criterion, label, ", ".join(shared), ""])
    head = part(f"{competence} · {record.name_of(competence)}")
    if not rows:
        return [head, text(_without_rows(record.decided(competence)))]
    return [head, table(["Réf.", "Critère", "Avis du jury", "Ce que le jury en dit"], rows, [0, 5, 2, 5], [2])]


def _without_rows(taken: Decided | None) -> str:
    """Beside a refusal, « nothing but satisfactory » would contradict the jury: its own words stand there."""
    if taken is None or taken.decision != "not_acquired":
        return "Aucun critère relevé autrement que satisfaisant."
    if taken.reason:
        return f"Motif du jury : {taken.reason}"
    return "Le jury n’a pas écrit de motif à cette décision."


def _signatures(record: SeatRecord) -> Block:
    known = record.signatures
    people: list[tuple[str, str]] = []
    for actor, name in record.jurors.items():
        signed = known.get(actor)
        words = f"Signé électroniquement le {long_date(signed.at)}" if signed is not None else "Non signé"
        typed = record.state.marking.typed_by.get(actor)
        if typed:
            words += f"\nGrille sur papier, saisie par {typed}"
        people.append((name, words))
    return signatures(people)


def _certificate(record: SeatRecord, what: str) -> Block:
    title = record.referential.title
    of_it = next(one for one in record.referential.certificates if one.id == what)
    names = [f"{one} · {record.name_of(one)}" for one in of_it.competences]
    return page(
        "Attestation de réussite partielle",
        f"Titre professionnel {title.name} · {title.code}, millésime {title.vintage}",
        large(
            f"Le jury réuni pour la session « {record.state.training.title} » atteste que "
            f"{record.state.candidate_name} a obtenu le certificat de compétences professionnelles :"
        ),
        large(f"{of_it.id} · {of_it.name}"),
        section("Compétences attestées"),
        text("\n".join(names)),
        pairs([("Décision du jury", long_date(record.signed_at)), ("Candidat", _who(record))]),
        note(
            "À joindre au livret de certification. Le certificat lui-même est délivré par le service de l’État "
            "après validation du procès-verbal : cette attestation ne le remplace pas."
        ),
        section("Signatures"),
        _signatures(record),
    )
