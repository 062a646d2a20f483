"""A PostgreSQL that stops under a running server: said in words to whoever asks something of it, until it is back.

Whatever fails because the database is not there becomes DatabaseAway, an error like any other of the application: a
request answers 503, a desk's command is refused, both in words. The pool opens new connections once it is back.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry

from simulator.storage.not_kept import NotKept

TIMES = {"timeout": 5.0, "command_timeout": 20.0}
"""Seconds to connect and to answer, longer than any of our questions takes: a machine that has gone from the network
never answers."""

STOPPING = ("08", "57P")
"""SQLSTATE: connection exceptions; operator intervention (shutdown, crash, still starting)."""


class DatabaseAway(NotKept):
    """Nothing was kept, and nothing can be read; the same command may be sent again."""

    def __init__(self) -> None:
        super().__init__(
            message="La base de données ne répond pas : ce que vous venez de faire n’est pas gardé.",
            remedy="Attendez : votre poste garde ce qu’il a envoyé et Combiné retrouve la base de lui-même. "
            "Prévenez le responsable.",
        )


def say_when_away(engine: AsyncEngine, is_held: Callable[[], bool]) -> None:
    """`is_held`: whether this server, and no other, has the database now."""

    def connect(
        dialect: Dialect, _: ConnectionPoolEntry, arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> DBAPIConnection:
        if not is_held():
            raise DatabaseAway
        try:
            return dialect.connect(*arguments, **(TIMES | named))
        except OSError:  # TimeoutError is one
            raise DatabaseAway from None
        except Exception as error:
            if is_away(error):
                raise DatabaseAway from None
            raise

    def checkout(_: DBAPIConnection, __: ConnectionPoolEntry, ___: object) -> None:
        if not is_held():
            raise DatabaseAway

    def failed(context: ExceptionContext) -> BaseException | None:
        if context.is_disconnect or is_away(context.original_exception):
            # Half of what the connection was doing may be under way: it does not go back to the pool.
            context.is_disconnect = True
            return DatabaseAway()
        return None

    event.listen(engine.sync_engine, "do_connect", connect)
    event.listen(engine.sync_engine, "checkout", checkout)
    event.listen(engine.sync_engine, "handle_error", failed, retval=True)


def is_away(error: BaseException | None) -> bool:
    """Whether an error, or what it came from, says that the database is not there."""
    while error is not None:
        state = str(getattr(error, "sqlstate", None) or "")
        if state.startswith(STOPPING) or isinstance(error, (ConnectionError, TimeoutError)):
            return True
        error = getattr(error, "orig", None) or error.__cause__
    return False
