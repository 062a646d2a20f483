"""Rehearsals on an installation that is in use: marked as such, with people of their own, removed without a trace.

Who plays in them is outside, at the doors (`simulator.rehearsal`).
"""
