"""Writing the stereo Ogg Opus that browsers, players and archives all read."""

from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from .durable import replace_synced, sync_file

RATE = 48000
BIT_RATE = 48000
"""Bits per second for both channels: speech at 24 kbit/s each."""

_CHUNK = 48000


def write_stereo(left: npt.NDArray[np.int16], right: npt.NDArray[np.int16], path: Path) -> None:
    """Writes both channels (same length, int16, 48 kHz) aside, then renames. Raises OSError, av.FFmpegError."""
    aside = path.with_name(path.name + ".part")
    with av.open(str(aside), "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=RATE, layout="stereo")
        stream.bit_rate = BIT_RATE
        # Little complexity keeps a five-minute call under two seconds; at this rate the ear cannot tell. Channels
        # stay separate (no intensity stereo): each is somebody's voice.
        stream.codec_context.options = {"compression_level": "1", "application": "audio", "apply_phase_inv": "0"}
        for start in range(0, len(left), _CHUNK):
            stop = min(start + _CHUNK, len(left))
            interleaved = np.empty((1, 2 * (stop - start)), dtype=np.int16)
            interleaved[0, 0::2], interleaved[0, 1::2] = left[start:stop], right[start:stop]
            # Digital silence makes the coder count in denormal numbers, at a sixth of its speed. The lowest bit,
            # always set, prevents it and is far below what can be heard.
            interleaved |= 1
            frame = av.AudioFrame.from_ndarray(interleaved, format="s16", layout="stereo")
            frame.sample_rate, frame.pts = RATE, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    sync_file(aside)
    replace_synced(aside, path)
