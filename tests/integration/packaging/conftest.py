"""What `make dist` makes, once for all tests here."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release."""
    out = tmp_path_factory.mktemp("dist") / "made"
    told = subprocess.run(
        [sys.executable, "-B", ROOT / "setup" / "dist.py", out], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return out


@pytest.fixture(scope="session")
def wheel(dist: Path) -> Path:
    (found,) = dist.glob("combine-*.whl")
    return found
