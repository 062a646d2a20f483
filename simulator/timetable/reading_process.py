"""A process of its own for one stranger's file: bytes in on its standard input, what it made of them out."""

import asyncio
import os
import sys


class ReadingFailed(Exception):
    """It took too long, ended badly or said nothing. `code`: its exit status; None: too long."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


async def read_apart(module: str, *asked: str, data: bytes, seconds: float) -> bytes:
    """What `python -m MODULE ASKED…` makes of the data. Raises ReadingFailed. Cancelled, the process is killed."""
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *asked,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        # A fresh process: nothing of the server's memory, descriptors or secrets is in it.
        close_fds=True,
        env={name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ},
    )
    try:
        async with asyncio.timeout(seconds):
            told, _ = await worker.communicate(data)
    except TimeoutError:
        raise ReadingFailed(None) from None
    finally:
        if worker.returncode is None:
            worker.kill()
            await worker.wait()
    if worker.returncode != 0 or not told:
        raise ReadingFailed(worker.returncode)
    return told
