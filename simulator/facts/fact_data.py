"""What every kind of fact is made of."""

from typing import Literal

from pydantic import ConfigDict

from simulator.finite import FiniteModel

Player = Literal["candidate", "customer"]
"""Who acts in a conversation: the candidate (adviser), or the customer whom a jury member plays."""

Party = Literal["candidate", "customer", "supervisor"]
"""Who is on a call: after a transfer the supervisor stands where the candidate stood."""


class FactData(FiniteModel):
    """Base of all facts: frozen, unknown keys refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
