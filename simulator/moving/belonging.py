"""Which rows are a session's, and which stay where they are. Pure: tables in, conditions out.

What a condition can name, in the order in which it is found: the session, its seats, runs, calls, facts, people and
the version of the pack that it plays.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Integer, Table

from simulator.schema import Base


@dataclass
class Ids:
    """Of one session; filled while its tables are read."""

    session: str
    seats: Sequence[str] = ()
    runs: Sequence[str] = ()
    calls: Sequence[str] = ()
    facts: Sequence[int] = ()
    people: set[str] = field(default_factory=set[str])
    version: str | None = None
    sounds: Sequence[str] = ()


def _by_session(table: Table, ids: Ids) -> ColumnElement[bool]:
    return table.c.session_id == ids.session


def _by_seat(table: Table, ids: Ids) -> ColumnElement[bool]:
    return table.c.seat_id.in_(ids.seats)


def _by_run(table: Table, ids: Ids) -> ColumnElement[bool]:
    return table.c.run_id.in_(ids.runs)


MOVES: dict[str, Callable[[Table, Ids], ColumnElement[bool]]] = {
    "training_session": lambda table, ids: table.c.id == ids.session,
    "exam_day": _by_session,
    "assignment": _by_session,
    "seat": _by_session,
    "seat_juror": _by_seat,
    "exchange_run": _by_seat,
    "fact": _by_session,
    "day_fact": _by_session,
    "recording": _by_session,
    "transcript": lambda table, ids: table.c.call_id.in_(ids.calls),
    "reaction": _by_session,
    "practice_reading": _by_run,
    "finding_comparison": _by_run,
    "compared_marking": lambda table, ids: table.c.fact_id.in_(ids.facts),
    "production_version": _by_seat,
    "candidate_record": _by_seat,
    "candidate_document": _by_seat,
    "timetable_version": _by_session,
    "custody_box": _by_session,
    "sealed_pack": _by_session,
    "session_key": _by_session,
    "opening_photo": _by_session,
    "sealed_archive": _by_session,
    "person": lambda table, ids: table.c.id.in_(ids.people),
    "pack_version": lambda table, ids: table.c.digest == ids.version,
    "pack_sound": lambda table, ids: table.c.digest.in_(ids.sounds),
}
"""Tables in the order in which they are read."""

STAYS = {
    "sign_in": "browsers of there",
    "failed_sign_in": "guesses of there",
    "second_factor": "made with the secret of there",
    "recovery_code": "made with the secret of there",
    "sip_account": "telephones of there",
    "sip_choice": "telephones of there",
    "trunk_setting": "the exchange of there",
    "centre_setting": "the centre of there; what was printed of the session names it",
    "document_subject": "what a session plays is in its version; what is still prepared stays",
    "studio_pack": "what a session plays is in its version; drafts are their authors' of there",
    "studio_item": "part of a draft",
    "studio_state": "earlier states of a draft",
    "studio_file": "what a draft was begun from",
    "studio_sound": "measured again wherever it is asked",
    "studio_version": "what a session plays of it is in its own version",
    "detector_switch": "a choice of the whole centre",
    "draw_seed": "bound to the secret of there; one that was never revealed decides nothing",
    "job": "owed there; what is missing here is found missing, and made here",
}
"""And why. A test compares both lists with the tables that there are."""

VOIDED: dict[str, dict[str, Any]] = {
    "training_session": {"rehearsal_people": None},
    "person": {"password_hash": None},
    "seat": {"code_hash": None, "partner_code_hash": None},
    "custody_box": {"kept": None},
    "session_key": {"kept": b""},
}
"""What is worth nothing without the installation's secret, or is nobody else's business."""


def tables() -> dict[str, Table]:
    return {name: Base.metadata.tables[name] for name in MOVES}


def numbered_by_database(table: Table) -> bool:
    """Whether a row gets its number where it is: it means nothing elsewhere."""
    keys = list(table.primary_key.columns)
    return len(keys) == 1 and keys[0].name == "id" and isinstance(keys[0].type, Integer)


def learn(ids: Ids, name: str, rows: Sequence[dict[str, Any]]) -> None:
    """What later conditions need of these rows."""
    match name:
        case "training_session":
            ids.people |= {row["created_by"] for row in rows}
            ids.version = rows[0]["pack_version"] if rows else None
        case "seat":
            ids.seats = [row["id"] for row in rows]
            ids.people |= {row["person_id"] for row in rows}
        case "seat_juror":
            ids.people |= {row["person_id"] for row in rows}
        case "exchange_run":
            ids.runs = [row["id"] for row in rows]
        case "fact":
            ids.facts = [row["id"] for row in rows]
        case "recording":
            ids.calls = [row["call_id"] for row in rows]
        case _:
            pass
