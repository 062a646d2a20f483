"""Reading a call's journal back: how long it was, when it was held, when a side was muted or cut."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from telephony import strict_json
from telephony.roles import Role

Span = tuple[float, float]

Explained = Literal["hold", "muted", "line_lost"]


@dataclass(frozen=True, slots=True)
class CallJournal:
    """Offsets are seconds since the recording was opened, which is also the file's zero."""

    lines: list[dict[str, Any]]

    @property
    def seconds(self) -> float | None:
        """Length by the facts; None when the call was cut by a crash."""
        return next((float(line["offset"]) for line in self.lines if line["what"] == "ended"), None)

    def holds(self, seconds: float) -> list[Span]:
        return self._spans("held", "resumed", None, seconds)

    def mutes(self, role: Role, seconds: float) -> list[Span]:
        return self._spans("muted", "unmuted", role, seconds)

    def unwritten(self, seconds: float) -> list[Span]:
        """When the disk did not take the sound: it waited in memory."""
        return self._spans("not_written", "written_again", None, seconds)

    def given_up(self, role: Role) -> list[Span]:
        """Sound that waited for too long and is lost."""
        return [
            (float(line["since"]), float(line["until"]))
            for line in self.lines
            if line["what"] == "given_up" and line.get("role") == role
        ]

    def why_silent(self, role: Role, start: float, end: float) -> list[tuple[float, float, Explained | None]]:
        """From `start` to `end`, where this side has no sound, what explains it, stretch by stretch: held and muted
        only where the facts say so, a line lost a little before they do; None where nothing does."""
        seconds = self.seconds or end
        stretches = _cut((start, end), "hold", self.holds(seconds))
        mutes = self._spans("muted", "unmuted", role, seconds)
        stretches = [part for one in stretches for part in ([one] if one[2] else _cut(one[:2], "muted", mutes))]
        lost = self._spans("leg_lost", "leg_back", role, seconds)
        return [one if one[2] else (*one[:2], "line_lost" if _mostly(one[:2], lost) else None) for one in stretches]

    def quiet_at_end(self) -> bool:
        """Whether the call ended held, or with a side muted or cut: then the last packets are rightly older."""
        seconds = self.seconds
        if seconds is None:
            return False
        spans = self.holds(seconds)
        for role in Role:
            spans = [*spans, *self._spans("muted", "unmuted", role, seconds)]
            spans = [*spans, *self._spans("leg_lost", "leg_back", role, seconds)]
        return any(until >= seconds - 0.001 for _, until in spans)

    def _spans(self, begins: str, ends: str, role: Role | None, seconds: float) -> list[Span]:
        spans: list[Span] = []
        since: float | None = None
        for line in self.lines:
            if role is not None and line.get("role") not in (None, role):
                continue
            if line["what"] == begins and since is None:
                since = float(line["offset"])
            elif line["what"] == ends and since is not None:
                spans.append((since, float(line["offset"])))
                since = None
        return [*spans, (since, seconds)] if since is not None else spans


def _cut(silent: Span, kind: Explained, spans: list[Span]) -> list[tuple[float, float, Explained | None]]:
    """The stretches of `silent`, those within `spans` named."""
    at, end = silent
    stretches: list[tuple[float, float, Explained | None]] = []
    for since, until in spans:
        begins, ends = max(at, since), min(end, until)
        if begins >= ends:
            continue
        if at < begins:
            stretches.append((at, begins, None))
        stretches.append((begins, ends, kind))
        at = ends
    return [*stretches, (at, end, None)] if at < end else stretches


def _mostly(silent: Span, spans: list[Span]) -> bool:
    """A line is noticed as lost some seconds after its last packet: any large overlap explains the silence."""
    start, end = silent
    return any(min(end, until) - max(start, since) > 0.5 * min(end - start, until - since) for since, until in spans)


def read_journal(path: Path) -> CallJournal:
    """A last line cut by a crash is left out. Raises FileNotFoundError."""
    lines: list[dict[str, Any]] = []
    for text in path.read_bytes().split(b"\n"):
        try:
            line = strict_json.loads(text)
        except ValueError:
            continue
        if isinstance(line, dict) and "what" in line and "offset" in line:
            lines.append(line)
    return CallJournal(lines)
