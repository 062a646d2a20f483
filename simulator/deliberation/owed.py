"""What a signature makes due."""

ARCHIVE_JOB = "archive"
"""Kind of the work that seals a candidate's or a session's archive (`simulator.results.archiving`)."""
