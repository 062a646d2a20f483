"""What is done to a voice before it is written: resampling, trimming, pauses, loudness, ceiling, telephone band.

All functions take and return one channel of float32 samples, −1 … 1; numpy only, no state, no random.
"""

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
Spectrum = npt.NDArray[np.inexact]
"""A filter's response, or the frequencies in Hz that it is given for, one for each bin."""

RATE = 48000
TARGET_LUFS = -19.0
CEILING_DBFS = -2.0


def silence(seconds: float, rate: int = RATE) -> Samples:
    """Digital silence."""
    return np.zeros(round(seconds * rate), np.float32)


def gain(samples: Samples, decibels: float) -> Samples:
    """Louder or softer."""
    return (samples * np.float32(10 ** (decibels / 20))).astype(np.float32)


def resample(samples: Samples, rate: float, target: float) -> Samples:
    """Band-limited resampling of a whole utterance (Fourier method; its edges must be near silence)."""
    if not len(samples) or rate == target:
        return samples
    wanted = round(len(samples) * target / rate)
    spectrum = np.fft.rfft(samples.astype(np.float64))
    kept = np.zeros(wanted // 2 + 1, complex)
    size = min(len(kept), len(spectrum))
    kept[:size] = spectrum[:size]
    return (np.fft.irfft(kept, wanted) * (wanted / len(samples))).astype(np.float32)


def trim(samples: Samples, rate: int = RATE, threshold_dbfs: float = -45.0, margin: float = 0.02) -> Samples:
    """Cut the silence around an utterance, leaving `margin` seconds and a short fade at both ends."""
    loud = np.flatnonzero(np.abs(samples) > 10 ** (threshold_dbfs / 20))
    if not len(loud):
        return samples[:0]
    edge = round(margin * rate)
    kept = samples[max(0, loud[0] - edge) : loud[-1] + edge].copy()
    fade = min(edge, len(kept) // 2)
    ramp = np.linspace(0, 1, fade, dtype=np.float32)
    kept[:fade] *= ramp
    kept[len(kept) - fade :] *= ramp[::-1]
    return kept


def loudness(samples: Samples, rate: int = RATE) -> float:
    """Integrated loudness at 48 kHz, in LUFS (ITU-R BS.1770-4: K weighting, 400 ms blocks, gated); −120: silence."""
    weighted = _filtered(samples, rate, _k_weighting(np.fft.rfftfreq(_padded(len(samples)), 1 / rate)))
    block, step = round(0.4 * rate), round(0.1 * rate)
    if len(weighted) < block:
        weighted = np.pad(weighted, (0, block - len(weighted)))
    energy = np.concatenate([[0.0], np.cumsum(weighted**2)])
    starts = np.arange(0, len(weighted) - block + 1, step)
    power = (energy[starts + block] - energy[starts]) / block
    gated = power[_lufs(power) > -70.0]
    if not len(gated):
        return -120.0
    gated = gated[_lufs(gated) > _lufs(gated.mean()) - 10.0]
    return float(_lufs(gated.mean()))


def peak_dbfs(samples: Samples) -> float:
    """The highest sample, in dBFS; −120 for silence."""
    peak = float(np.abs(samples).max()) if len(samples) else 0.0
    return 20 * float(np.log10(peak)) if peak > 1e-6 else -120.0


def under_ceiling(samples: Samples, rate: int = RATE, ceiling_dbfs: float = CEILING_DBFS) -> Samples:
    """Bring the few peaks above the ceiling below it, with a gain that moves over 5 ms blocks: never a clip."""
    ceiling = 10 ** (ceiling_dbfs / 20)
    block = round(0.005 * rate)
    blocks = -(-len(samples) // block)
    padded = np.pad(np.abs(samples), (0, blocks * block - len(samples))).reshape(blocks, block)
    wanted = np.minimum(1.0, ceiling / np.maximum(padded.max(axis=1), 1e-9))
    around = np.pad(wanted, 2, mode="edge")
    lowest = np.min([around[i : i + blocks] for i in range(5)], axis=0)
    centres = (np.arange(blocks) + 0.5) * block
    return (samples * np.interp(np.arange(len(samples)), centres, lowest)).astype(np.float32)


def at_loudness(samples: Samples, rate: int = RATE, target_lufs: float = TARGET_LUFS) -> Samples:
    """The same sound at `target_lufs`, peaks under the ceiling."""
    measured = loudness(samples, rate)
    if measured <= -70.0:
        return samples
    return under_ceiling(gain(samples, target_lufs - measured), rate)


def telephone_band(samples: Samples, rate: int = RATE, low: float = 300.0, high: float = 3400.0) -> Samples:
    """What a narrow-band telephone line lets through (ITU-T G.712)."""
    frequency = np.fft.rfftfreq(_padded(len(samples)), 1 / rate)
    rise = 1 / (1 + np.exp(-(frequency - low) / 25))
    fall = 1 / (1 + np.exp((frequency - high) / 60))
    return _filtered(samples, rate, rise * fall).astype(np.float32)


def _lufs(power: npt.ArrayLike) -> npt.NDArray[np.float64]:
    return -0.691 + 10 * np.log10(np.maximum(power, 1e-12))


def _padded(length: int) -> int:
    return length + RATE


def _filtered(samples: Samples, rate: int, response: Spectrum) -> npt.NDArray[np.float64]:
    size = _padded(len(samples))
    return np.fft.irfft(np.fft.rfft(samples.astype(np.float64), size) * response, size)[: len(samples)]


def _k_weighting(frequency: Spectrum) -> Spectrum:
    """The two BS.1770 filters as frequency responses; coefficients of the recommendation, given for 48 kHz."""
    z = np.exp(-2j * np.pi * frequency / RATE)
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    highpass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return shelf * highpass
