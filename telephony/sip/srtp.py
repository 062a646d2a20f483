"""Encrypting the packets of one telephone (RFC 3711), by libsrtp."""

from collections.abc import Callable

from pylibsrtp import Error, Policy, Session

from .sdes import Crypto, Suite

_PROFILES = {
    Suite.TAG_80: Policy.SRTP_PROFILE_AES128_CM_SHA1_80,
    Suite.TAG_32: Policy.SRTP_PROFILE_AES128_CM_SHA1_32,
}

_TAG_BYTES = {Suite.TAG_80: 10, Suite.TAG_32: 4}
RTCP_TAG_BYTES = 10
"""Of both suites (RFC 4568 §6.2.2)."""


class Srtp:
    """Both ways. None, and the packet is dropped: it cannot be authenticated, repeats, came in clear, is too long."""

    def __init__(self, ours: Crypto, theirs: Crypto) -> None:
        self._ours, self._theirs = ours, theirs
        self._out = _session(ours, Policy.SSRC_ANY_OUTBOUND)
        self._in = _session(theirs, Policy.SSRC_ANY_INBOUND)

    def rekey(self, ours: Crypto, theirs: Crypto) -> None:
        """A re-INVITE's keys. One that stays keeps its packet index: it has counted since the beginning."""
        if (ours.key, ours.suite) != (self._ours.key, self._ours.suite):
            self._out = _session(ours, Policy.SSRC_ANY_OUTBOUND)
        if (theirs.key, theirs.suite) != (self._theirs.key, self._theirs.suite):
            self._in = _session(theirs, Policy.SSRC_ANY_INBOUND)
        self._ours, self._theirs = ours, theirs

    def protect(self, packet: bytes) -> bytes | None:
        return _with_mki(_worked(self._out.protect, packet), self._ours.mki, _TAG_BYTES[self._ours.suite])

    def protect_rtcp(self, packet: bytes) -> bytes | None:
        return _with_mki(_worked(self._out.protect_rtcp, packet), self._ours.mki, RTCP_TAG_BYTES)

    def unprotect(self, packet: bytes) -> bytes | None:
        return _worked(self._in.unprotect, _without_mki(packet, self._theirs.mki, _TAG_BYTES[self._theirs.suite]))

    def unprotect_rtcp(self, packet: bytes) -> bytes | None:
        return _worked(self._in.unprotect_rtcp, _without_mki(packet, self._theirs.mki, RTCP_TAG_BYTES))


def _with_mki(packet: bytes | None, mki: bytes, tag: int) -> bytes | None:
    """RFC 3711 §3.1: between what is encrypted and its tag, which does not cover it."""
    if packet is None or not mki:
        return packet
    return packet[:-tag] + mki + packet[-tag:]


def _without_mki(packet: bytes, mki: bytes, tag: int) -> bytes:
    """The packet as libsrtp knows it; one with another MKI, or with none, as it came: its tag will tell."""
    if not mki or packet[-tag - len(mki) : -tag] != mki:
        return packet
    return packet[: -tag - len(mki)] + packet[-tag:]


def _worked(work: Callable[[bytes], bytes], packet: bytes) -> bytes | None:
    try:
        return work(packet)
    except (Error, TypeError, ValueError):
        return None


def _session(crypto: Crypto, direction: int) -> Session:
    return Session(Policy(crypto.key, direction, srtp_profile=_PROFILES[crypto.suite]))
