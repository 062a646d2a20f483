"""What a trainee is told on a criterion. The table is `words.yaml`, beside this file."""

from functools import cache
from pathlib import Path

import yaml
from pydantic import ConfigDict

from simulator.finite import FiniteModel
from simulator.typography import french_spaces


class CriterionWords(FiniteModel):
    """`well`: what succeeded; `next`: what to try in the next exchange. French, second person."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    well: str
    next: str


@cache
def criterion_words() -> dict[str, CriterionWords]:
    """By criterion, all 53."""
    table = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return {
        criterion: CriterionWords(well=french_spaces(words["well"]), next=french_spaces(words["next"]))
        for criterion, words in table.items()
    }
