"""The drawn flows are still what passes between us and real telephones."""

import re
from pathlib import Path

import pytest

from docs.draw_call_flows import PAGE, section
from tests.sip.flow_diagram import OURS, diagram
from tests.sip.flows import FLOWS, Flow

ARROW = re.compile(r"^    (.+?)-?->>(.+?): ")


def between_each(drawn: str) -> dict[str, list[str]]:
    """What passed between us and each telephone, in order: the order between telephones is chance."""
    said: dict[str, list[str]] = {}
    for line in drawn.splitlines():
        arrow = ARROW.match(line)
        if arrow is not None:
            said.setdefault(arrow[1] if arrow[2] == OURS else arrow[2], []).append(line)
        elif "Note over" in line:
            said.setdefault("", []).append(line)
    return said


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.__name__)
async def test_a_flow_is_as_drawn(flow: Flow, tmp_path: Path) -> None:
    title = section(flow, "").split("\n")[1]
    page = PAGE.read_text(encoding="utf-8")
    assert title in page
    drawn = page.partition(title)[2].partition("\n## ")[0]
    assert between_each(diagram(await flow(tmp_path))) == between_each(drawn)
