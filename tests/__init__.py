"""Tests run the sources as they are, also where `make compiled` was: what they replace must be replaced.

What is compiled is tested by tests/integration/telephony/test_compiled.py.
"""

import os

os.environ.setdefault("COMBINE_COMPILED", "")
