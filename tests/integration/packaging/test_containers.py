"""The container's description, by its linter, and what compose.yaml promises. No image is built: none is reached."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.settings import Settings, load_settings

FOLDER = Path(__file__).parents[3] / "deploy" / "container"
FILLED = {
    "PUBLIC_NAME": "combine.centre.example",
    "MACHINE_ADDRESS": "192.168.1.20",
    "POSTGRES_PASSWORD": "essai",
    "TURN_SECRET": "secret-du-relais",
}
MAY_STILL: dict[str, list[str]] = {"caddy": ["NET_BIND_SERVICE"], "coturn": ["NET_BIND_SERVICE"]}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    text = (FOLDER / "compose.yaml").read_text()
    return yaml.safe_load(re.sub(r"\$\{(\w+):\?\}", lambda one: FILLED[one[1]], text))["services"]


def test_the_linter_finds_no_fault_in_the_containerfile() -> None:
    linter = Path(sys.executable).with_name("hadolint")
    told = subprocess.run([linter, FOLDER / "Containerfile"], capture_output=True, text=True, timeout=60)
    assert (told.returncode, told.stdout) == (0, "")


def test_the_container_runs_as_nobody_who_owns_anything() -> None:
    last = (FOLDER / "Containerfile").read_text().rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (.+)$", last, re.MULTILINE) == ["10001"]
    asked = re.search(r"^HEALTHCHECK .*\\\n +CMD \[.*\"-m\", \"(.+)\"\]$", last, re.MULTILINE)
    assert asked is not None
    assert find_spec(asked[1]) is not None, "the health check is a module of ours, which follows the settings"


def test_every_service_is_shut(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service.get("cap_add", []) == MAY_STILL.get(name, []), name


def test_the_database_and_combine_are_reached_from_this_machine_only(services: dict[str, Any]) -> None:
    assert services["postgres"]["ports"] == ["127.0.0.1:5432:5432"]
    assert services["combine"]["environment"]["COMBINE_HOST"] == "127.0.0.1"


def test_combine_takes_every_setting_that_it_is_given(
    services: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ["CONFIG", *(one.upper() for one in Settings.model_fields)]:
        monkeypatch.delenv(f"COMBINE_{name}", raising=False)
    given: dict[str, str] = services["combine"]["environment"]
    assert {one.removeprefix("COMBINE_").lower() for one in given} <= set(Settings.model_fields)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = load_settings()
    assert settings.webrtc_ports == (50000, 50199)
    assert settings.are_cookies_secure
    assert settings.turn_secret == FILLED["TURN_SECRET"]
    assert f"--static-auth-secret={settings.turn_secret}" in services["coturn"]["command"]


def test_each_thing_to_fill_in_stands_in_the_example() -> None:
    named = set(re.findall(r"\$\{(\w+):\?\}", (FOLDER / "compose.yaml").read_text()))
    assert named == set(re.findall(r"^(\w+)=", (FOLDER / "example.env").read_text(), re.MULTILINE))
