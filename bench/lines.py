"""The lines that benchmarks tell, and what several of them count with."""

import os
import statistics
from collections.abc import Iterable, Sequence
from typing import TypedDict


class Line(TypedDict):
    """`how` says what was measured, and under which load of the machine."""

    name: str
    value: float
    unit: str
    how: str


def line(name: str, value: float, unit: str, how: str, digits: int = 2) -> Line:
    load = f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    return Line(name=name, value=round(value, digits), unit=unit, how=f"{how}; {load}")


def percentile(values: Iterable[float], share: float) -> float:
    """`share` from 0 to 1; `values` in any order. Raises ValueError when there are none."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("nothing was measured")
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)
