"""Sessions, seats and their server clocks."""
