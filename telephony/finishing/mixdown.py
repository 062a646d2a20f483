"""From what was recorded to what is replayed: one stereo Ogg Opus, its waveform, its gaps, its fingerprint.

Pure and synchronous, for a worker process: folder in, files and report out. Idempotent; each file is written aside
and renamed. Left is the adviser, right the customer, always. The originals are left alone.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from telephony import strict_json
from telephony.durable import write_whole
from telephony.recording.journal import CallJournal, read_journal
from telephony.recording.recorder import JOURNAL, QUALITY
from telephony.roles import Role

from .growing_mix import AUDIO, GrowingMix
from .laying import DTX_SECONDS, LegTally
from .network_track import NetworkTrack, network_track
from .waveform import peaks

PEAKS = "peaks.json"
REPORT = "report.json"

TOLERANCE_SECONDS = 0.1
"""The file and the facts may differ by this much; more is flagged, never hidden."""

ONE_SILENCE_SECONDS = 0.06
"""A sender in DTX lets a packet through now and then; holes this near to each other are one silence."""

EDGE_SECONDS = 1.0
"""Between the key of a hold, or of its end, and its sound: a telephone is told within 0.7 s, and answers."""


GapKind = Literal["loss", "line_lost", "hold", "muted", "dtx"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of a channel for which no sound came. `start` and `seconds` in seconds of the file.

    `kind`: loss (sound is missing), line_lost (the same, the whole line was cut), hold, muted, or dtx (the sender was
    silent and sent nothing).
    """

    start: float
    seconds: float
    channel: Role
    kind: GapKind


