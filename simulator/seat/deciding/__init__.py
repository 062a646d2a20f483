"""What follows from each command of a desk and from each event of a call: pure functions, one file a subject.

`simulator/seat/decide.py` holds the table that leads to them.
"""
