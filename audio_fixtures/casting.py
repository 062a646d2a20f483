"""Who can speak: each voice is a blend of Kokoro's style tables, moved in pitch; and who is tried for whom."""

from dataclasses import dataclass
from typing import Literal

Gender = Literal["woman", "man"]


@dataclass(frozen=True)
class Voice:
    """`blend`: share of each style table (sums to 1); `pitch`: 1.06 is a semitone higher, timbre included."""

    name: str
    gender: Gender
    blend: tuple[tuple[str, float], ...]
    pitch: float = 1.0
    espeak: str = "fr+f2"
    """The floor: espeak-ng's variant when the model is absent (`fr+f2`: on `fr-fr` it ignores the variant)."""


VOICES: dict[str, Voice] = {
    voice.name: voice
    for voice in (
        Voice("claire", "woman", (("ff_siwis", 1.0),), 1.0, "fr+f2"),
        Voice("helene", "woman", (("ff_siwis", 0.5), ("if_sara", 0.5)), 0.96, "fr+f3"),
        Voice("odile", "woman", (("ff_siwis", 0.6), ("pf_dora", 0.4)), 0.9, "fr+f4"),
        Voice("sara", "woman", (("if_sara", 1.0),), 1.0, "fr+f5"),
        Voice("georges", "man", (("bm_george", 1.0),), 0.95, "fr+m3"),
        Voice("marc", "man", (("bm_george", 0.65), ("ff_siwis", 0.35)), 0.82, "fr+m1"),
        Voice("omar", "man", (("hm_omega", 0.8), ("ff_siwis", 0.2)), 0.9, "fr+m4"),
        Voice("alex", "man", (("em_alex", 0.7), ("ff_siwis", 0.3)), 0.9, "fr+m5"),
        Voice("paul", "man", (("pm_alex", 0.8), ("ff_siwis", 0.2)), 0.92, "fr+m2"),
    )
}

ADVISERS: dict[Gender, str] = {"woman": "claire", "man": "georges"}
"""The adviser of a sequence is the one who cannot be taken for the customer: the other gender."""

CUSTOMERS: dict[Gender, tuple[str, ...]] = {
    "woman": ("helene", "odile", "sara", "claire"),
    "man": ("marc", "alex", "omar", "paul", "georges"),
}


def voices_to_try(gender: Gender, wish: str | None, turn: int) -> list[Voice]:
    """Voices for the customer in the order to try them: the one wished by name first, then those of the gender.

    `turn` makes two case studies start with different voices.
    """
    wished = VOICES.get(wish or "")
    names = CUSTOMERS[gender]
    start = turn % len(names)
    others = [VOICES[name] for name in names[start:] + names[:start]]
    return [wished, *(voice for voice in others if voice != wished)] if wished else others


def adviser_beside(customer: Voice) -> Voice:
    """The adviser's voice beside this customer's."""
    return VOICES[ADVISERS["man" if customer.gender == "woman" else "woman"]]
