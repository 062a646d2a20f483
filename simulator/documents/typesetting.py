"""PDF by Typst, in a thread. What people wrote enters as data (JSON), never as source: it cannot become code."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import typst

from simulator import __version__
from telephony import strict_json

_HERE = Path(__file__).parent
TEMPLATES = _HERE / "templates"
FONTS = _HERE / "fonts"


Standard = Literal["ua-1", "a-2a"]

FOR_ARCHIVES: tuple[Standard, ...] = ("ua-1", "a-2a")
"""PDF/UA-1 (read aloud in its order) and PDF/A-2a (read in ten years); typst refuses what it cannot make so."""


async def typeset(template: str, data: dict[str, Any], standards: Sequence[Standard] = ()) -> bytes:
    """A PDF of `templates/<template>.typ` with this data. Raises typst.TypstError for a broken template."""
    text = strict_json.dumps(data, ensure_ascii=False, default=str)
    return await asyncio.to_thread(_compiled, template, text, standards)


def _compiled(template: str, text: str, standards: Sequence[Standard]) -> bytes:
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": text, "version": __version__},
        pdf_standards=[*standards],
    )
