"""What was said: words with their seconds, while a call runs and after it, in worker processes. Optional."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
