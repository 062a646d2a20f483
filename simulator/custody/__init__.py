"""Custody of what is sealed: a session's boxes and their keys, and what the facts say of its envelopes."""
