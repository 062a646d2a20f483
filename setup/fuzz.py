"""`make fuzz`: brings the fuzzer and lets it look for what makes the server fall."""

import os
import sys

from machine import BIN, ROOT, environment
from ready import ready_to_fuzz

ready_to_fuzz()
os.chdir(ROOT)
os.execve(BIN / "python", ["python", "-m", "fuzz", *sys.argv[1:]], environment())
