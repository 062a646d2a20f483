"""The shipped weights: acts, moments, polarity, ranker, decisions. Learnt by `python -m scoring train`, read once."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scoring.decision.ordinal import Decider, FamilyWeights
from scoring.perception.acts import ActClassifier
from scoring.perception.moments import MomentClassifier
from scoring.perception.polarity import Polarity
from scoring.perception.ranking import TurnRanker

FOLDER = Path(__file__).with_name("weights")
PERCEPTION, DECISIONS = "perception.npz", "decisions.json"


@dataclass(frozen=True)
class Model:
    """`directions`: the sentence encoder's main directions, one a column; `vocabulary`: words that are looked at."""

    acts: ActClassifier
    directions: NDArray[np.float32]
    vocabulary: tuple[str, ...]
    moments: MomentClassifier
    polarity: Polarity
    ranker: TurnRanker
    decider: Decider


def save_model(model: Model, folder: Path) -> None:
    """Half-precision weights and a readable table of decisions; the same model gives the same bytes."""
    arrays: dict[str, NDArray[np.generic]] = {
        "act_names": np.array(model.acts.names),
        "act_weights": model.acts.weights.astype(np.float16),
        "act_bias": model.acts.bias.astype(np.float16),
        "directions": model.directions.astype(np.float16),
        "vocabulary": np.array(model.vocabulary),
        "polarity_weights": model.polarity.weights.astype(np.float16),
        "ranker_weights": model.ranker.weights.astype(np.float32),
    }
    for family in sorted(model.moments.weights):
        arrays[f"moments_{family}"] = model.moments.weights[family].astype(np.float16)
        arrays[f"moments_bias_{family}"] = model.moments.bias[family].astype(np.float16)
    np.savez_compressed(folder / PERCEPTION, **arrays)  # pyright: ignore[reportArgumentType]  # names are ours
    decider = model.decider
    table = {
        "cuts": _rounded(decider.cuts),
        "lean": _rounded(decider.lean),
        "turns_bias": round(model.ranker.bias, 4),
        "families": {
            name: {
                "mean": _rounded(one.mean),
                "spread": _rounded(one.spread),
                "weights": _rounded(one.weights),
                "shift": round(one.shift, 4),
                "polarity": round(model.polarity.shift[name], 4),
                "turns": _rounded(model.ranker.by_family[name]),
            }
            for name, one in sorted(decider.families.items())
        },
    }
    (folder / DECISIONS).write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def read_model(folder: Path) -> Model:
    """Raises OSError where a file is missing."""
    with np.load(folder / PERCEPTION) as arrays:
        held = {name: arrays[name] for name in arrays.files}
    prefix, bias = "moments_", "moments_bias_"
    families = [name.removeprefix(bias) for name in held if name.startswith(bias)]
    words = ("act_names", "vocabulary")
    wide = {name: held[name].astype(np.float64) for name in held if name not in words}
    table = json.loads((folder / DECISIONS).read_text(encoding="utf-8"))
    weights = {
        name: FamilyWeights(np.array(one["mean"]), np.array(one["spread"]), np.array(one["weights"]), one["shift"])
        for name, one in table["families"].items()
    }
    return Model(
        ActClassifier(tuple(str(name) for name in held["act_names"]), wide["act_weights"], wide["act_bias"]),
        held["directions"].astype(np.float32),
        tuple(str(word) for word in held["vocabulary"]),
        MomentClassifier(
            {name: wide[prefix + name] for name in families}, {name: wide[bias + name] for name in families}
        ),
        Polarity(wide["polarity_weights"], {name: one["polarity"] for name, one in table["families"].items()}),
        TurnRanker(
            wide["ranker_weights"],
            table["turns_bias"],
            {name: np.array(one["turns"]) for name, one in table["families"].items()},
        ),
        Decider(weights, tuple(table["cuts"]), tuple(table["lean"])),
    )


@cache
def shipped_model() -> Model:
    """The weights beside this module."""
    return read_model(FOLDER)


def _rounded(values: NDArray[np.float64] | tuple[float, ...]) -> list[float]:
    return [round(float(value), 4) for value in values]
