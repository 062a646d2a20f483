"""What was made: `manifest.json`, one entry for each shipped file, in the order of their paths."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from audio_fixtures.script import ROOT

MANIFEST = Path(__file__).parent / "manifest.json"

WORST_WER = 0.25
"""Beyond it a file is refused: a trainee would not follow."""


@dataclass(frozen=True)
class Made:
    """One file: where, from which script, by which voice, and what a recogniser heard in it."""

    audio: str
    """Path from the repository's root."""
    sha256: str
    script_sha256: str
    mood: str
    voice: str
    engine: str
    telephone: bool
    duration: float
    """Seconds."""
    loudness: float
    """LUFS, of the decoded file."""
    peak: float
    """dBFS, of the decoded file."""
    wer: float
    heard: str


def read_manifest(path: Path = MANIFEST) -> dict[str, Made]:
    """Entries by path; empty before the first run."""
    if not path.exists():
        return {}
    return {entry["audio"]: Made(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))["files"]}


def write_manifest(entries: dict[str, Made], path: Path = MANIFEST) -> None:
    """Sorted, so that two runs differ only where a file does."""
    files = [asdict(entries[audio]) for audio in sorted(entries)]
    path.write_text(json.dumps({"files": files}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def is_current(made: Made | None, script_sha256: str, telephone: bool, root: Path = ROOT) -> bool:
    """The file is there, untouched, and was made from this very script."""
    if made is None or made.script_sha256 != script_sha256 or made.telephone != telephone:
        return False
    file = root / made.audio
    return file.exists() and file_sha256(file) == made.sha256


def file_sha256(path: Path) -> str:
    """In hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
