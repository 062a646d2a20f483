"""Who speaks when, live, from the audio level that browsers put beside each packet (RFC 6464): no decoding."""

from dataclasses import dataclass, field

SPEAKING_LEVEL = 48
"""−dBov: louder (smaller) than this is speech."""

HANG_OVER_SECONDS = 0.3
"""A shorter pause is still the same sentence."""

BRIEFEST_SECONDS = 0.12
"""A shorter noise is a click, not speech."""


@dataclass(slots=True)
class SpeechActivity:
    """Collects spans of speech of one side, seconds since its owner's zero."""

    spans: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    level: int = 127
    _since: float | None = None
    _until: float = 0.0

    def heard(self, at: float, level: int | None) -> None:
        """One packet of 20 ms arrived at `at` with this level; None says nothing."""
        if level is None:
            return
        self.level = level
        if level <= SPEAKING_LEVEL:
            if self._since is None:
                self._since = at
            self._until = at + 0.02
        elif self._since is not None and at - self._until > HANG_OVER_SECONDS:
            self._close()

    def so_far(self) -> list[tuple[float, float]]:
        """All spans, the running one included."""
        running = [(self._since, self._until)] if self._since is not None else []
        return [*self.spans, *running]

    def _close(self) -> None:
        if self._since is not None and self._until - self._since >= BRIEFEST_SECONDS:
            self.spans.append((self._since, self._until))
        self._since = None
