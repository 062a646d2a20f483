"""What is judged: the referential, measured facts, evidence and marks. Text and numbers in, evidence out.

Knows scenarios; no server, no database, no audio device. `map_exchange` gives the findings of one exchange.
"""

from scoring.evidence.weighing import Finding
from scoring.mapping import load_models, map_exchange

__all__ = ["Finding", "load_models", "map_exchange"]
