"""An exchange's transcript, from its rows and the corrections among its facts."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends
from sqlalchemy import select

from simulator.facts.fact import Fact
from simulator.ids import CallId
from simulator.parts import UseSessions, UseTranscriber
from simulator.recordings.tables import RecordingRow
from simulator.seat.runs import RunState
from simulator.storage.database import Sessions
from simulator.transcripts.heard import HeardTurn, corrections_of, read
from simulator.transcripts.tables import TranscriptRow
from simulator.transcripts.views import SaidTurnView, SaidWordView, Transcript, TranscriptState


class Transcripts:
    """`is_heard`: whether calls are transcribed here at all."""

    def __init__(self, sessions: Sessions, is_heard: bool) -> None:
        self._sessions, self._is_heard = sessions, is_heard

    async def heard_of(
        self, recordings: Sequence[RecordingRow], facts: Sequence[Fact]
    ) -> dict[str, tuple[HeardTurn, ...] | None]:
        """By call: its turns; None when it could not be heard. Calls that wait are not in it."""
        async with self._sessions() as session:
            calls = [recording.call_id for recording in recordings]
            rows = list(await session.scalars(select(TranscriptRow).where(TranscriptRow.call_id.in_(calls))))
        return {
            row.call_id: read(row.turns, corrections_of(row.call_id, facts)) if row.state == "ready" else None
            for row in rows
        }

    async def of_run(self, run: RunState, recordings: Sequence[RecordingRow], facts: Sequence[Fact]) -> Transcript:
        """All recorded calls of the exchange, one after the other."""
        heard = await self.heard_of(recordings, facts)
        calls = {call.call_id: call for call in run.calls}
        turns: list[SaidTurnView] = []
        for recording in recordings:
            started = run.started_at or recording.started_at
            zero = (recording.started_at - started).total_seconds()
            call = calls.get(recording.call_id)
            handed_over = call.transferred_at if call is not None else None
            after = (handed_over - started).total_seconds() if handed_over is not None else None
            for place, turn in enumerate(heard.get(recording.call_id) or ()):
                turns.append(_view(recording.call_id, place, turn, zero, after))
        return Transcript(state=self._state(recordings, heard), turns=tuple(turns))

    def _state(
        self, recordings: Sequence[RecordingRow], heard: dict[str, tuple[HeardTurn, ...] | None]
    ) -> TranscriptState:
        kept = [recording for recording in recordings if recording.state in ("live", "finishing", "ready")]
        if not kept:
            return "none"
        if any(recording.call_id not in heard for recording in kept):
            return "waiting" if self._is_heard else "unavailable"
        return "failed" if all(heard[recording.call_id] is None for recording in kept) else "ready"


def _view(call_id: CallId, place: int, turn: HeardTurn, zero: float, handed_over: float | None) -> SaidTurnView:
    """`handed_over`: the exchange's second from which the supervisor speaks on the adviser's channel.

    That channel is silent while the customer is held, so a turn is on one side of it: its middle tells which.
    """
    is_supervisors = handed_over is not None and zero + (turn.start + turn.end) / 2 >= handed_over
    return SaidTurnView(
        call_id=call_id,
        turn=place,
        by="supervisor" if turn.by == "adviser" and is_supervisors else turn.by,
        at_seconds=round(zero + turn.start, 2),
        ends_at_seconds=round(zero + turn.end, 2),
        text=turn.text,
        words=tuple(SaidWordView(at_seconds=round(zero + word.start, 2), text=word.text) for word in turn.words),
        corrected=turn.corrected,
    )


async def the_transcripts(sessions: UseSessions, transcriber: UseTranscriber) -> Transcripts:
    """FastAPI dependency."""
    return Transcripts(sessions, transcriber.is_on)


UseTranscripts = Annotated[Transcripts, Depends(the_transcripts)]
