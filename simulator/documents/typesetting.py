"""PDF by Typst, in a thread: every document for readers (PDF/UA-1) and for archives (PDF/A-2a).

What people wrote enters as data (JSON), never as source: it cannot become code.
"""

import asyncio
from pathlib import Path
from typing import Any, Literal

import typst

from simulator.documents.printable import FONTS, printable
from telephony import strict_json

_HERE = Path(__file__).parent
TEMPLATES = _HERE / "templates"

STANDARDS: tuple[Literal["ua-1", "a-2a"], ...] = ("ua-1", "a-2a")
"""Read aloud in its order, read in ten years. There is no document without: typst refuses what it cannot make so."""


async def typeset(template: str, data: dict[str, Any]) -> bytes:
    """A PDF of `templates/<template>.typ` with this data. Raises typst.TypstError for a broken template."""
    return await asyncio.to_thread(_compiled, template, data)


def _compiled(template: str, data: dict[str, Any]) -> bytes:
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": strict_json.dumps(printable(data), ensure_ascii=False, default=str)},
        pdf_standards=[*STANDARDS],
    )
