"""One signed-in candidate asks for their desk over HTTP as fast as many connections can."""

import asyncio

import httpx

from abuse.abuse import Abuse, Seen
from abuse.house import House, p99, times

CONNECTIONS = 40
SECONDS = 6.0


async def ask(client: httpx.AsyncClient, until: float, found: dict[int, int]) -> None:
    """One connection's requests, one after the other, until the time is over."""
    while asyncio.get_running_loop().time() < until:
        status = (await client.get("/api/candidate/desk")).status_code
        found[status] = found.get(status, 0) + 1


async def run(house: House) -> Seen:
    found: dict[int, int] = {}
    headers = {"Cookie": house.attacker.cookie}
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    client = httpx.AsyncClient(base_url=house.server.address, headers=headers, timeout=30, limits=limits)
    until = asyncio.get_running_loop().time() + SECONDS
    asking = [asyncio.create_task(ask(client, until, found), name="asking") for _ in range(CONNECTIONS)]
    during = await house.probe(SECONDS)
    await asyncio.gather(*asking)
    await client.aclose()
    stays = await house.partner_is_there()
    what = f"{found}; neighbour {times(during)}; partner {'stays' if stays else 'DROPPED'}"
    return Seen(what, p99(during) < 1 and stays and not any(status >= 500 for status in found))


ABUSE = Abuse(f"one sign-in asks over {CONNECTIONS} connections", "neighbour p99 < 1 s, partner stays", run)
