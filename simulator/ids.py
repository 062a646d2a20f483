"""What things are named by. A text each, so that a seat is never handed where an exchange is meant.

Made where a row is made (`SeatId(secrets.token_hex(8))`), or read at a border (a path, a message, a telephone's
account); everywhere between they keep their type.
"""

from typing import NewType

PersonId = NewType("PersonId", str)
SessionId = NewType("SessionId", str)
"""Of a training session."""
SeatId = NewType("SeatId", str)
RunId = NewType("RunId", str)
"""Of an exchange that is played at a seat."""
CallId = NewType("CallId", str)
"""Of a call with the customer, or of a consultation of the supervisor."""
