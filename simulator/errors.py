"""What a person is told when something cannot be done: a stable code, a French sentence, a way out."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as StarletteHTTPException


class SimulatorError(Exception):
    """Base of the application's errors; `status` is the HTTP one."""

    status = 400

    def __init__(self, code: str, message: str, remedy: str = "", status: int | None = None) -> None:
        super().__init__(code)
        self.code, self.message, self.remedy = code, message, remedy
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

    def __init__(self, message: str = "Vous n’avez pas accès à cette page.") -> None:
        super().__init__("forbidden", message, "Demandez au responsable de session de vous y associer.")


class NotFound(SimulatorError):
    status = 404

    def __init__(self, message: str = "Cet élément n’existe pas ou n’existe plus.") -> None:
        super().__init__("not_found", message, "Revenez à la page précédente et rechargez-la.")


class Conflict(SimulatorError):
    """Right in form, not possible now."""

    status = 409


def install_error_answers(app: FastAPI) -> None:
    """Every error of an API route answers `{code, message, remedy}`."""

    async def ours(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, SimulatorError)
        return JSONResponse(error.body(), error.status)

    async def invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        fields = ", ".join(str(one["loc"][-1]) for one in error.errors()[:5])
        return JSONResponse(
            {
                "code": "invalid",
                "message": f"La demande est incomplète ou mal formée ({fields}).",
                "remedy": "Vérifiez les champs signalés.",
            },
            422,
        )

    async def other(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, StarletteHTTPException)
        message = {404: "Cette adresse n’existe pas.", 405: "Cette action n’est pas permise ici."}
        return JSONResponse(
            {
                "code": f"http_{error.status_code}",
                "message": message.get(error.status_code, "La demande n’a pas abouti."),
                "remedy": "",
            },
            error.status_code,
            headers=dict(error.headers or {}),
        )

    app.add_exception_handler(SimulatorError, ours)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(StarletteHTTPException, other)
