"""What remains of calls: their rows, the work still to be done on them, their files."""
