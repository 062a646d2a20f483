"""The desks of one seat: who is at them, what each of them is sent."""

from collections.abc import Sequence

from simulator.desk.captions import Captions
from simulator.desk.feed import DeskFeed
from simulator.desk.views import SeatViews
from simulator.facts.fact import Actor
from simulator.live_messages import events
from simulator.seat.deciding import chats
from simulator.seat.here import DeskHere, Here
from simulator.seat.state import SeatState


class SeatDesks:
    """The candidate's, always; a juror's since they first came."""

    def __init__(self, state: SeatState, here: Here, views: SeatViews, captions: Captions) -> None:
        self._state, self._here, self._views, self._captions = state, here, views, captions
        self.candidate = DeskFeed(here.candidate.key, here.candidate.actor)
        self.jurors: dict[str, DeskFeed] = {}

    def juror_desk(self, actor: Actor, may_mark: bool) -> DeskFeed:
        """The desk of this juror here. What they may do is what this visit says, whatever the last one said."""
        key = f"{actor.id}@{self._state.seat.id}"
        if key not in self.jurors:
            self.jurors[key] = DeskFeed(key, actor)
            self._here.jurors[key] = DeskHere(key, actor)
        self._here.jurors[key].may_mark = may_mark
        return self.jurors[key]

    def feeds(self) -> Sequence[DeskFeed]:
        return [self.candidate, *self.jurors.values()]

    def of(self, feed: DeskFeed) -> DeskHere:
        """Who sits there."""
        return self._here.candidate if feed is self.candidate else self._here.jurors[feed.key]

    def takes_part(self, actor_id: str) -> bool:
        """Whether this member of the staff, or partner, has a part in the exchange that runs."""
        active = self._state.active
        if active is None:
            return False
        asked = active.call.consultation if active.call is not None else None
        if actor_id in (active.played_by, active.call and active.call.supervisor_id, asked and asked.supervisor_id):
            return True
        desk = self._here.of_actor(actor_id)
        return desk is not None and desk.is_connected and (desk.may_mark or desk.listening)

    def tell_everybody(self) -> None:
        """Sends each desk what has changed for it."""
        for feed in self.feeds():
            if feed.is_connected or feed.last_seen_at is not None:
                feed.refresh(self._views.of(self.of(feed)))

    def show_captions(self) -> None:
        """Sends the words alone: they come several times a second."""
        captions = self._views.captions()
        for desk in self.jurors.values():
            desk.push(events.CaptionsEvent, captions=captions)
        if self._state.seat.captions and not self._captions.is_transferred:
            self.candidate.push(events.CaptionsEvent, captions=captions)

    def notice(self, key: str | None, level: str, code: str, message: str, remedy: str = "") -> None:
        """A sentence to one desk, or to all of them."""
        for feed in self.feeds():
            if key in (None, feed.key):
                feed.push(events.NoticeEvent, level=level, code=code, message=message, remedy=remedy)

    def typing(self, feed: DeskFeed) -> None:
        """Passes a hint on to the other side of the conversation."""
        run, desk = self._state.active, self._here.desk(feed.key)
        if run is None or run.conversation is None or run.conversation.closed_at is not None or desk is None:
            return
        if not chats.has_part(desk, run):
            return
        hint = events.Typing(run_id=run.run_id, by=chats.side_of(desk).value)
        for other in self.jurors.values() if desk.is_candidate else [self.candidate]:
            other.hint(hint)

    def mark_presence(self, feed: DeskFeed) -> None:
        """Somebody has come, or is gone."""
        desk = self._here.desk(feed.key)
        if desk is not None:
            desk.is_connected, desk.last_seen_at = feed.is_connected, feed.last_seen_at
