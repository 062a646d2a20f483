"""An exam day's candidates, jury pairs, rooms and plan: imported, kept in versions, published.

What the plan obeys is pure and stands in `exams/timetable`; what is printed of it in `simulator/documents`.
"""
