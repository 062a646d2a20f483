"""Write a voice as Ogg Opus: 48 kHz, one channel, small, the same bytes for the same sound."""

from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame

from audio_fixtures.sound import RATE, Samples

BIT_RATE = 28000
FRAME = 960


def write_opus(path: Path, samples: Samples) -> None:
    """Encode 48 kHz samples, whole frames of 20 ms; the folder is made if needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = np.pad(samples, (0, -len(samples) % FRAME))
    pcm = np.round(np.clip(whole, -1.0, 1.0) * 32767).astype(np.int16)
    # Without bitexact the container gets a random serial number and the writer's version.
    with av.open(str(path), "w", format="ogg", options={"fflags": "+bitexact", "serial_offset": "1"}) as container:
        stream = container.add_stream("libopus", rate=RATE, layout="mono", options={"application": "voip"})
        stream.bit_rate = BIT_RATE
        for start in range(0, len(pcm), FRAME):
            frame = AudioFrame.from_ndarray(pcm[None, start : start + FRAME], format="s16", layout="mono")
            frame.sample_rate, frame.pts = RATE, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
