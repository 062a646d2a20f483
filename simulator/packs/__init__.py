"""Scenario packs of the installation: installed, checked, kept in memory."""
