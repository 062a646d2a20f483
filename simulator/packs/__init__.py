"""Scenario packs: those installed, checked at start; and the versions that sessions play, kept for ever."""
