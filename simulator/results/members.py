"""What goes into an archive: facts, marks, decisions, documents, productions, sound. Names of files are ASCII.

Everything is JSON, PDF or Ogg: readable in ten years without Combiné.
"""

import asyncio
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from archives import Member
from simulator.centre.identity import CentreIdentity
from simulator.conduct.doors import Doors
from simulator.desk.rooms import SeatRooms
from simulator.documents.guide_pages import guide_pages
from simulator.documents.production_pages import production_pages
from simulator.documents.typesetting import typeset
from simulator.documents.vcon import vcon
from simulator.errors import NotFound
from simulator.facts.day_log import DayFact
from simulator.facts.fact import Fact
from simulator.facts.log import FactLog
from simulator.ids import SeatId
from simulator.interviews.guide_routes import guide_of
from simulator.interviews.reactions import Reactions
from simulator.interviews.room_screen import draws_sequence
from simulator.productions.reading import produced
from simulator.productions.version_rows import VersionRows
from simulator.recordings.reading import consultations_of, recordings_of
from simulator.replay.replays import Replays
from simulator.results import candidate_sheets, exports, session_sheets
from simulator.results.record import SeatRecord
from simulator.results.session_record import SessionRecord
from simulator.seat.deciding.productions import PHASE
from simulator.seat.refusals import Refused
from simulator.storage.database import Sessions
from simulator.storage.job_kind import NotYet
from simulator.transcripts.reading import Transcripts
from telephony import strict_json

SOUND = "echanges/"
"""Below it stands all that is erased with the recordings: sound, and the words that were said."""

STILL_FINISHING_SECONDS = 5.0

_READ_ME = """Archive scellée par Combiné.

Tout est lisible sans Combiné : JSON (UTF-8), PDF, Ogg Opus. Le dossier « data » contient les pièces, les manifestes
donnent l'empreinte SHA-256 de chacune, et le scellé Ed25519 est à la toute fin du fichier .zip.

Vérifier, sans réseau ni serveur :
  simulator archive verify FICHIER.zip --cle "…" --empreinte "…"
avec l'empreinte de la clé et celle de l'archive, imprimées sur le procès-verbal.
Un outil BagIt (RFC 8493) vérifie aussi les manifestes, après avoir décompressé le fichier.
"""


@dataclass(frozen=True, slots=True)
class MemberParts:
    """What gathering needs of the application."""

    sessions: Sessions
    rooms: SeatRooms
    facts: FactLog
    versions: VersionRows
    recordings: Path
    is_heard: bool
    """Calls are transcribed here."""
    centre: CentreIdentity

    def replays(self, record: SeatRecord) -> Replays:
        transcripts = Transcripts(self.sessions, self.is_heard)
        return Replays(
            self.sessions,
            self.rooms,
            self.facts,
            record.referential,
            self.recordings,
            Doors(self.sessions),
            transcripts,
        )


async def candidate_members(
    parts: MemberParts, record: SeatRecord, day: Sequence[DayFact], now: datetime
) -> list[Member]:
    """Raises NotYet while a recording is being finished. Cancelled, nothing is left behind."""
    state = record.state
    facts = [one for one in await parts.facts.of_seat(state.seat.id) if one.number <= state.last_fact]
    members = [
        Member("LISEZ-MOI.txt", _READ_ME.encode()),
        _json("candidat.json", exports.identity(record)),
        _json("faits.json", [fact_as_json(one) for one in facts]),
        _json("jury.json", exports.jury(record)),
        _json("tirages.json", [fact_as_json(one) for one in facts if one.data.kind.startswith("draw.")]),
        _json("journee.json", [day_fact_as_json(one) for one in day if _concerns(one, state.seat.id)]),
        Member("resultats.csv", exports.seat_csv(record)),
    ]
    members += await _documents(parts, record)
    members += await _guides(record)
    members += await _productions(parts, record)
    members += await _exchanges(parts, record, now)
    members += await _reactions(parts, record)
    return members


async def session_members(record: SessionRecord, key: str) -> list[Member]:
    """Its own root stands on the procès-verbal that is printed after it, and cannot stand in it."""
    sheets = {
        "proces-verbal": session_sheets.minutes_sheet(record, key),
        "emargement": session_sheets.attendance_sheet(record),
        "saisie-ceres": session_sheets.ceres_sheet(record),
    }
    pdfs = [Member(f"documents/{name}.pdf", await typeset("official", data))
            for name, data in sheets.items()]  # fmt: skip
    return [
        Member("LISEZ-MOI.txt", _READ_ME.encode()),
        _json("session.json", exports.session_json(record)),
        Member("resultats.csv", exports.session_csv(record)),
        _json("journee.json", [day_fact_as_json(one) for one in record.facts]),
        _json("archives.json", exports.archives_json(record)),
        *pdfs,
    ]


