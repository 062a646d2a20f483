"""One exchange as text and numbers: what was expected, said and written. From YAML, or from the application."""

from .file import MalformedExchange, read_exchange
from .model import (
    Confirmation,
    Event,
    Exchange,
    Expectations,
    ExpectedClient,
    ExpectedFact,
    Label,
    ProcedureStep,
    Targets,
    Turn,
    Verdict,
    Written,
)

__all__ = [
    "Confirmation",
    "Event",
    "Exchange",
    "Expectations",
    "ExpectedClient",
    "ExpectedFact",
    "Label",
    "MalformedExchange",
    "ProcedureStep",
    "Targets",
    "Turn",
    "Verdict",
    "Written",
    "read_exchange",
]
