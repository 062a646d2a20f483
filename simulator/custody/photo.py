"""A photo of the envelopes made anew as a JPEG, in a process of its own with bounds on its memory and time.

What was sent may be anything: it is decoded nowhere else, and none of its bytes are kept (no place, no camera in it).
"""

import asyncio
import sys

from simulator.errors import Conflict

LARGEST_PHOTO = 8_000_000
"""Bytes of what is sent."""

SECONDS = 30.0
"""A telephone's photo takes one; a busy machine ten."""


class NotAPhoto(Conflict):
    def __init__(self) -> None:
        super().__init__(
            "not_a_photo",
            "Ce fichier n’est pas une photo lisible (JPEG, PNG ou WebP, 40 millions de points au plus).",
            "Reprenez la photo avec le téléphone, ou continuez sans : elle est facultative.",
        )


async def remade(photo: bytes) -> bytes:
    """The JPEG, at most 1,600 points a side. Raises NotAPhoto. Cancelled, the process is ended."""
    if not 0 < len(photo) <= LARGEST_PHOTO:
        raise NotAPhoto
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "simulator.custody.photo_worker",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(SECONDS):
            made, _ = await process.communicate(photo)
    except TimeoutError as error:
        raise NotAPhoto from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0 or not made.startswith(b"\xff\xd8"):
        raise NotAPhoto
    return made
