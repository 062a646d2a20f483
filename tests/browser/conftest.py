"""A demo house for each test: its own data, its own port."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.demo_house import DemoHouse, demo_house

expect.set_options(timeout=60_000)
"""What a page must show may take its time on a machine that does much else: the limit finds what never comes."""


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[DemoHouse]:
    async with demo_house(tmp_path) as made:
        yield made
