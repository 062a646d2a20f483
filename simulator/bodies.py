"""What requests carry: unknown keys refused, names that can be read."""

from pydantic import ConfigDict

from simulator.finite import FiniteModel

PRINTABLE = r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"
"""One line with something to read on it."""

ONE_LINE = r"^[^\x00-\x1f\x7f]*$"
"""The same, or nothing."""


class Body(FiniteModel):
    """Base of every request's body."""

    model_config = ConfigDict(extra="forbid")
