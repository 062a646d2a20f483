"""`make fuzz`: hostile bytes at every door that strangers reach; nothing may escape, nothing may grow without end.

A target (one file each) opens the real part and says how to feed it. The same targets are driven twice: by Atheris,
guided by coverage, for minutes (`python -m fuzz`), and by Hypothesis, the same inputs each time, in the tests.
"""

import os

# The guide sees lines of Python only, and doors are opened by replacing names: the sources run as they are.
os.environ.setdefault("COMBINE_COMPILED", "")
