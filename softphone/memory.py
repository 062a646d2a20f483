"""What is remembered between two starts: addresses and devices, never a code or a password."""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from telephony import strict_json
from telephony.durable import make_folders, write_whole


@dataclass(frozen=True, slots=True)
class Remembered:
    server: str = ""
    authority: str = ""
    microphone: str = ""
    speaker: str = ""
    ringer: str = ""
    instance: str = ""
    """What this client calls itself at every registrar: killed, it comes back as itself."""


def place(environment: Mapping[str, str] = os.environ) -> Path:
    """`combine/casque.json` in the folder that the system keeps for settings (XDG; AppData on Windows)."""
    folder = environment.get("XDG_CONFIG_HOME") or environment.get("APPDATA")
    return (Path(folder) if folder else Path.home() / ".config") / "combine" / "casque.json"


def recalled(path: Path) -> Remembered:
    """Nothing remembered when the file is missing or no longer makes sense."""
    try:
        content = strict_json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Remembered()
    if not isinstance(content, dict):
        return Remembered()
    known = {one.name for one in fields(Remembered)}
    return Remembered(**{str(name): str(value) for name, value in content.items() if name in known})


def remember(path: Path, what: Remembered) -> bool:
    """False when it cannot be written: the telephone works all the same."""
    try:
        make_folders(path.parent)
        write_whole(path, (strict_json.dumps(asdict(what), ensure_ascii=False, indent=2) + "\n").encode())
    except OSError:
        return False
    return True
