"""Keys in SDP and the packets that they protect."""

import base64
import random

import pytest

from telephony.sip.sdes import KEY_BYTES, Crypto, Keys, Suite, read
from telephony.sip.srtp import Srtp

KEY = bytes(range(KEY_BYTES))
TEXT = base64.b64encode(KEY).decode()
RTP = b"\x80\x08\x00\x01\x00\x00\x00\xa0\x00\x00\x00\x05" + bytes(160)
RTCP = b"\x80\xc9\x00\x01\x00\x00\x00\x05"


@pytest.mark.parametrize(
    "line",
    [
        f"1 AES_CM_128_HMAC_SHA1_80 inline:{TEXT}",
        f"1 AES_CM_128_HMAC_SHA1_80 inline:{TEXT}|2^31",
        f"1 AES_CM_128_HMAC_SHA1_80 inline:{TEXT}|1048576 WSH=128 -GEHEIM",
    ],
)
def test_a_key_is_read(line: str):
    assert read([line]) == (Crypto(1, Suite.TAG_80, KEY),)


@pytest.mark.parametrize(
    "line",
    [
        None,
        "",
        "1",
        f"x AES_CM_128_HMAC_SHA1_80 inline:{TEXT}",
        f"1 F8_128_HMAC_SHA1_80 inline:{TEXT}",
        f"1 AES_CM_128_HMAC_SHA1_80 outline:{TEXT}",
        "1 AES_CM_128_HMAC_SHA1_80 inline:AAAA",
        "1 AES_CM_128_HMAC_SHA1_80 inline:=====",
        f"1 AES_CM_128_HMAC_SHA1_80 inline:{TEXT};inline:{TEXT}",
        f"1 AES_CM_128_HMAC_SHA1_80 inline:{TEXT} UNENCRYPTED_SRTP",
        f"1 AES_CM_128_HMAC_SHA1_80 inline:{TEXT} KDR=1",
    ],
)
def test_a_line_that_cannot_be_used_is_passed_over_and_the_next_one_taken(line: str | None):
    good = f"2 AES_CM_128_HMAC_SHA1_32 inline:{TEXT}"
    assert read([line, good]) == (Crypto(2, Suite.TAG_32, KEY),)


def test_what_is_written_is_read_again():
    one = Crypto(7, Suite.TAG_32, KEY)
    assert read([one.line().removeprefix("a=crypto:")]) == (one,)


def lines_of(keys: Keys) -> tuple[Crypto, ...]:
    return read([line.removeprefix("a=crypto:") for line in keys.offer_lines()])


def agreed(suite: Suite) -> tuple[Srtp, Srtp]:
    """Two ends: one offered, the other took this suite."""
    one, other = Keys(), Keys()
    assert other.choose([line for line in lines_of(one) if line.suite is suite])
    assert other.ours is not None
    assert one.answered([other.ours])
    assert one.ours
    assert one.theirs
    assert other.theirs
    assert one.ours.key != other.ours.key, "each end has a key of its own"
    return Srtp(one.ours, one.theirs), Srtp(other.ours, other.theirs)


@pytest.mark.parametrize(("suite", "tag"), [(Suite.TAG_80, 10), (Suite.TAG_32, 4)])
def test_what_one_end_protects_the_other_reads_once(suite: Suite, tag: int):
    one, other = agreed(suite)
    protected = one.protect(RTP)
    assert protected is not None
    assert len(protected) == len(RTP) + tag
    assert protected[12:172] != RTP[12:]
    assert other.unprotect(protected) == RTP
    assert other.unprotect(protected) is None, "a packet that comes again"
    report = other.protect_rtcp(RTCP)
    assert report is not None
    assert one.unprotect_rtcp(report) == RTCP


def test_a_wrong_key_clear_packets_and_noise_are_dropped():
    one, other = agreed(Suite.TAG_80)
    stranger, _ = agreed(Suite.TAG_80)
    noise = random.Random(4)
    protected = stranger.protect(RTP)
    assert protected is not None
    for data in (protected, RTP, RTP[:12], b"", *(noise.randbytes(size) for size in range(0, 3000, 60))):
        assert other.unprotect(data) is None
        assert other.unprotect_rtcp(data) is None
    assert one.protect(bytes(3000)) is None
    fresh = one.protect(RTP)
    assert fresh is not None
    assert other.unprotect(fresh) == RTP, "noise has changed nothing"


def test_an_answer_must_take_a_line_of_the_offer():
    keys = Keys()
    first, second = lines_of(keys)
    assert not keys.answered([])
    assert not keys.answered([Crypto(9, Suite.TAG_80, KEY)])
    assert not keys.answered([Crypto(first.tag, second.suite, KEY)])
    assert keys.answered([Crypto(second.tag, second.suite, KEY)])
    assert keys.ours == second


def test_a_new_key_of_theirs_leaves_ours_where_it_is():
    offering = Keys()
    answering = Keys()
    assert answering.choose(lines_of(offering))
    assert answering.ours
    assert answering.theirs
    end = Srtp(answering.ours, answering.theirs)
    before = answering.ours
    fresh = Keys()
    assert answering.choose(lines_of(fresh))
    assert answering.ours == before
    assert lines_of(answering) == (before,)
    end.rekey(answering.ours, answering.theirs)
    again = Srtp(lines_of(fresh)[0], before)
    first, second = end.protect(RTP), again.protect(RTP)
    assert first
    assert second
    assert again.unprotect(first) == RTP
    assert end.unprotect(second) == RTP


def test_a_key_with_an_identifier_is_taken_and_answered_with_one() -> None:
    key = base64.b64encode(bytes(range(KEY_BYTES))).decode()
    (line,) = read([f"2 AES_CM_128_HMAC_SHA1_80 inline:{key}|2^31|1:4"])
    assert line.mki == b"\0\0\0\1"
    keys = Keys()
    assert keys.choose([line])
    assert keys.ours is not None
    assert keys.ours.line().endswith("|2^31|1:4")


@pytest.mark.parametrize("suite", list(Suite))
def test_packets_with_an_identifier_are_what_they_are_without(suite: Suite) -> None:
    key, mki = bytes(range(KEY_BYTES)), b"\0\1"
    one = Crypto(1, suite, key, mki)
    bare = Srtp(Crypto(1, suite, key), Crypto(1, suite, key))
    there = Srtp(one, one)
    packet = bytes([0x80, 8, 0, 1, 0, 0, 0, 160, 0, 0, 0, 7]) + bytes(160)
    sealed = there.protect(packet)
    assert sealed is not None
    plain = bare.protect(packet)
    assert plain is not None
    assert len(sealed) == len(plain) + 2
    assert Srtp(one, one).unprotect(sealed) == packet
    assert there.unprotect(sealed[:-1] + b"x") is None, "a tag that is wrong"
