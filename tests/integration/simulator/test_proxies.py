"""`X-Forwarded-For` is believed from the proxies that the settings name, and from nobody else."""

from pathlib import Path

import httpx
import pytest

from simulator.settings import BadSettings, load_settings
from tests.integration.simulator.house import a_server
from tests.integration.simulator.serve import PASSWORD


@pytest.mark.parametrize(("proxies", "wrong"), [("[]", 429), ('["127.0.0.0/8"]', 200)])
async def test_who_is_slowed_is_who_knocks_or_whom_a_named_proxy_names(
    tmp_path: Path, proxies: str, wrong: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    async with a_server(tmp_path, COMBINE_PROXIES=proxies) as server:
        headers = {"X-Combine": "1", "Origin": server.address}
        async with httpx.AsyncClient(base_url=server.address, headers=headers, timeout=30) as browser:
            for n in range(6):
                body = {"login": "roy", "password": "mauvais"}
                await browser.post("/api/staff/sign-in", json=body, headers={"X-Forwarded-For": "10.0.0.1"})
                assert n < 6
            body = {"login": "roy", "password": PASSWORD}
            answer = await browser.post("/api/staff/sign-in", json=body, headers={"X-Forwarded-For": "10.0.0.2"})
    assert answer.status_code == wrong


def test_a_proxy_that_is_no_address_is_told_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMBINE_PROXIES", '["mon-proxy"]')
    with pytest.raises(BadSettings, match="COMBINE_PROXIES"):
        load_settings()
