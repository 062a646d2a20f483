"""The interviews that follow the exchanges."""

from typing import Literal

from simulator.facts.fact_data import FactData


class SequenceDrawn(FactData):
    """A recorded customer sequence drawn by the server for the technical interview, with what it was drawn from."""

    kind: Literal["sequence.drawn"] = "sequence.drawn"
    case_study_id: str
    sequence_id: str
    among: tuple[str, ...]


class SequencePlayed(FactData):
    kind: Literal["sequence.played"] = "sequence.played"
    sequence_id: str
