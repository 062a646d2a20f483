"""The live desks: calls, chat, customer file, wrap-up, written confirmation, marks."""
