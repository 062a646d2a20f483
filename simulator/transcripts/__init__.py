"""Transcripts of recorded calls: made after the call where the engine is installed, corrected by hand, exported."""
