"""What is played: the model of a company, its customers and its exchanges, and the packs themselves.

Knows nobody else in this house.
"""
