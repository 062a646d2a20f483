"""The exam day, pure: its phases and formats, timetable, draws. No clock, database or network of its own."""
