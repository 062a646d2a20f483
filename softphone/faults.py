"""What can go wrong before and beside a call: one French sentence, a way out, and the program's exit code."""

import re


def french(text: str) -> str:
    """Non-breaking spaces before : ; ? ! » and after «, which cannot be seen in code."""
    return re.sub(r"(?<=«) | (?=[:;?!»](?:\s|$|[.,»)]))", "\u00a0", text)


class Fault(Exception):
    """`message` says what, `remedy` what to do about it."""

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message, self.remedy = french(message), french(remedy)
        super().__init__(self.message)


class WrongUse(Fault):
    """The command line makes no sense."""

    exit_code = 2


class Refused(Fault):
    """A wrong code, password or account."""

    exit_code = 3


class Unreachable(Fault):
    """No way to the server: address, certificate or port."""

    exit_code = 4


class NoSound(Fault):
    """No usable microphone or loudspeaker."""

    exit_code = 5
