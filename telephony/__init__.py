"""What is heard: calls, legs, the bridge between them, recording and what becomes of it.

Knows nobody else in this house: no exam, no SQL, no web framework.
"""
