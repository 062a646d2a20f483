"""`make speech`: installs the recogniser and prepares its model, for the calls of the next start."""

import os

from machine import BIN
from ready import ready_to_transcribe

ready_to_transcribe()
os.execv(BIN / "simulator", ["simulator", "models", "fetch"])