def fact_as_json(fact: Fact) -> dict[str, Any]:
    return {
        "number": fact.number,
        "at": fact.at.isoformat(),
        "actor": fact.actor.id,
        "name": fact.actor.name,
        "run": fact.place.run_id,
        "command": fact.command_id,
        **fact.data.model_dump(mode="json"),
    }


def day_fact_as_json(fact: DayFact) -> dict[str, Any]:
    return {
        "number": fact.number,
        "at": fact.at.isoformat(),
        "actor": fact.actor.id,
        "name": fact.actor.name,
        **fact.data.model_dump(mode="json"),
    }


def _concerns(fact: DayFact, seat_id: SeatId) -> bool:
    """Of the whole day or of this candidate; never of another one."""
    one = getattr(fact.data, "seat_id", "")
    return one in ("", seat_id)


async def _documents(parts: MemberParts, record: SeatRecord) -> list[Member]:
    found = {
        "fiche-evaluation": candidate_sheets.assessment_sheet(record),
        "fiche-resultats": candidate_sheets.results_sheet(record),
        "attestation-partielle": candidate_sheets.partial_success(record),
    }
    return [
        Member(f"documents/{name}.pdf", await typeset("official", data))
        for name, data in found.items()
        if data is not None
    ]


async def _guides(record: SeatRecord) -> list[Member]:
    """Each juror's guide d'entretien as they left it, numbered in the order in which `jury.json` names them."""
    if not draws_sequence(record.state) and not record.state.interview.raised:
        return []
    return [
        Member(
            f"documents/guide-entretien-{number}.pdf",
            await typeset("guide", guide_pages(guide_of(record.state, record.referential, actor, name))),
        )
        for number, (actor, name) in enumerate(record.jurors.items(), start=1)
    ]


async def _productions(parts: MemberParts, record: SeatRecord) -> list[Member]:
    state, rows = record.state, parts.versions
    try:
        held = produced(state)
    except Refused:
        return []
    members = [Member(f"productions/{one}.json", (await rows.document(state, one)).encode()) for one in held]
    seal = state.seals.get(PHASE)
    if seal is not None:
        members.append(_json("productions/scelle.json", dataclasses.asdict(seal) | {"at": seal.at.isoformat()}))
        pages = await typeset("productions", await production_pages(rows, state))
        members.append(Member("documents/productions.pdf", pages))
    return members


async def _exchanges(parts: MemberParts, record: SeatRecord, now: datetime) -> list[Member]:
    members: list[Member] = []
    replays = parts.replays(record)
    read = await parts.rooms.read(record.state.seat.id)
    for run in record.state.runs.values():
        if run.started_at is None:
            continue
        folder = f"{SOUND}{run.position}-{run.attempt}"
        rows = await recordings_of(parts.sessions, run.run_id)
        apart = await consultations_of(parts.sessions, run.run_id)
        if any(row.state in ("live", "finishing") for row in (*rows, *apart)):
            raise NotYet(STILL_FINISHING_SECONDS)
        audio: dict[str, bytes] = {}
        for row in (*rows, *apart):
            file = parts.recordings / row.folder / "call.ogg"
            if row.state == "ready" and await asyncio.to_thread(file.is_file):
                members.append(Member(f"{folder}/{row.call_id}.ogg", file))
                if row.consulted_from is None:
                    audio[row.call_id] = await asyncio.to_thread(file.read_bytes)
        try:
            view = await replays.view(
                read, run, "", record.state.marking.shared(), may_mark=False, shows_supervisor=True
            )
        except NotFound:
            continue
        facts = [fact_as_json(one) for one in await parts.facts.of_run(run.run_id)]
        members.append(_json(f"{folder}/conversation.vcon.json", vcon(view, audio, facts, now)))
    return members


async def _reactions(parts: MemberParts, record: SeatRecord) -> list[Member]:
    """What the candidate answered to the recorded sequence, erased with the sound of their calls."""
    reactions, members = Reactions(parts.recordings), list[Member]()
    recorded = [one for one in record.state.interview.reactions if one.is_recorded]
    for number, reaction in enumerate(recorded, start=1):
        try:
            file = await reactions.sound(record.state, reaction)
        except NotFound:
            continue
        members.append(Member(f"{SOUND}reaction-{number}.ogg", file))
    return members


def _json(name: str, content: object) -> Member:
    text = strict_json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    return Member(name, text.encode())
