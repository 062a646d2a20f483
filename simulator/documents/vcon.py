"""A conversation as a vCon (draft-ietf-vcon-vcon-core): parties, dialogs (sound and chat), facts, and hashes.

Self-contained: the recording is inside, base64url, with its hash, so that it can be archived and checked anywhere.
"""

import hashlib
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from simulator import __version__
from simulator.ids import CallId
from simulator.replay.views import ReplayView

VCON_SYNTAX = "0.4.0"
NAMESPACE = uuid.UUID("6f3a2a52-61f5-4c1c-9b3e-0c5f9a6f9e55")
"""Ours: the same exchange always has the same vCon identifier."""


def vcon(view: ReplayView, audio: dict[str, bytes], facts: Sequence[dict[str, Any]], now: datetime) -> dict[str, Any]:
    """`audio`: bytes of each call's stereo file, by call id. Party 0 is the candidate, party 1 the customer."""
    dialogs: list[dict[str, Any]] = []
    for recording in view.recordings:
        sound = audio.get(recording.call_id)
        if sound is None:
            continue
        start = view.started_at.timestamp() + recording.starts_at_seconds
        dialogs.append(
            {
                "type": "recording",
                "start": datetime.fromtimestamp(start, view.started_at.tzinfo).isoformat(),
                "duration": round(recording.seconds, 3),
                "parties": [[0], [1]],
                "originator": 1 if view.direction == "inbound" else 0,
                "mediatype": "audio/ogg",
                "filename": f"{recording.call_id}.ogg",
                "body": _base64(sound),
                "encoding": "base64url",
                "content_hash": "sha512-" + _base64(hashlib.sha512(sound).digest()),
            }
        )
    for message in view.conversation.messages if view.conversation else ():
        dialogs.append(
            {
                "type": "text",
                "start": message.sent_at.isoformat(),
                "parties": [0, 1] if message.by == "candidate" else [1, 0],
                "originator": 0 if message.by == "candidate" else 1,
                "mediatype": "text/plain",
                "body": message.text,
                "encoding": "none",
            }
        )
    files = [one["filename"] for one in dialogs if one["type"] == "recording"]
    return {
        "vcon": VCON_SYNTAX,
        "uuid": str(uuid.uuid5(NAMESPACE, view.run_id)),
        "created_at": now.isoformat(),
        "subject": f"{view.session_title} – {view.seat_label} – échange {view.position}",
        "parties": [
            {"name": view.candidate_name, "role": "agent"},
            {"name": view.customer_name, "role": "customer"},
        ],
        "dialog": dialogs,
        "analysis": [*_transcripts(view, files), *_networks(view, files)],
        "attachments": [
            {
                "purpose": "facts",
                "start": view.started_at.isoformat(),
                "party": 0,
                "mediatype": "application/json",
                "body": list(facts),
                "encoding": "json",
                "vendor": "Combiné",
                "product": __version__,
            }
        ],
    }


def _transcripts(view: ReplayView, files: Sequence[str]) -> list[dict[str, Any]]:
    """One analysis for each recorded call that was transcribed; seconds count from the recording's start."""
    starts = {one.call_id: one.starts_at_seconds for one in view.recordings}
    found: list[dict[str, Any]] = []
    for dialog, file in enumerate(files):
        call_id = CallId(file.removesuffix(".ogg"))
        turns = [
            {
                "party": 0 if turn.by == "adviser" else 1,
                "start": round(turn.at_seconds - starts[call_id], 2),
                "end": round(turn.ends_at_seconds - starts[call_id], 2),
                "text": turn.text,
                "corrected": turn.corrected,
            }
            for turn in view.transcript.turns
            if turn.call_id == call_id
        ]
        if turns:
            made = {"vendor": "Combiné", "product": __version__}
            body = {"mediatype": "application/json", "body": turns, "encoding": "json"}
            found.append({"type": "transcript", "dialog": dialog, **body, **made})
    return found


def _networks(view: ReplayView, files: Sequence[str]) -> list[dict[str, Any]]:
    """One analysis for each recorded call in which somebody heard badly because of the network."""
    recordings = {f"{one.call_id}.ogg": one for one in view.recordings}
    found: list[dict[str, Any]] = []
    for dialog, file in enumerate(files):
        recording = recordings[file]
        spans = [
            {
                "start": round(span.at_seconds - recording.starts_at_seconds, 2),
                "duration": span.seconds,
                "party": 0 if span.channel == "adviser" else 1,
                "heard_badly": 0 if span.ear == "adviser" else 1,
                "cause": span.cause,
                "mos": span.mos,
                "loss_percent": span.loss_percent,
            }
            for span in recording.bad_network
        ]
        if spans:
            body = {"mediatype": "application/json", "body": spans, "encoding": "json"}
            found.append({"type": "network", "dialog": dialog, **body, "vendor": "Combiné", "product": __version__})
    return found


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
