"""A browser that takes one of its media back is answered in that medium's place."""

from telephony.carrying.refused_media import with_refused, without_refused

HEAD = "v=0\r\na=group:BUNDLE 0 1\r\n"
SOUND = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n"
STOPPED = "m=audio 0 UDP/TLS/RTP/SAVPF 0\r\nc=IN IP4 0.0.0.0\r\na=inactive\r\na=mid:1\r\n"


def test_a_stopped_medium_is_kept_from_who_wants_a_transport_of_each_and_is_answered() -> None:
    offer, refused = without_refused(HEAD + SOUND + STOPPED)
    assert offer == "v=0\r\na=group:BUNDLE 0\r\n" + SOUND
    answer = with_refused("v=0\r\n" + SOUND, refused)
    assert [line for line in answer.splitlines() if line[:2] == "m="] == [
        SOUND.splitlines()[0],
        STOPPED.splitlines()[0],
    ]


def test_the_first_one_may_be_stopped() -> None:
    offer, refused = without_refused(HEAD + STOPPED + SOUND)
    assert offer.endswith(SOUND)
    assert with_refused("v=0\r\n" + SOUND, refused).index("m=audio 0") < with_refused(
        "v=0\r\n" + SOUND, refused
    ).index("m=audio 9")


def test_a_bundled_medium_with_port_0_is_no_refused_one() -> None:
    bundled = STOPPED.replace("a=inactive", "a=bundle-only")
    assert without_refused(HEAD + SOUND + bundled) == (HEAD + SOUND + bundled, {})
