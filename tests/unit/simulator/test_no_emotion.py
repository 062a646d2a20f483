"""Nobody's state is read from a voice (AI Act, article 5(1)(f)): nothing measures one, nothing can show it."""

import json
import re
from pathlib import Path

from scoring.detectors.registry import DETECTORS
from simulator.app import create_app
from simulator.settings import Settings
from telephony import NetworkTrack, RecordingReport, Role

ROOT = Path(__file__).parents[3]
OF_A_VOICE = re.compile(r"semitone|loudness|pitch|timbre|voice_?trend|emotion|arousal|valence", re.IGNORECASE)


def test_no_message_or_answer_has_a_field_for_a_quality_of_a_voice() -> None:
    schemas = create_app(Settings()).openapi()["components"]["schemas"]
    fields = {f"{name}.{field}" for name, schema in schemas.items() for field in schema.get("properties", {})}
    assert len(fields) > 500
    assert [one for one in sorted(fields) if OF_A_VOICE.search(one)] == []


def test_no_package_that_reads_voices_for_more_than_words_is_installed_with_us() -> None:
    for file in sorted((ROOT / "requirements").glob("*.in")):
        assert not re.search(r"swift-f0|crepe|opensmile|speechbrain|emotion", file.read_text()), file.name


def test_a_report_of_a_version_that_measured_voices_is_still_read() -> None:
    old = {
        "seconds": 12.5,
        "facts_seconds": 12.0,
        "sha256": "0" * 64,
        "bytes": 1000,
        "gaps": [],
        "speech": {"adviser": [[0.0, 1.5]], "customer": []},
        "holds": [],
        "drift_ppm": {"adviser": 0.0, "customer": 1.0},
        "packets": {"adviser": 10, "customer": 10},
        "flags": [],
        "voices": {"adviser": None, "customer": {"loudness_db": -3.2, "semitones": None}},
    }
    report = RecordingReport.from_json(json.dumps(old))
    assert report.speech[Role.ADVISER] == [(0.0, 1.5)]
    assert report.network == NetworkTrack.from_dict({})
    assert "voices" not in json.loads(report.to_json())
    assert "semitones" not in report.to_json()


def test_no_detector_hears_a_voice() -> None:
    assert DETECTORS
    for file in sorted((ROOT / "scoring").rglob("*.py")):
        assert "voice_calmer" not in file.read_text(encoding="utf-8"), file.name
