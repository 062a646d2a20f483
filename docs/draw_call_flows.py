"""`make diagrams`: plays each flow of tests/sip/flows.py and writes docs/telephony-flows.md."""

import asyncio
import tempfile
from pathlib import Path

from tests.sip.flow_diagram import diagram
from tests.sip.flows import FLOWS, Flow

PAGE = Path(__file__).parent / "telephony-flows.md"

HEAD = """# Call flows with telephones

Drawn by `make diagrams` from what really passed between our SIP port and baresip, Kamailio or a bare peer;
`tests/sip/test_flows.py` plays them again and compares. Dashed arrows are answers; `[…]` is the codecs of an SDP body
and its direction when it is not `sendrecv`, or a Reason (RFC 3326); notes are what the switch told the application.
"""


def section(flow: Flow, drawn: str) -> str:
    title = (flow.__doc__ or "").strip().rstrip(".")
    return f"\n## {title}\n\n```mermaid\n{drawn}\n```\n"


async def page() -> str:
    text = HEAD
    for flow in FLOWS:
        with tempfile.TemporaryDirectory() as folder:
            text += section(flow, diagram(await flow(Path(folder))))
    return text


if __name__ == "__main__":
    PAGE.write_text(asyncio.run(page()), encoding="utf-8")
