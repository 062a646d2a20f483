"""What people who want to break the product do to a running server, and what must come of it: `make break`.

Each file is one abuse, on loopback, bounded in count and time: a module with `ABUSE = Abuse(…)`
(`abuse.py`; several of one family: `ABUSES`). It gets a
house (`house.py`) with a real server in its own process, an attacker's seat and a neighbour's, and returns what it saw.
Add a file and it is run; the right value belongs into an ordinary test too.
"""
