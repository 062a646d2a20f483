"""What a person is told when something cannot be done: a stable code, a French sentence, a way out."""

from collections.abc import Callable, Mapping

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, DBAPIError
from starlette.exceptions import HTTPException as StarletteHTTPException

from simulator.typography import french_spaces

log = structlog.get_logger(__name__)


class SimulatorError(Exception):
    """Base of the application's errors; `status` and `headers` are the HTTP ones."""

    status = 400
    headers: Mapping[str, str] = {}

    def __init__(self, code: str, message: str, remedy: str = "", status: int | None = None) -> None:
        super().__init__(code)
        self.code, self.message, self.remedy = code, french_spaces(message), french_spaces(remedy)
        if status is not None:
            self.status = status

    def body(self) -> dict[str, str]:
        return {"code": self.code, "message": self.message, "remedy": self.remedy}


class NotSignedIn(SimulatorError):
    status = 401

    def __init__(self) -> None:
        super().__init__("not_signed_in", "Vous n’êtes pas connecté.", "Connectez-vous, puis recommencez.")


class Forbidden(SimulatorError):
    status = 403

    def __init__(
        self,
        message: str = "Vous n’avez pas accès à cette page.",
        remedy: str = "Demandez au responsable de session de vous y associer.",
    ) -> None:
        super().__init__("forbidden", message, remedy)


class NotFound(SimulatorError):
    status = 404

    def __init__(self, message: str = "Cet élément n’existe pas ou n’existe plus.") -> None:
        super().__init__("not_found", message, "Revenez à la page précédente et rechargez-la.")


class Gone(SimulatorError):
    """It was there; what is left of it (its facts, its hash) still is."""

    status = 410

    def __init__(self, message: str) -> None:
        remedy = (
            "Le reste de l’échange se lit toujours ; une sauvegarde peut rendre le son : voyez votre informaticien."
        )
        super().__init__("gone", message, remedy)


class Conflict(SimulatorError):
    """Right in form, not possible now."""

    status = 409


class Invalid(SimulatorError):
    """Refused before anything was looked at."""

    status = 422

    def __init__(self, what: str) -> None:
        super().__init__(
            "invalid", f"La demande est incomplète ou mal formée ({what}).", "Vérifiez les champs signalés."
        )


class Unseen(SimulatorError):
    """A name or a label with a character that nobody sees."""

    status = 422

    def __init__(self, code: str) -> None:
        super().__init__(
            "invisible_character",
            f"Ce texte contient un caractère invisible ({code}) : il ne serait pas ce que l’on lit.",
            "Effacez-le et retapez-le au clavier : ce caractère vient souvent d’un copier-coller.",
        )


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
