"""Where the models of transcription are, and where one that is brought goes.

Beside the packages, as `make speech` puts them; where that place is not this program's to write in (a service sees it
read-only), in the data folder, which takes precedence once something was brought there.
"""

import os
from pathlib import Path

from simulator.settings import Settings
from simulator.storage.data_folder import MODELS as OWN
from telephony.speech import MODELS


def models_folder(settings: Settings) -> Path:
    """The one whose models serve."""
    if settings.models is not None:
        return settings.models
    own = settings.data / OWN
    return own if own.is_dir() or not (MODELS.is_dir() or may_write(MODELS)) else MODELS


def where_to_bring(settings: Settings) -> Path | None:
    """None: nothing may be written at the place that was set."""
    folder = models_folder(settings)
    if may_write(folder):
        return folder
    return settings.data / OWN if settings.models is None else None


def may_write(folder: Path) -> bool:
    """Asked of the system, without trying; a folder that is not there yet is made where its parent may be written."""
    there = next((one for one in (folder, *folder.absolute().parents) if one.exists()), folder)
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)
