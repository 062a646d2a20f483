"""What telephony refuses."""


class TelephonyError(Exception):
    """A command that cannot be carried out; `code` is stable, the rest is for logs."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
