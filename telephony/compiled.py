"""The packet path as machine code, where `make compiled` built it from just these sources; else they run as they are.

mypyc compiles the very modules named here, so that there is one code and one behaviour. What it made lies in the
virtual environment, in a folder named after the sources: a changed line, or another Python, and it is left alone.
`COMBINE_COMPILED` names another folder; empty, nothing compiled is used.
"""

import hashlib
import os
import sys
import sysconfig
from collections.abc import MutableSequence
from pathlib import Path

MODULES = (
    "carrying/activity",
    "carrying/call_book",
    "carrying/call_life",
    "carrying/call_sound",
    "carrying/consultations",
    "carrying/every_second",
    "carrying/leg_figures",
    "carrying/line",
    "carrying/lines",
    "carrying/listening",
    "carrying/live_call",
    "carrying/quality",
    "carrying/raw_sender",
    "carrying/reception",
    "carrying/refused_media",
    "carrying/reported",
    "carrying/reporting",
    "carrying/retransmission",
    "carrying/rtcp",
    "carrying/rtcp_session",
    "carrying/srtp_path",
    "carrying/stream",
    "carrying/switch",
    "emodel",
    "recording/recorder",
    "recording/rtpdump",
    "rtp_packet",
)
"""What every packet of a forwarded call passes, and what is counted and told of it every second."""

FOLDER = "COMBINE_COMPILED"

_HERE = Path(__file__).parent


def folder() -> Path | None:
    """Where the compiled form of these sources is or would be; None when none is wanted."""
    named = os.environ.get(FOLDER)
    if named == "":
        return None
    digest = hashlib.sha256((sysconfig.get_config_var("EXT_SUFFIX") or "").encode())
    for name in MODULES:
        digest.update(_HERE.joinpath(f"{name}.py").read_bytes())
    return Path(named or Path(sys.prefix, "compiled"), digest.hexdigest()[:16])


def prefer(package: str, path: MutableSequence[str]) -> None:
    """Lets `package`'s modules be found compiled first; `path` is its `__path__`.

    Called by the package before anything else of it is imported.
    """
    found = folder()
    if found is None or not found.is_dir():
        return
    path.insert(0, str(found.joinpath(*package.split("."))))
    # mypyc keeps what the modules share in a library beside the packages.
    if str(found) not in sys.path:
        sys.path.append(str(found))


if (_package := sys.modules.get(__package__ or "")) is not None:
    # Imported first by `telephony` itself; setup/compile_sound.py runs this file without any package.
    prefer(_package.__name__, _package.__path__)
