"""What is heard: calls, legs, the bridge between them, recording and what becomes of it.

Knows nobody else in this house: no exam, no SQL, no web framework. `Switch` is the door for live calls;
`finish_recording` makes the stereo file of an ended one, in a worker process.

The names are those of `__init__.pyi`; each module is read once a name of it is asked for. Whoever only finishes
recordings or reads settings does not read what carries calls: half a second and 30 MB in each worker process.
"""

import lazy_loader

from . import compiled as compiled  # First: it says where the modules after it come from.

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
