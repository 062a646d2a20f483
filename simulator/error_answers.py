"""How an error answers a request: `{code, message, remedy}`, in French, whatever raised it."""

from collections.abc import Callable

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, DBAPIError
from starlette.exceptions import HTTPException as StarletteHTTPException

from simulator.errors import Invalid, SimulatorError, Unseen

log = structlog.get_logger(__name__)


def _nothing(_: DBAPIError) -> SimulatorError | None:
    return None


def install_error_answers(
    app: FastAPI, out_of_reach: Callable[[DBAPIError], SimulatorError | None] = _nothing
) -> None:
    """Every error of an API route answers `{code, message, remedy}`.

    `out_of_reach`: what is said where the database, and not what it was given, is what failed.
    """

    async def ours(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, SimulatorError)
        return JSONResponse(error.body(), error.status, headers=dict(error.headers))

    async def invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        unseen = next((one for one in error.errors() if one["type"] == "invisible_character"), None)
        if unseen is not None:
            return JSONResponse(Unseen(unseen["ctx"]["code"]).body(), Unseen.status)
        fields = dict.fromkeys(str(one["loc"][-1]) for one in error.errors())
        return JSONResponse(Invalid(", ".join([*fields][:5])).body(), Invalid.status)

    async def refused_by_the_database(request: Request, error: Exception) -> JSONResponse:
        """A NUL in a text or a number beyond the column's: PostgreSQL is stricter than SQLite."""
        assert isinstance(error, DBAPIError)
        said = out_of_reach(error)
        if said is not None:
            log.error("database_out_of_reach", path=request.url.path, why=str(error.orig))
            return JSONResponse(said.body(), said.status)
        # SQLSTATE class 22: data exception. Whatever else the database says is a fault of ours.
        if not isinstance(error, DataError) and not str(getattr(error.orig, "sqlstate", "")).startswith("22"):
            raise error
        return JSONResponse(Invalid("caractère ou nombre hors limites").body(), Invalid.status)

    async def unforeseen(request: Request, error: Exception) -> JSONResponse:
        """The server's log has the trace (uvicorn raises it again); a person gets a way out."""
        log.error("request_failed", path=request.url.path, error=type(error).__name__)
        answer = SimulatorError(
            "unforeseen",
            "Le serveur n’a pas pu répondre : c’est une erreur de notre côté.",
            "Rechargez la page ; si cela persiste, signalez l’heure exacte à votre responsable informatique.",
        )
        return JSONResponse(answer.body(), 500)

    async def other(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, StarletteHTTPException)
        message = {404: "Cette adresse n’existe pas.", 405: "Cette action n’est pas permise ici."}
        return JSONResponse(
            SimulatorError(
                f"http_{error.status_code}", message.get(error.status_code, "La demande n’a pas abouti.")
            ).body(),
            error.status_code,
            headers=dict(error.headers or {}),
        )

    app.add_exception_handler(SimulatorError, ours)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(StarletteHTTPException, other)
    app.add_exception_handler(DBAPIError, refused_by_the_database)
    app.add_exception_handler(Exception, unforeseen)
