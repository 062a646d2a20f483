"""The recordings of a switch's calls: opened as a call connects, closed at its end; what the disk says of them."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import structlog

from telephony import events
from telephony.disk_news import DiskNews, WritingRefused
from telephony.recording.recording_writer import RecordingWriter

from .live_call import LiveCall

log = structlog.get_logger(__name__)


class CallRecordings:
    """`begin` before the first call connects, `close` after the last has ended. `tell` hears what the disk says."""

    def __init__(self, flush_seconds: float, tell: Callable[[events.SwitchEvent], None]) -> None:
        self._flush_seconds, self._tell = flush_seconds, tell
        self._writer: RecordingWriter | None = None

    def begin(self) -> None:
        """Starts the writer's thread, which says its news in this loop."""
        self._writer = RecordingWriter(self._flush_seconds, asyncio.get_running_loop().call_soon_threadsafe)

    async def close(self) -> None:
        """All that waits is written. Cancelled, the thread goes on with it."""
        if self._writer is not None:
            await asyncio.to_thread(self._writer.stop)

    def open(self, call: LiveCall) -> None:
        """The call is connected, and recorded from now on."""
        assert self._writer is not None
        call.connect(self._writer.open(call.folder, lambda news: self._disk_news(call.call_id, news)))

    def end(self, call: LiveCall) -> None:
        if call.recording is not None and self._writer is not None:
            self._writer.close(call.recording)

    def is_written(self, call: LiveCall) -> bool:
        """Whether an ended call's packets have all reached the disk (or it never had any)."""
        return call.recording is None or self._writer is None or self._writer.is_idle(call.recording)

    def hold_back(self, is_held: bool) -> None:
        """Sound waits in memory while the disk's last room is kept for what matters more."""
        if self._writer is not None:
            self._writer.hold_back(is_held)

    def look(self) -> None:
        """Once a second: a disk that hangs says nothing by itself."""
        if self._writer is not None:
            self._writer.look()

    def _disk_news(self, call_id: str, news: DiskNews) -> None:
        if isinstance(news, WritingRefused):
            log.error("recording_refused", call=call_id, what=news.what, reason=news.reason)
            self._tell(events.RecordingTrouble(call_id, datetime.now(UTC), news.reason, news.what, news.since))
        else:
            log.info(
                "recording_again", call=call_id, seconds=round(news.seconds, 1), lost=round(news.lost_seconds, 1)
            )
            self._tell(
                events.RecordingRecovered(
                    call_id, datetime.now(UTC), news.what, news.since, news.seconds, news.lost_seconds
                )
            )
