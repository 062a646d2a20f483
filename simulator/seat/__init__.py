"""A candidate's seat, pure: what its facts make of it, and what may happen next. No network, no clock of its own."""
