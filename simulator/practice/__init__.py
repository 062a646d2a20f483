"""After a practice exchange: what was read in it, and the feedback that the trainee and the trainer get."""
