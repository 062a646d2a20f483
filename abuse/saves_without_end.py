"""One candidate saves their largest letter as fast as it goes."""

from abuse.abuse import Abuse, Seen
from abuse.house import House, p99, times

SECONDS = 8.0


async def run(house: House) -> Seen:
    """The disk is everybody's: less than 1 MB a second."""
    before = house.database_bytes()
    async with house.flooding("saves", SECONDS):
        during = await house.probe(SECONDS)
    written = (house.database_bytes() - before) / SECONDS / 1e6
    stays = await house.partner_is_there()
    what = f"{written:.2f} MB/s; neighbour {times(during)}; partner {'stays' if stays else 'DROPPED'}"
    return Seen(what, written < 1 and p99(during) < 1 and stays)


ABUSE = Abuse("one desk saves 76 kB without end", "< 1 MB/s on disk, neighbour p99 < 1 s", run)
