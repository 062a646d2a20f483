"""One candidate sends as fast as the machine can, in each of the ways there are; the others must not notice."""

from functools import partial

from abuse.abuse import Abuse, Seen
from abuse.house import House, p99, times

SECONDS = 6.0
MOST_P99 = 1.0
"""Seconds; with the neighbour's own client and the flood on the same machine."""

MOST_MEMORY_MB = 60.0


async def flood(house: House, kind: str, seconds: float = SECONDS) -> Seen:
    """The neighbour goes on as before, the partner stays connected, memory does not grow with what was sent."""
    before = house.memory_mb()
    async with house.flooding(kind, seconds):
        during = await house.probe(seconds)
    grown = house.memory_mb() - before
    stays = await house.partner_is_there()
    what = f"neighbour {times(during)}; partner {'stays' if stays else 'DROPPED'}; +{grown:.0f} MB"
    return Seen(what, p99(during) < MOST_P99 and stays and grown < MOST_MEMORY_MB)


WAYS = {
    "typing": "typing notices",
    "pings": "pings",
    "pings-deaf": "pings, answers never read",
    "refused": "refused messages of 99 kB",
    "nonsense": "messages of 90,000 brackets",
    "oversized": "messages of 5 MB",
    "empty": "empty messages",
    "control": "protocol pings",
    "fragments": "messages of endless empty fragments",
    "commands": "commands (notes)",
    "reconnect": "connecting again and again",
}

ABUSES = {
    f"flood_{kind.replace('-', '_')}": Abuse(
        f"one desk floods: {words}", "neighbour p99 < 1 s, partner stays, memory too", partial(flood, kind=kind)
    )
    for kind, words in WAYS.items()
}
