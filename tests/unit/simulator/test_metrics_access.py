"""Who reads `/metrics`: this machine, or whoever has the token; what a connected call loses is summed."""

import pytest
from fastapi import Request

from simulator.errors import Forbidden
from simulator.metrics.routes import refuse_strangers
from simulator.settings import Settings
from telephony.carrying.tally import PacketTally


def is_let_in(token: str, client: str, **headers: str) -> bool:
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    request = Request({"type": "http", "client": (client, 1), "headers": sent})
    try:
        refuse_strangers(request, Settings(metrics_token=token))
    except Forbidden:
        return False
    return True


def test_without_a_token_only_this_machine_reads_them_and_no_proxy_on_it() -> None:
    assert is_let_in("", "127.0.0.1")
    assert not is_let_in("", "10.1.2.3")
    assert not is_let_in("", "127.0.0.1", x_forwarded_for="10.1.2.3")


@pytest.mark.parametrize("client", ["127.0.0.1", "10.1.2.3"])
def test_with_a_token_only_the_token_counts(client: str) -> None:
    assert is_let_in("jeton", client, authorization="Bearer jeton")
    assert not is_let_in("jeton", client, authorization="Bearer autre")
    assert not is_let_in("jeton", client)


def test_packets_are_summed_by_direction_and_never_shrink() -> None:
    tally = PacketTally()
    tally.add({"codec": "opus", "up": {"n": 50, "lost": 2}, "down": {"n": 120, "lost": 6}})
    tally.add({"codec": "opus", "up": {"n": 50, "lost": -1}})
    assert tally.expected == {"up": 100, "down": 120}
    assert tally.lost == {"up": 2, "down": 6}
