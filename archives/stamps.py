"""RFC 3161: what a time-stamping authority is asked, and whether its answer speaks of this archive.

Reading needs no authority and no clock. Whether the authority is one to be believed is for `openssl ts -verify` with
its certificate: that certificate may have ended since, and only the moment of stamping counts.
"""

import hmac
from datetime import datetime

from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, decode_timestamp_response


class BadStamp(Exception):
    """An authority answered, and not what was asked."""


def request_for(content: bytes) -> bytes:
    """DER. Of the content only its SHA-256 leaves this machine."""
    builder = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256)
    return builder.cert_request(cert_request=True).build().as_bytes()


def stamped_at(answer: bytes, digest: bytes) -> datetime | None:
    """When the authority says that it saw this SHA-256; None for no answer, or one about something else."""
    try:
        info = decode_timestamp_response(answer).tst_info
        same = hmac.compare_digest(info.message_imprint.message, digest)
        return info.gen_time if same else None
    except ValueError:
        return None
