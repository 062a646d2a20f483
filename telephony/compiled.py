"""The packet path as machine code, where `make compiled` built it from just these sources; else they run as they are.

mypyc compiles the very modules named here, so that there is one code and one behaviour. What it made lies in the
virtual environment, in a folder named after the sources: a changed line, or another Python, and it is left alone.
`COMBINE_COMPILED` names another folder; empty, nothing compiled is used.
"""

import hashlib
import os
import sys
import sysconfig
from pathlib import Path

MODULES = (
    "activity",
    "emodel",
    "leg_figures",
    "line",
    "lines",
    "listening",
    "live_call",
    "quality",
    "raw_sender",
    "reception",
    "recorder",
    "reported",
    "reporting",
    "retransmission",
    "rtcp",
    "rtcp_session",
    "rtp_packet",
    "rtpdump",
    "srtp_way",
    "stream",
    "switch",
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


def _prefer() -> None:
    """Before anything else of this package is imported."""
    found = folder()
    package = sys.modules.get(__package__ or "")
    if found is None or package is None or not found.is_dir():
        return
    package.__path__.insert(0, str(found / package.__name__))
    # mypyc keeps what the modules share in a library beside the package.
    sys.path.append(str(found))


_prefer()
