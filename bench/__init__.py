"""What the product costs and how fast it is, side by side with others: `make bench`.

Measured as it runs for whoever did `make compiled`. Said here first: our tests, of which some parts are used, say
otherwise.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("COMBINE_COMPILED", str(Path(sys.prefix, "compiled")))
