"""`python -m simulator.custody.photo_worker`: a photo in, a JPEG out. Bounds first, then the bytes."""

import io
import sys

from PIL import Image, ImageOps

MEMORY = 1_000_000_000
"""Bytes of address space: 40 million points decoded, twice, and the libraries."""

CPU_SECONDS = 20
MOST_POINTS = 40_000_000
LONGEST_SIDE = 1600


def main() -> int:
    _be_limited()
    Image.MAX_IMAGE_PIXELS = MOST_POINTS // 2  # Pillow refuses from twice that on
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=("JPEG", "PNG", "WEBP")) as sent:
            if sent.width * sent.height > MOST_POINTS:
                return 1
            upright = ImageOps.exif_transpose(sent).convert("RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        made = io.BytesIO()
        upright.save(made, "JPEG", quality=82)
    except Exception:  # noqa: BLE001 - whatever a hostile file does to the decoder, it is no photo
        return 1
    sys.stdout.buffer.write(made.getvalue())
    return 0


def _be_limited() -> None:
    """Where the system has such bounds (not Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
