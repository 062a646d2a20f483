"""The server dies in the middle of a call: what was said until a second before is still there."""

import asyncio
import sys
from pathlib import Path

from telephony import Role, find_unfinished, finish_recording
from tests.sound import find, read_stereo, speech_like

ROOT = Path(__file__).parents[3]


async def test_a_killed_process_loses_at_most_the_last_second(tmp_path: Path):
    folder = tmp_path / "calls" / "c1"
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.integration.telephony.recorded_call_to_kill",
        str(folder),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    lasted = 0.0
    try:
        assert child.stdout is not None
        async with asyncio.timeout(40):
            while lasted < 4.0:
                line = await child.stdout.readline()
                assert line, "the call did not begin"
                lasted = float(line)
    finally:
        child.kill()
        await child.wait()

    assert list(find_unfinished(tmp_path)) == [folder]
    report = await asyncio.to_thread(finish_recording, folder)
    left, right = read_stereo(folder / "call.ogg")
    assert report.flags == ["cut_short"]
    assert lasted - 1.0 < report.seconds < lasted + 0.5
    assert min(report.packets[role] for role in Role) > (lasted - 1.0) * 50 * 0.9
    assert find(speech_like(1, 30), left).score > 0.7
    assert find(speech_like(2, 30), right).score > 0.7
    assert list(find_unfinished(tmp_path)) == []
