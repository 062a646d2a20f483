"""What the live ear tells, brought to the seat whose call it is: captions at once, the transcript after the end."""

import asyncio

import structlog

from simulator.desk.rooms import SeatRooms
from simulator.ids import CallId, RunId, SeatId
from simulator.transcripts.transcriber import Transcriber
from telephony.speech import Caption, FellBehind, Heard, News

log = structlog.get_logger(__name__)


class Hearing:
    """`async with` owns what is being kept. `take` is called in the event loop."""

    def __init__(self, rooms: SeatRooms, transcriber: Transcriber) -> None:
        self._rooms, self._transcriber = rooms, transcriber
        self._keeping: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Hearing":
        return self

    async def __aexit__(self, *_: object) -> None:
        """What was heard is kept first; it is one transaction each."""
        await asyncio.gather(*self._keeping, return_exceptions=True)

    def take(self, news: News) -> None:
        room = self._rooms.room_of_call(CallId(news.call_id))
        run = room.state.run_of_call(CallId(news.call_id)) if room is not None else None
        if room is None or run is None:
            return
        if isinstance(news, Caption):
            room.caption(news)
        elif isinstance(news, FellBehind):
            # Its words come after its end: the job that makes them looks again by itself.
            room.captions_fell_behind()
        else:
            self._keep(news, room.seat_id, run.run_id)

    def _keep(self, heard: Heard, seat_id: SeatId, run_id: RunId) -> None:
        async def keep() -> None:
            try:
                await self._transcriber.keep(CallId(heard.call_id), seat_id, run_id, heard.turns)
                log.info("transcribed_live", call=heard.call_id, turns=len(heard.turns))
            except Exception:
                # It is heard again from its recording, as if it had never been tried.
                log.exception("live_transcript_not_kept", call=heard.call_id)

        task = asyncio.create_task(keep(), name=f"keep transcript {heard.call_id}")
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)
