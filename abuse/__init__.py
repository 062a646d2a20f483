"""What people who want to break the product do to a running server, and what must come of it: `make break`.

On loopback, bounded in count and time. A module with `ABUSE = Abuse(…)` (`abuse.py`; several of one family: `ABUSES`)
is one abuse. It gets a house (`house.py`): a real server in its own process, an attacker's seat and a neighbour's; it
returns what it saw. Add a file and it is run; the right value belongs into an ordinary test too.
"""
