"""`python -m telephony.carrying.call_diagram` prints docs/telephony-call.md: a call's life, drawn from its table."""

from .call import END_REASONS, diagram


def page() -> str:
    """The whole document, in Markdown."""
    reasons = "\n".join(f"| `{event}` | `{reason}` |" for event, reason in END_REASONS.items())
    return f"""# The life of a call

Printed by `python -m telephony.carrying.call_diagram` from the table in `telephony/carrying/call.py`; a test compares
the two. An event without an arrow here is refused and changes nothing.

```mermaid
{diagram()}
```

Only the side that is called may answer or decline; only the side that holds may resume. Muting and listening do not
change the state. Sound passes in `connected` alone; in `held` the other side hears a waiting tone.

| last event | reason of the end |
|---|---|
{reasons}

Hanging up while it still rings is `cancelled` for the caller and `declined` for the other side.
"""


if __name__ == "__main__":
    print(page(), end="")
