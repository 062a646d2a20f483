"""What was played, found again: an exchange, its replay as one may see it, a file of one of its calls."""

import asyncio
from pathlib import Path
from typing import Annotated

from fastapi import Depends

from scoring.referential import Referential
from simulator.accounts.actors import actor_of
from simulator.accounts.signing import SignedIn
from simulator.conduct.doors import Doors, UseDoors
from simulator.conduct.tables import ExchangeRunRow
from simulator.desk.rooms import SeatRooms
from simulator.desk.seat_read import SeatRead
from simulator.errors import Conflict, Forbidden, Gone, NotFound
from simulator.facts.log import FactLog
from simulator.ids import CallId, RunId
from simulator.live_messages.jury_view import MarkingView
from simulator.parts import UseFacts, UseReferential, UseRooms, UseSessions, UseSettings
from simulator.recordings.reading import consultations_of, recordings_of
from simulator.recordings.tables import RecordingRow
from simulator.replay.projection import replay_view
from simulator.replay.views import ReplayView
from simulator.seat.runs import RunState
from simulator.storage.database import Sessions
from simulator.transcripts.reading import Transcripts, UseTranscripts


class Replays:
    """`recordings`: the folder of all sound."""

    def __init__(
        self,
        sessions: Sessions,
        rooms: SeatRooms,
        facts: FactLog,
        referential: Referential,
        recordings: Path,
        doors: Doors,
        transcripts: Transcripts,
    ) -> None:
        self._sessions, self._rooms, self._facts = sessions, rooms, facts
        self._referential, self._recordings = referential, recordings
        self._doors, self._transcripts = doors, transcripts

    async def run_of(self, run_id: RunId) -> tuple[SeatRead, RunState]:
        """Raises NotFound."""
        async with self._sessions() as session:
            row = await session.get(ExchangeRunRow, run_id)
        if row is None:
            raise NotFound("Cet échange n’existe pas.")
        read = await self._rooms.read(row.seat_id)
        return read, read.state.runs[run_id]

    async def staff_view(self, who: SignedIn, run_id: RunId) -> ReplayView:
        """The replay as this member of staff may see it. Raises NotFound, Forbidden."""
        read, run = await self.run_of(run_id)
        seat = await self._doors.may_review_seat(who, read.seat_id)
        marks = await self._doors.is_marker(who, seat)
        marking = read.state.marking_seen_by(actor_of(who).id)
        return await self.view(read, run, f"/api/staff/runs/{run_id}", marking, marks, shows_supervisor=True)

    async def own_open_run(self, who: SignedIn, run_id: RunId) -> tuple[SeatRead, RunState]:
        """Practice: a candidate's own exchange that they may replay. Raises Forbidden, NotFound."""
        read, run = await self.run_of(run_id)
        if read.seat_id != who.seat_id or read.state.feedback_of(run) is None:
            raise Forbidden("Cette réécoute ne vous est pas ouverte.")
        return read, run

    async def view(
        self,
        read: SeatRead,
        run: RunState,
        root: str,
        marking: MarkingView | None,
        may_mark: bool,
        *,
        shows_supervisor: bool,
    ) -> ReplayView:
        facts = await self._facts.of_run(run.run_id)
        rows = await recordings_of(self._sessions, run.run_id)
        transcript = await self._transcripts.of_run(run, rows, facts)
        try:
            apart = await consultations_of(self._sessions, run.run_id)
            return replay_view(
                read,
                self._referential,
                run,
                facts,
                rows,
                apart,
                transcript,
                root,
                marking,
                may_mark,
                shows_supervisor=shows_supervisor,
                now=self._rooms.now,
            )
        except ValueError:
            raise NotFound("Cet échange n’a pas encore été joué.") from None

    async def file(self, run_id: RunId, call_id: CallId, name: str) -> Path:
        async with self._sessions() as session:
            row = await session.get(RecordingRow, call_id)
        if row is None or row.run_id != run_id:
            raise NotFound("Cet enregistrement n’existe pas.")
        if row.state != "ready":
            raise Conflict("not_ready", "L’enregistrement est en préparation.", "Réessayez dans quelques secondes.")
        file = self._recordings / row.folder / name
        if not await asyncio.to_thread(file.is_file):
            raise Gone("Le son de cet appel n’est plus sur le serveur : il a été effacé ou déplacé.")
        return file


async def the_replays(
    sessions: UseSessions,
    rooms: UseRooms,
    facts: UseFacts,
    referential: UseReferential,
    settings: UseSettings,
    doors: UseDoors,
    transcripts: UseTranscripts,
) -> Replays:
    """FastAPI dependency."""
    return Replays(sessions, rooms, facts, referential, settings.recordings, doors, transcripts)


UseReplays = Annotated[Replays, Depends(the_replays)]
