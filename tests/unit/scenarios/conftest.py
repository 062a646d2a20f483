from pathlib import Path

import pytest

from .pack_folder import PackFolder


@pytest.fixture
def pack(tmp_path: Path) -> PackFolder:
    """A valid pack, not yet written."""
    return PackFolder(tmp_path)
