"""How far two jurors agreed before they deliberated. It speaks of the jurors, never of the candidate."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["satisfactory", "to_improve", "insufficient", "not_observed"]

_RANK: dict[Verdict, int] = {"insufficient": 0, "to_improve": 1, "satisfactory": 2}
"""« Non observé » has no place on this scale."""

FEW = 20
"""Below so many pairs a kappa tells little: its standard error is about 0.2 even for a good agreement."""


ALIKE = 0.8
"""From this share of identical verdicts on, nobody would call it a disagreement…"""

MOSTLY = 0.6
"""From this share on, most verdicts are the same whatever kappa says."""

LOW = 0.4
"""… which a kappa up to this reads as (« faible » and below, Landis and Koch, 1977)."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """`same` of `compared` verdicts are alike.

    `kappa`: Cohen's with linear weights (Psychological Bulletin 70, 1968), over the `ranked` pairs in which both gave
    a verdict of the scale; None where both gave one and the same verdict throughout, or nothing is ranked.
    """

    same: int
    compared: int
    ranked: int
    kappa: float | None

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where nothing was compared."""
        return self.same / self.compared if self.compared else None

    @property
    def is_low_among_alike(self) -> bool:
        """Kappa's paradox (Feinstein and Cicchetti, J Clin Epidemiol 43, 1990): where nearly every verdict is one and
        the same, chance alone would agree nearly as often, and a few differences bring kappa down to nothing."""
        return self.share is not None and self.kappa is not None and self.share >= ALIKE and self.kappa <= LOW

    @property
    def is_low_beside_share(self) -> bool:
        """The same, already where most verdicts are alike: by itself such a kappa tells of no disagreement."""
        return self.share is not None and self.kappa is not None and self.share >= MOSTLY and self.kappa <= LOW

    @property
    def is_few(self) -> bool:
        return self.ranked < FEW


def agreement(pairs: Sequence[tuple[Verdict, Verdict]]) -> Agreement:
    """One pair for each criterion that both had before them, the same juror always first."""
    ranked = [(_RANK[one], _RANK[other]) for one, other in pairs if one in _RANK and other in _RANK]
    return Agreement(
        same=sum(one == other for one, other in pairs),
        compared=len(pairs),
        ranked=len(ranked),
        kappa=_weighted_kappa(ranked),
    )


def _weighted_kappa(ranked: Sequence[tuple[int, int]]) -> float | None:
    """1 − observed distance / distance by chance."""
    by_chance = sum(abs(one - other) for one, _ in ranked for _, other in ranked) / max(1, len(ranked))
    if by_chance == 0:
        return None
    return 1 - sum(abs(one - other) for one, other in ranked) / by_chance
