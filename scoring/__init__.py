"""What is judged: the referential, measured facts and marks. Text and numbers in, evidence out.

Knows scenarios; no server, no database, no audio device.
"""
