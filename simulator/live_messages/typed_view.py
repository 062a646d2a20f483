"""Words that were typed while their phase was closed, as everybody is told of them: candidate, room, jury."""

from datetime import datetime

from exams.phases import ProductionId
from simulator.facts.kinds import TypedWhileClosed
from simulator.live_messages.shared_view import View


class TypedView(View):
    """Of one production. `words_added`: by the version that came in; below 0 where it is shorter."""

    production: ProductionId
    closed_from: datetime
    closed_until: datetime
    words_added: int


def typed_view(typed: TypedWhileClosed) -> TypedView:
    return TypedView(
        production=typed.production,
        closed_from=typed.closed_from,
        closed_until=typed.closed_until,
        words_added=typed.words - typed.words_before,
    )
