"""Sisters of an exchange: the same case with other names, numbers, amounts, dates and moods, by declared rules.

`variations/<id>.yaml` declares what may change; what is drawn is coherent through file, expectation and jury's card.
"""

from .drawing import VariationImpossible
from .faults import variation_faults
from .folder import MOST_SISTERS, Varied, varied
from .sisters import Sister, sister

__all__ = ["MOST_SISTERS", "Sister", "VariationImpossible", "Varied", "sister", "variation_faults", "varied"]
