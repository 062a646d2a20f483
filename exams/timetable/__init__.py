"""Who is where at which minute of an exam day: the plan, its rules in French words, moves, two ways to compute it.

Pure: minutes since midnight in, minutes out. `greedy.py` needs nothing; `optimal.py` needs OR-Tools, if it is there.
"""

from exams.timetable.model import Booking, Candidate, Day, Juror, Pair, Plan, Room, Rules
from exams.timetable.rules import Conflict, conflicts

__all__ = ["Booking", "Candidate", "Conflict", "Day", "Juror", "Pair", "Plan", "Room", "Rules", "conflicts"]
