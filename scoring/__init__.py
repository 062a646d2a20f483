"""What is judged: the referential, measured facts, evidence and marks. Text and numbers in, evidence out.

Knows scenarios; no server, no database, no audio device. `map_exchange` gives the findings of one exchange,
`proofread` what was written in it with its faults.
"""

from scoring.evidence.weighing import Finding
from scoring.mapping import load_models, map_exchange
from scoring.proofread import MarkedText, proofread

__all__ = ["Finding", "MarkedText", "load_models", "map_exchange", "proofread"]