@dataclass(frozen=True, slots=True)
class RecordingReport:
    """What came out. Spans are (start, end) in seconds of the file; `flags` are codes of what is not as it should."""

    seconds: float
    facts_seconds: float | None
    sha256: str
    bytes: int
    gaps: list[Gap]
    speech: dict[Role, list[tuple[float, float]]]
    holds: list[tuple[float, float]]
    drift_ppm: dict[Role, float]
    packets: dict[Role, int]
    flags: list[str]
    network: NetworkTrack

    def to_json(self) -> str:
        return strict_json.dumps(asdict(self), ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> "RecordingReport":
        data = strict_json.lenient_loads(text)
        return RecordingReport(
            seconds=data["seconds"],
            facts_seconds=data["facts_seconds"],
            sha256=data["sha256"],
            bytes=data["bytes"],
            gaps=[Gap(gap["start"], gap["seconds"], Role(gap["channel"]), gap["kind"]) for gap in data["gaps"]],
            speech={Role(role): [(a, b) for a, b in spans] for role, spans in data["speech"].items()},
            holds=[(a, b) for a, b in data["holds"]],
            drift_ppm={Role(role): ppm for role, ppm in data["drift_ppm"].items()},
            packets={Role(role): count for role, count in data["packets"].items()},
            flags=data["flags"],
            # Reports made before networks were measured have none. Those of some versions also say how voices
            # changed: that is no longer read (AI Act, article 5(1)(f): docs/findings-and-ai-act.md).
            network=NetworkTrack.from_dict(data.get("network", {})),
        )


def finish_recording(folder: Path) -> RecordingReport:
    """Makes `call.ogg`, `peaks.json` and `report.json` in `folder`, or goes on with what is there of them.

    Raises FileNotFoundError without a journal.
    """
    read_journal(folder / JOURNAL)
    return finished_before(folder) or close_recording(folder, GrowingMix(folder))


def finished_before(folder: Path) -> RecordingReport | None:
    """The report of a recording that is finished."""
    done = folder / REPORT
    if done.exists() and (folder / AUDIO).exists():
        return RecordingReport.from_json(done.read_text(encoding="utf-8"))
    return None


def close_recording(folder: Path, mix: GrowingMix) -> RecordingReport:
    """The end of a call whose stereo file grew while it ran: only what is missing of it is made."""
    journal = read_journal(folder / JOURNAL)
    mix.read_to_the_end()
    facts_seconds = journal.seconds
    seconds = facts_seconds if facts_seconds is not None else mix.heard_until()
    audio = mix.finish(seconds)
    length = max(1, round(seconds * 48000))
    left, right = mix.peaks[Role.ADVISER], mix.peaks[Role.CUSTOMER]
    write_whole(folder / PEAKS, strict_json.dumps(peaks(left, right, length / 48000)).encode())
    heard_until = max(tally.ends_at for tally in mix.tallies.values())
    report = RecordingReport(
        seconds=length / 48000,
        facts_seconds=facts_seconds,
        sha256=_sha256(audio),
        bytes=audio.stat().st_size,
        gaps=[gap for role, tally in mix.tallies.items() for gap in _gaps(role, tally, journal, seconds)],
        speech=mix.speech(),
        holds=journal.holds(seconds),
        drift_ppm={role: round(ppm, 1) for role, ppm in mix.drift_ppm.items()},
        packets={role: tally.packets for role, tally in mix.tallies.items()},
        flags=[
            *_flags(mix.tallies, journal, heard_until),
            *(f"wrong_clock_{role}" for role in sorted(mix.wrong_clocks)),
        ],
        network=network_track(folder / QUALITY, journal, seconds),
    )
    write_whole(folder / REPORT, report.to_json().encode())
    mix.tidy()
    return report


def find_unfinished(root: Path) -> Iterator[Path]:
    """Folders of calls below `root` that were recorded and never finished (a crash, a full disk)."""
    for journal in sorted(root.rglob(JOURNAL)):
        if not (journal.parent / REPORT).exists():
            yield journal.parent


def _flags(legs: dict[Role, LegTally], journal: CallJournal, heard_until: float) -> list[str]:
    flags = [f"silent_{role}" for role, leg in legs.items() if leg.packets == 0]
    if journal.seconds is None:
        flags.append("cut_short")
    elif heard_until and not journal.quiet_at_end():
        may_be_silent = any(leg.is_discontinuous for leg in legs.values())
        missing = journal.seconds - heard_until
        if missing < -TOLERANCE_SECONDS or missing > (DTX_SECONDS if may_be_silent else TOLERANCE_SECONDS):
            flags.append("length_differs")
    flags += _of_the_disk(journal, heard_until)
    flags += [f"undecodable_{role}" for role, leg in legs.items() if leg.undecodable]
    return flags


def _of_the_disk(journal: CallJournal, heard_until: float) -> list[str]:
    """With their seconds: for how long the disk did not take the sound, and how much of it was lost."""
    seconds = journal.seconds if journal.seconds is not None else heard_until
    waited = sum(until - since for since, until in journal.unwritten(seconds))
    lost = max(sum(until - since for since, until in journal.given_up(role)) for role in Role)
    flags = [f"disk_trouble:{waited:.1f}"] if waited else []
    return [*flags, f"given_up:{lost:.1f}"] if lost else flags


def _gaps(role: Role, leg: LegTally, journal: CallJournal, seconds: float) -> list[Gap]:
    found: list[Gap] = []
    for hole in leg.all_holes(seconds):
        stretches = journal.why_silent(role, hole.start, hole.end)
        is_explained = any(kind for *_, kind in stretches)
        for start, end, explained in stretches:
            if is_explained and end - start < ONE_SILENCE_SECONDS:
                continue  # where a packet begins or ends, beside the fact
            # A sender stops before its hold is a fact, and begins again after it: it was silent, nothing is lost.
            is_edge = is_explained and end - start < EDGE_SECONDS
            kind: GapKind = explained or ("dtx" if hole.is_dtx or is_edge else "loss")
            if kind == "dtx" and found and found[-1].kind == "dtx" and start - _end(found[-1]) < ONE_SILENCE_SECONDS:
                start = found.pop().start
            found.append(Gap(round(start, 3), round(end - start, 3), role, kind))
    return found


def _end(gap: Gap) -> float:
    return gap.start + gap.seconds


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


__all__ = ["AUDIO", "PEAKS", "REPORT", "Gap", "RecordingReport", "find_unfinished", "finish_recording"]
