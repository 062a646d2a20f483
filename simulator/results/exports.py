"""Results as JSON and CSV: what the jury gave, agreed on, decided and signed, word for word."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from simulator.results.record import SeatRecord
from simulator.results.session_record import SessionRecord
from simulator.results.session_sheets import ceres_rows
from simulator.results.tables import SealedArchiveRow
from simulator.results.version_words import change_words
from simulator.seat.deliberation import Page, Signature
from simulator.seat.deliberation_words import VERDICT_WORDS, decision_words
from simulator.seat.signed_versions import Change, Said, SignedVersion, signed_versions

_BOM = "\ufeff"
"""Without it a spreadsheet takes the accents for something else."""


def identity(record: SeatRecord) -> dict[str, Any]:
    state = record.state
    return {
        "candidate": state.candidate_name,
        "label": state.seat.label,
        "seat": state.seat.id,
        "session": {"id": state.training.id, "title": state.training.title, "format": state.training.format_id},
        "day": record.held_on.isoformat() if record.held_on is not None else None,
        "presence": state.day.presence,
        "left_at": state.day.left_at.isoformat() if state.day.left_at is not None else None,
        "left_remark": state.day.left_remark,
        "pack_version": state.training.pack_version,
    }


def jury(record: SeatRecord) -> dict[str, Any]:
    """Each seal is in base64: the session key's Ed25519 signature of `exams.seals.signed_page` (digest, seat, signer,
    `at`)."""
    deliberation = record.state.deliberation
    return {
        "jurors": record.jurors,
        "paper_grids_typed_by": record.state.marking.typed_by,
        "criteria": [
            {
                "criterion": one.criterion,
                "label": record.referential.criterion_label(one.criterion),
                "remarks": {record.jurors.get(actor, actor): text for actor, text in one.remarks.items()},
                "given": {
                    record.jurors.get(actor, actor): [
                        {"where": record.where(given), "verdict": given.verdict, "comment": given.comment}
                        for given in each
                    ]
                    for actor, each in one.given.items()
                },
                "agreed": _plain(record.agreed(one.criterion)),
            }
            for one in record.compared
        ],
        "decisions": {what: _plain(record.decided(what)) for what in record.scope.decisions},
        "digest": record.digest,
        "incoherences": [
            {"what": one.what, "without": [*one.without], "words": one.words, "reason": _reason(record, one.what)}
            for one in record.incoherences
        ],
        "signatures": [_signature(one) for one in deliberation.signatures],
        "signed_versions": [
            _version(record, one) for one in signed_versions(deliberation, record.state.seat.id, record.digest)
        ],
        "corrections": [
            {"reason": one.reason, "by": one.by, "at": one.at.isoformat(), "signed": [it.name for it in one.signed]}
            for one in deliberation.reopenings
        ],
    }


def _signature(one: Signature) -> dict[str, Any]:
    return {
        "actor": one.actor,
        "name": one.name,
        "digest": one.digest,
        "at": one.signed_at,
        "seal": one.seal,
        "key": one.key,
    }


def _version(record: SeatRecord, one: SignedVersion) -> dict[str, Any]:
    """A page that was signed, whole, with what the next one says otherwise."""
    again = one.corrected_by
    return {
        "number": one.number,
        "stands": one.stands,
        "is_whole": one.is_whole,
        **_page(one.signed.page),
        "digest": one.signed.digest,
        "signatures": [_signature(it) for it in one.signed.signatures],
        "corrected": {"reason": again.reason, "by": again.by, "at": again.at.isoformat()} if again else None,
        "changes": [_change(record, it) for it in one.changes],
    }


def _page(page: Page) -> dict[str, Any]:
    return {
        "verdicts": {criterion: _plain(it) for criterion, it in page.agreed.items()},
        "decisions": {what: _plain(it) for what, it in page.decided.items()},
    }


def _change(record: SeatRecord, one: Change) -> dict[str, Any]:
    return {
        "what": one.what,
        "before": _said(one.before),
        "after": _said(one.after),
        "words": change_words(record, one),
    }


def _said(one: Said | None) -> dict[str, str] | None:
    return {"verdict": one.words, "reason": one.reason} if one is not None else None


def _reason(record: SeatRecord, what: str) -> str:
    taken = record.decided(what)
    return taken.reason if taken is not None else ""


def seat_csv(record: SeatRecord) -> bytes:
    """One line a criterion and a decision."""
    names = [*record.jurors.values()]
    rows: list[Sequence[str]] = [["référence", "intitulé", *names, "retenu par le jury", "motif"]]
    for one in record.compared:
        agreed = record.agreed(one.criterion)
        same = "Avis identiques" if any(one.given.values()) else "Sans avis"
        given = [record.given_words(one.given.get(actor, ())).replace("\n", " ; ") for actor in record.jurors]
        kept = [VERDICT_WORDS[agreed.verdict], agreed.reason] if agreed is not None else [same, ""]
        rows.append([one.criterion, record.referential.criterion_label(one.criterion), *given, *kept])
    for what in record.scope.decisions:
        taken = record.decided(what)
        words = decision_words(record.scope, what)
        decided = [words[taken.decision], taken.reason] if taken is not None else ["", ""]
        rows.append([what, record.name_of(what), *("" for _ in names), *decided])
    return _csv(rows)


def session_csv(record: SessionRecord) -> bytes:
    """The entry sheet's fields, one candidate a line."""
    found = [dict(fields) for _, fields in ceres_rows(record)]
    names = list(dict.fromkeys(name for fields in found for name in fields))
    return _csv([names, *([fields.get(name, "") for name in names] for fields in found)])


def session_json(record: SessionRecord) -> dict[str, Any]:
    """Marks of nobody whose deliberation is not signed."""
    return {
        "session": {"id": record.id, "title": record.day.session.title, "format": record.day.row.format_id},
        "days": record.day.row.days,
        "candidates": [
            identity(one.record) | {"signed": one.is_signed} | ({"jury": jury(one.record)} if one.is_signed else {})
            for one in record.candidates
        ],
    }


def archives_json(record: SessionRecord) -> list[dict[str, Any]]:
    return [_archive(one.archive) for one in record.candidates if one.archive is not None]


def _archive(row: SealedArchiveRow) -> dict[str, Any]:
    return {
        "seat": row.seat_id,
        "name": row.name,
        "root": row.root,
        "key": row.key,
        "bytes": row.bytes,
        "sealed_at": row.sealed_at.isoformat(),
    }


def _plain(one: Any) -> dict[str, Any] | None:
    if one is None:
        return None
    verdict = getattr(one, "verdict", None) or one.decision
    return {"verdict": verdict, "reason": one.reason, "by": one.by, "at": one.at.isoformat()}


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Semicolons, as a French spreadsheet opens it; no cell can become a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerows([[_cell(cell) for cell in row] for row in rows])
    return (_BOM + out.getvalue()).encode()


def _cell(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
