"""Everything that happened in a session, one append-only row a fact; state is what the facts say.

`kinds` names each fact, `log` keeps them (append, read), `tables` is the row.
"""
