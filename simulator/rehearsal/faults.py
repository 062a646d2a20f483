"""What ends a rehearsal before its time, in French."""

from simulator.typography import french_spaces


class DidNotHold(Exception):
    """Something that a real day needs was refused, or did not come in time."""

    def __init__(self, text: str, code: str = "") -> None:
        """`code`: of the server's refusal, where it was one."""
        super().__init__(french_spaces(text))
        self.code = code
