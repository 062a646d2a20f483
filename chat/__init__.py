"""What is written live: conversations, delivery, presence.

Knows nobody else in this house.
"""
