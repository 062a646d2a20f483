"""Encrypting the packets of one telephone (RFC 3711), by libsrtp."""

from collections.abc import Callable

from pylibsrtp import Error, Policy, Session

from .sdes import Crypto, Suite

_PROFILES = {
    Suite.TAG_80: Policy.SRTP_PROFILE_AES128_CM_SHA1_80,
    Suite.TAG_32: Policy.SRTP_PROFILE_AES128_CM_SHA1_32,
}


class Srtp:
    """Both ways. None, and the packet is dropped: it cannot be authenticated, repeats, came in clear, is too long."""

    def __init__(self, ours: Crypto, theirs: Crypto) -> None:
        self._ours, self._theirs = ours, theirs
        self._out = _session(ours, Policy.SSRC_ANY_OUTBOUND)
        self._in = _session(theirs, Policy.SSRC_ANY_INBOUND)

    def rekey(self, ours: Crypto, theirs: Crypto) -> None:
        """A re-INVITE's keys. One that stays keeps its packet index: it has counted since the beginning."""
        if (ours.key, ours.suite) != (self._ours.key, self._ours.suite):
            self._ours, self._out = ours, _session(ours, Policy.SSRC_ANY_OUTBOUND)
        if (theirs.key, theirs.suite) != (self._theirs.key, self._theirs.suite):
            self._theirs, self._in = theirs, _session(theirs, Policy.SSRC_ANY_INBOUND)

    def protect(self, packet: bytes) -> bytes | None:
        return _worked(self._out.protect, packet)

    def protect_rtcp(self, packet: bytes) -> bytes | None:
        return _worked(self._out.protect_rtcp, packet)

    def unprotect(self, packet: bytes) -> bytes | None:
        return _worked(self._in.unprotect, packet)

    def unprotect_rtcp(self, packet: bytes) -> bytes | None:
        return _worked(self._in.unprotect_rtcp, packet)


def _worked(work: Callable[[bytes], bytes], packet: bytes) -> bytes | None:
    try:
        return work(packet)
    except (Error, TypeError, ValueError):
        return None


def _session(crypto: Crypto, direction: int) -> Session:
    return Session(Policy(crypto.key, direction, srtp_profile=_PROFILES[crypto.suite]))
