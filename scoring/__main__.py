"""`python -m scoring`"""

import os

# Before numpy is loaded: one thread, so that learning gives the same bits, and waits for nobody on a busy machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

from scoring.cli import app

app()
