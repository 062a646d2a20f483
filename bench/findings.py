"""Findings on labelled exchanges: time for one, and what the worker that makes them keeps in memory."""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy: findings are made in one worker among others

import resource
import time
from collections.abc import Iterator

from bench.lines import Line, line, median
from scoring import load_models, map_exchange
from scoring.exchange import Exchange
from scoring.training.data import read_exchanges

LONG_TURNS = 1400
"""Two hours of talk, a turn every five seconds."""


def run(most: int | None = None, turns: int = LONG_TURNS) -> Iterator[Line]:
    """`most`: exchanges at most; `turns` of the long call."""
    load_models()
    exchanges = read_exchanges()
    spoken = two_hours(exchanges, turns)
    exchanges = exchanges[:most]
    map_exchange(exchanges[0])
    began = time.process_time()
    spent = [seconds(one) for one in exchanges]
    own = (time.process_time() - began) / len(exchanges)
    how = f"rules, acts, moments and spelling of {len(exchanges)} exchanges, one by one, models loaded"
    yield line("finding_one_exchange", 1000 * median(spent), "ms", f"{how}; median")
    yield line("finding_cpu", 1000 * own, "ms", f"{how}; mean of this process's own time, Grammalecte apart")
    yield line("finding_slowest_exchange", 1000 * max(spent), "ms", f"{how}; slowest")
    yield line("finding_two_hours", seconds(spoken), "s", f"a call of {turns} turns")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield line("finding_memory", peak, "MB", "most that it ever held, the encoder and the long call included")


def seconds(exchange: Exchange) -> float:
    """Of wall time."""
    began = time.perf_counter()
    map_exchange(exchange)
    return time.perf_counter() - began


def two_hours(exchanges: list[Exchange], turns: int) -> Exchange:
    """The turns of all calls of one competence, one after the other."""
    calls = [one for one in exchanges if one.competence == "CP2"]
    said = [turn for _ in range(20) for one in calls for turn in one.turns][:turns]
    numbered = tuple(
        turn.model_copy(update={"n": n, "start": 5.0 * n, "end": 5.0 * n + 4, "text": f"{turn.text} {n}"})
        for n, turn in enumerate(said, 1)
    )
    return calls[0].model_copy(update={"turns": numbered, "labels": {}})
