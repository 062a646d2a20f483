"""Voices and recorded sequences shipped with the packs, and the program that makes them.

`python -m audio_fixtures` makes, `wav` decodes for tests, `manifest` says what was made and how well it was heard.
"""

from audio_fixtures.wav import decode_to_wav, read_samples

__all__ = ["decode_to_wav", "read_samples"]
