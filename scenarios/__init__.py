"""What is played: the model of a company, its customers and its exchanges, and the packs themselves.

Knows nobody else in this house.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
