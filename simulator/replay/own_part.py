"""A candidate hears and reads their own part of a call that they handed over, and nothing of what follows.

What customer and supervisor say after the transfer is not theirs: not the sound, nor its waveform, nor its words.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from simulator.replay.views import Moment, RecordingView, ReplayView
from telephony import strict_json
from telephony.durable import write_whole
from telephony.finishing.ogg import until


def own_part(view: ReplayView, transferred_at: dict[str, datetime]) -> ReplayView:
    """The replay as its candidate may see it. `transferred_at`: by call, when it was handed over."""
    ends = {call_id: (at - view.started_at).total_seconds() for call_id, at in transferred_at.items()}
    if not ends:
        return view
    last = min(ends.values())
    turns = tuple(one for one in view.transcript.turns if one.at_seconds < ends.get(one.call_id, float("inf")))
    return view.model_copy(
        update={
            "recordings": tuple(_recording(one, ends.get(one.call_id)) for one in view.recordings),
            "transcript": view.transcript.model_copy(update={"turns": turns}),
            "moments": _moments(view.moments, last),
        }
    )


def _recording(view: RecordingView, end: float | None) -> RecordingView:
    """`end`: the exchange's second at which it was handed over; None: it never was."""
    if end is None:
        return view
    seconds = max(0.0, min(view.seconds, end - view.starts_at_seconds))
    return view.model_copy(
        update={
            "seconds": seconds,
            "gaps": tuple(one for one in view.gaps if one.at_seconds < end),
            "speech": tuple(
                one.model_copy(update={"ends_at_seconds": min(one.ends_at_seconds, end)})
                for one in view.speech
                if one.starts_at_seconds < end
            ),
            "network": tuple(one for one in view.network if one.at_seconds < end),
            "bad_network": tuple(one for one in view.bad_network if one.at_seconds < end),
            # The digest is that of the whole file, which they do not get.
            "sha256": None,
        }
    )


def _moments(moments: Sequence[Moment], end: float) -> tuple[Moment, ...]:
    """Without what happened in the call afterwards; what they did themselves meanwhile stays."""
    return tuple(
        one for one in moments if one.at_seconds <= end or one.icon not in ("call", "hold", "mute", "network")
    )


def own_sound(whole: Path, seconds: float) -> Path:
    """The file of the candidate's part, beside the whole one; made once. Blocking. Raises OSError."""
    part = whole.with_name(f"own-part-{round(seconds * 1000)}.ogg")
    if not part.exists():
        write_whole(part, until(whole.read_bytes(), seconds), 0o600)
    return part


def own_peaks(whole: Path, seconds: float) -> bytes:
    """The waveform of the same, as JSON. Blocking. Raises OSError."""
    found = strict_json.loads(whole.read_text())
    slices = int(seconds * found["per_second"])
    found["seconds"] = min(found["seconds"], seconds)
    for side in ("adviser", "customer"):
        found[side] = found[side][:slices]
    return strict_json.dumps(found).encode()
