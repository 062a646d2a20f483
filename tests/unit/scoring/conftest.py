"""Learning on one thread: where several wait for one another, the same sums cost five times the processor time."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read once, when numpy is first loaded
