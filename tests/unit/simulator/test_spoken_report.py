"""What the self-test tells by voice: which fragments, in which order, and that each of them was spoken."""

import pytest
import yaml

from audio_fixtures import fragments as made
from simulator.phones.spoken_report import fragments, packets
from telephony.codecs import Codec
from telephony.sip import EchoReport

GOOD = EchoReport(Codec.G722, 500, 0.0, 0.0, 2.0, 12.0, -14.0)


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (GOOD, "codec_G722 loss_up 0 percent loss_back 0 percent delay 10 milliseconds again"),
        (
            EchoReport(Codec.PCMA, 500, 0.2, None, 2.0, None, -14.0),
            "codec_PCMA loss_up 1 percent delay_unknown again",
        ),
        (
            EchoReport(Codec.OPUS, 500, 72.0, 100.0, 2.0, 344.0, -78.0),
            "codec_opus silent_microphone loss_up 72 percent loss_back 100 percent delay 300 40 milliseconds again",
        ),
        (
            EchoReport(Codec.PCMU, 500, None, None, None, 1400.0, -14.0),
            "codec_PCMU delay over_a_second again",
        ),
        (EchoReport(), "no_sound"),
    ],
)
def test_what_is_said_of_a_report(report: EchoReport, said: str) -> None:
    assert " ".join(fragments(report)) == said


def test_whatever_can_be_said_was_spoken() -> None:
    told = yaml.safe_load((made.PLACE / "fragments.yaml").read_text(encoding="utf-8"))
    assert set(made.texts()) >= {*told, "0", "99", "900"}
    for name in made.texts():
        count = len(packets([name]))
        assert 8 <= count <= 250, f"{name}: {count} packets of 20 ms"


def test_the_longest_report_is_told_within_the_call() -> None:
    longest = EchoReport(Codec.PCMU, 500, 99.0, 99.0, 2.0, 994.0, -78.0)
    assert 0.02 * len(packets(fragments(longest))) < 25
