"""PDF by Typst, in a thread. What people wrote enters as data (JSON), never as source: it cannot become code."""

import asyncio
from pathlib import Path
from typing import Any

import typst

from simulator import __version__
from telephony import strict_json

_HERE = Path(__file__).parent
TEMPLATES = _HERE / "templates"
FONTS = _HERE / "fonts"


async def typeset(template: str, data: dict[str, Any]) -> bytes:
    """A PDF of `templates/<template>.typ` with this data. Raises typst.TypstError for a broken template."""
    text = strict_json.dumps(data, ensure_ascii=False, default=str)
    return await asyncio.to_thread(
        typst.compile,
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": text, "version": __version__},
    )
