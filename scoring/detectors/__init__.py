"""One detector per criterion, by competence: what counts for it, what against, what makes it not observable."""

from . import cp1, cp2, cp3, cp4, cp5, cp6, cp7
from .registry import DETECTORS, Detector, Family

__all__ = ["DETECTORS", "Detector", "Family", "cp1", "cp2", "cp3", "cp4", "cp5", "cp6", "cp7"]
