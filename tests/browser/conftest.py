"""A demo house for each test: its own data, its own port."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.browser.demo_house import DemoHouse, demo_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[DemoHouse]:
    async with demo_house(tmp_path) as made:
        yield made
