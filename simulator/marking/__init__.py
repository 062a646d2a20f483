"""Marks, verdicts, appreciations and the matrix of competences."""
