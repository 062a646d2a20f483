"""How a conversation sounds by its figures: the E-model (ITU-T G.107, 2015), from loss and delay to R and MOS.

R = R0 − Is − Id − Ie,eff + A. All that the network cannot change (loudness, noise, sidetone) stands at the default
values of G.107: R0 − Is is then 93.2. A (advantage of access) is 0: nobody here forgives a telephone for being
mobile. Echo is that of the default telephones too (TELR 65 dB), which headsets and echo cancellers only better.
"""

import math
from dataclasses import dataclass

from .codecs import Codec

DEFAULT_R = 93.2
"""R0 − Is, with every parameter at its default (G.107 §7.7)."""

_TELR, _WEPL = 65.0, 110.0
_NO, _RLR, _R0 = -61.18, 2.0, 94.77
"""Noise at the 0 dBr point, receive loudness, and R0 itself, with every parameter at its default."""
_MINIMUM_PERCEIVABLE_DELAY = 0.1


@dataclass(frozen=True, slots=True)
class Impairment:
    """`ie`: what the codec costs without loss; `bpl`: how well it bears random loss, in percent (G.107 §7.5)."""

    ie: float
    bpl: float


CONCEALED: dict[Codec, Impairment] = {
    # G.113 Appendix I, table I.4: G.711 with the concealment of its own Appendix I.
    Codec.PCMA: Impairment(0, 25.1),
    Codec.PCMU: Impairment(0, 25.1),
    # No value on this narrow-band scale. Coding costs nothing against G.711, which it surpasses. Its concealment in
    # telephones is simple: our assumption lies between G.711 with (25.1) and without (4.3).
    Codec.G722: Impairment(0, 10.0),
    # Not in G.113. Alahmadi, Pocta, Melvin, ACM TOMM 17(4) 133 (2021): Opus, super wide band, VBR at 31 kbit/s, for
    # random loss. Their Ie is on the full-band scale: on this one, coding costs nothing.
    Codec.OPUS: Impairment(0, 10.4),
}
"""What each codec costs at a receiver that conceals loss, as telephones and browsers do."""

G711_BARE = Impairment(0, 4.3)
"""G.711 at a receiver that conceals nothing (G.113 Appendix I, table I.4)."""


def rating(loss_percent: float, delay_seconds: float, impairment: Impairment, burst_ratio: float = 1.0) -> float:
    """The transmission rating R. `delay_seconds`: one way, mouth to ear, with jitter buffer and coding."""
    return DEFAULT_R - delay_impairment(delay_seconds) - loss_impairment(loss_percent, impairment, burst_ratio)


def loss_impairment(loss_percent: float, impairment: Impairment, burst_ratio: float = 1.0) -> float:
    """Ie,eff (G.107 §7.5, equation 7-29). `burst_ratio`: 1 for random loss, more when losses come together."""
    loss = min(max(loss_percent, 0.0), 100.0)
    return impairment.ie + (95 - impairment.ie) * loss / (loss / burst_ratio + impairment.bpl)


def delay_impairment(seconds: float) -> float:
    """Id (G.107 §7.4): talker echo, listener echo and too long a delay, beyond what they cost at no delay at all.

    T = Ta = Tr / 2: a connection of four wires from end to end.
    """
    delay = max(seconds, 0.0) * 1000
    return max(0.0, _talker_echo(delay) + _listener_echo(2 * delay) - _listener_echo(0.0)) + _too_long(delay)


def _talker_echo(delay: float) -> float:
    """Idte, §7.4 equations 7-20 to 7-24; `delay` T in milliseconds."""
    terv = _TELR - 40 * math.log10((1 + delay / 10) / (1 + delay / 150)) + 6 * math.exp(-0.3 * delay**2)
    roe, re = -1.5 * (_NO - _RLR), 80 + 2.5 * (terv - 14)
    half = (roe - re) / 2
    return (half + math.sqrt(half**2 + 100) - 1) * (1 - math.exp(-delay))


def _listener_echo(round_trip: float) -> float:
    """Idle, §7.4 equations 7-25 and 7-26; `round_trip` Tr in milliseconds."""
    rle = 10.5 * (_WEPL + 7) * (round_trip + 1) ** -0.25
    half = (_R0 - rle) / 2
    return half + math.sqrt(half**2 + 169)


def _too_long(delay: float) -> float:
    """Idd, §7.4 equations 7-27 and 7-28, delay sensitivity class "default" (sT 1, mT 100 ms)."""
    least = _MINIMUM_PERCEIVABLE_DELAY * 1000
    if delay <= least:
        return 0.0
    x = math.log2(delay / least)
    return 25 * ((1 + x**6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2)


def mos_of(r: float) -> float:
    """Mean opinion score of a conversation, 1 to 4.5 (G.107 Annex B)."""
    if r <= 0:
        return 1.0
    if r >= 100:
        return 4.5
    return max(1.0, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6)
