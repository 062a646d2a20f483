"""Asking a time-stamping authority. One that does not answer holds up no archive: the archive says so itself."""

import httpx
import structlog

from archives.stamps import BadStamp, request_for, stamped_at

log = structlog.get_logger(__name__)

MOST_BYTES = 64 << 10
"""Of an answer; with its certificates it takes some five thousand."""


def ask_authority(url: str, content: bytes, digest: bytes, seconds: float) -> bytes:
    """Blocking: in the thread that seals. Raises BadStamp, httpx.HTTPError."""
    answer = httpx.post(
        url,
        content=request_for(content),
        headers={"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"},
        timeout=seconds,
    )
    answer.raise_for_status()
    if len(answer.content) > MOST_BYTES or stamped_at(answer.content, digest) is None:
        raise BadStamp
    return answer.content
