"""Telephones against programs that nobody here wrote."""
