"""A day of calls in seconds leaves nothing behind: no task, socket, file, thread, timer or object of ours."""

from pathlib import Path

import pytest

from bench.media.churn import Remains, churning
from telephony.sip import client_transactions, server_transactions


async def test_calls_that_come_and_go_leave_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (client_transactions, server_transactions):
        # What nobody answers is given up sooner than the 32 s of RFC 3261.
        monkeypatch.setattr(module, "GIVE_UP", 1.0)
    async with churning(tmp_path) as churn:
        found: list[Remains] = []
        for telephones, browsers in ((10, 1), (40, 3)):
            await churn.telephone_calls(telephones)
            await churn.browser_calls(browsers)
            await churn.settled(10)
            found.append(Remains.now())
        assert found[1].grown_since(found[0]) == {}
