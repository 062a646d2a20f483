"""A sequence voiced from its text, where the voices of `make fixtures` are: a program of its own, no part of ours."""

import asyncio
import json
import os
from collections.abc import Sequence
from pathlib import Path

import structlog

from simulator.errors import Conflict

log = structlog.get_logger(__name__)

ROOT = Path(__file__).resolve().parents[2]
"""Of the sources. An installed package has no voices beside it."""

SECONDS = 180.0
AT_ONCE = asyncio.Semaphore(1)

WHY_NOT = "Les voix de synthèse ne sont pas installées sur ce serveur."
WAY_OUT = "Enregistrez au micro ou déposez un fichier ; depuis les sources, « make fixtures » installe les voix."


def voices(root: Path = ROOT) -> Path | None:
    """The Python that has them; None where there is none."""
    python = root / ".venv-fixtures" / "bin" / "python"
    has_styles = any((root / "audio_fixtures" / "cache").glob("kokoro-js-*.tgz"))
    return python if has_styles and python.exists() else None


async def spoken(lines: Sequence[tuple[str, str]], mood: str, voice: str, is_a_man: bool) -> bytes:
    """A WAV file. `lines`: who (`customer`, `adviser`) says what. Raises Conflict. Cancelled, the process ends."""
    python = voices()
    if python is None:
        raise Conflict("no_voices", WHY_NOT, WAY_OUT)
    script = {
        "lines": [{"speaker": speaker, "text": text} for speaker, text in lines],
        "mood": mood,
        "voice": voice,
        "gender": "man" if is_a_man else "woman",
    }
    async with AT_ONCE:
        worker = await asyncio.create_subprocess_exec(
            str(python),
            "-m",
            "audio_fixtures.saying",
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            close_fds=True,
            env={name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
        )
        try:
            async with asyncio.timeout(SECONDS):
                said, _ = await worker.communicate(json.dumps(script).encode())
        except TimeoutError:
            said = b""
        finally:
            if worker.returncode is None:
                worker.kill()
                await worker.wait()
    if worker.returncode != 0 or not said:
        log.warning("studio_voice_ended", code=worker.returncode)
        raise Conflict(
            "not_spoken",
            "La voix de synthèse n’a pas pu dire ce texte.",
            "Recommencez, ou relancez « make fixtures » sur le serveur ; sinon, enregistrez au micro.",
        )
    return said
