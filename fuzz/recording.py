"""What was recorded, whatever it is: the stereo file is still made, or the file is refused by name."""

import json
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fuzz.rtp import SEEDS as PACKETS
from fuzz.target import Door, Target
from telephony import finish_recording
from telephony.recording.recorder import JOURNAL
from telephony.recording.rtpdump import file_header, record

_JOURNAL = "\n".join(
    json.dumps({"what": what, "offset": offset}) for what, offset in (("opened", 0), ("connected", 0), ("ended", 1.0))
)


def _dump() -> bytes:
    packets = [record(0.02 * n, 111 if n % 3 else 8, 0, n, 960 * n, 7, PACKETS[0][12:]) for n in range(20)]
    return file_header(0.0) + b"".join(packets)


@asynccontextmanager
async def door() -> AsyncIterator[Door]:
    with tempfile.TemporaryDirectory(prefix="fuzz-recording-") as root:
        folder = Path(root) / "call"

        def feed(data: bytes) -> None:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            (folder / JOURNAL).write_text(_JOURNAL)
            (folder / "adviser.rtpdump").write_bytes(data)
            (folder / "customer.rtpdump").write_bytes(_dump())
            report = finish_recording(folder)
            if abs(report.seconds - 1.0) > 0.1:
                raise AssertionError(f"a call of one second became {report.seconds}")

        yield Door(feed)


TARGET = Target("recording", door, (_dump(), file_header(1.5)), (b"#!rtpplay1.0 ", b"\xff\xff", b"\0\0"))
