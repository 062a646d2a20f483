"""Downloads: the sheet and the matrix in PDF, the confirmation, vCon, chat transcript, facts."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Response

from simulator.accounts.actors import actor_of
from simulator.accounts.guards import CurrentStaff
from simulator.attached import attached, disposition
from simulator.conduct.doors import UseDoors
from simulator.documents.printing import confirmation_letter, exchange_sheet, matrix_sheet
from simulator.documents.typesetting import typeset
from simulator.documents.vcon import vcon
from simulator.errors import NotFound
from simulator.facts import kinds
from simulator.facts.fact import Fact
from simulator.facts.log import FactLog
from simulator.french_dates import long_date
from simulator.ids import RunId, SeatId
from simulator.parts import UseFacts, UseReferential, UseRooms, UseSessions, UseSettings
from simulator.recordings.reading import recordings_of
from simulator.replay.replays import UseReplays
from telephony import strict_json

router = APIRouter()

MARKING = (
    kinds.MarkPlaced,
    kinds.MarkRemoved,
    kinds.FindingRejected,
    kinds.VerdictSet,
    kinds.AppreciationSet,
    kinds.MarkingSubmitted,
)


class Pdf(Response):
    media_type = "application/pdf"


@router.get("/api/staff/runs/{run_id}/sheet.pdf", response_class=Pdf)
async def sheet_pdf(run_id: RunId, who: CurrentStaff, replays: UseReplays) -> Response:
    """The sheet of one exchange, with my marks (and the others' once all are submitted)."""
    view = await replays.staff_view(who, run_id)
    read, run = await replays.run_of(run_id)
    data = exchange_sheet(read, run, view)
    return pdf(
        await typeset("official", data),
        f"Combine_{view.seat_label}_echange-{view.position}_{view.started_at.astimezone():%Y-%m-%d}",
    )


@router.get("/api/staff/seats/{seat_id}/matrix.pdf", response_class=Pdf)
async def matrix_pdf(
    seat_id: SeatId, who: CurrentStaff, doors: UseDoors, referential: UseReferential, rooms: UseRooms
) -> Response:
    """Exchanges × competences of one candidate, with verdicts and appreciations."""
    await doors.may_review_seat(who, seat_id)
    read = await rooms.read(seat_id)
    data = matrix_sheet(read, actor_of(who).id, referential, datetime.now(UTC))
    return pdf(await typeset("official", data), f"Combine_{read.state.seat.label}_grille")


@router.get("/api/staff/runs/{run_id}/confirmation.pdf", response_class=Pdf)
async def confirmation_pdf(run_id: RunId, who: CurrentStaff, replays: UseReplays, doors: UseDoors) -> Response:
    """The written confirmation as the customer receives it."""
    read, run = await replays.run_of(run_id)
    await doors.may_review_seat(who, read.seat_id)
    data = confirmation_letter(read, run)
    if data is None:
        raise NotFound("Aucune confirmation n’a été écrite.")
    return pdf(await typeset("confirmation", data), f"Combine_{read.state.seat.label}_confirmation-{run.position}")


@router.get("/api/staff/runs/{run_id}/vcon")
async def vcon_file(
    run_id: RunId,
    who: CurrentStaff,
    replays: UseReplays,
    settings: UseSettings,
    sessions: UseSessions,
    facts: UseFacts,
) -> Response:
    """The whole conversation as a vCon."""
    view = await replays.staff_view(who, run_id)
    audio: dict[str, bytes] = {}
    for row in await recordings_of(sessions, run_id):
        path = settings.recordings / row.folder / "call.ogg"
        if row.state == "ready" and path.exists():
            audio[row.call_id] = await asyncio.to_thread(path.read_bytes)
    content = vcon(view, audio, await _facts(facts, run_id, actor_of(who).id), datetime.now(UTC))
    text = strict_json.dumps(content, ensure_ascii=False)
    return attached(text.encode(), "application/vcon+json", f"Combine_{view.seat_label}_{view.position}.vcon")


@router.get("/api/staff/runs/{run_id}/chat.txt")
async def chat_transcript(run_id: RunId, who: CurrentStaff, replays: UseReplays) -> Response:
    """The chat as it was typed, in French."""
    view = await replays.staff_view(who, run_id)
    lines = [f"{view.session_title} – {view.seat_label} – {view.customer_name}", long_date(view.started_at), ""]
    for message in view.conversation.messages if view.conversation else ():
        name = "Conseiller" if message.by == "candidate" else view.customer_name
        lines.append(f"[{message.sent_at.astimezone():%H:%M:%S}] {name}\u00a0: {message.text}")
    text = "\n".join(lines) + "\n"
    return attached(text.encode(), "text/plain; charset=utf-8", f"Combine_{view.seat_label}_{view.position}_chat.txt")


@router.get("/api/staff/runs/{run_id}/facts.json")
async def facts_file(
    run_id: RunId, who: CurrentStaff, replays: UseReplays, doors: UseDoors, facts: UseFacts
) -> Response:
    """Every fact of the exchange that I may know, in order."""
    read, run = await replays.run_of(run_id)
    await doors.may_review_seat(who, read.seat_id)
    text = strict_json.dumps(await _facts(facts, run_id, actor_of(who).id), ensure_ascii=False, indent=1)
    return attached(text.encode(), "application/json", f"Combine_{read.state.seat.label}_{run.position}_faits.json")


async def _facts(facts: FactLog, run_id: RunId, actor: str) -> list[dict[str, Any]]:
    """Other jurors' marking stays out: drafts are theirs."""
    return [
        _as_json(fact)
        for fact in await facts.of_run(run_id)
        if not isinstance(fact.data, MARKING) or fact.actor.id == actor
    ]


def _as_json(fact: Fact) -> dict[str, Any]:
    return {
        "number": fact.number,
        "at": fact.at.isoformat(),
        "by": fact.actor.name,
        **fact.data.model_dump(mode="json"),
    }


def pdf(data: bytes, name: str) -> Response:
    """Shown in the browser; `name`, without its extension, is what it is saved as."""
    return Pdf(data, headers=disposition("inline", f"{name}.pdf"))
