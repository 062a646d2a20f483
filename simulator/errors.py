"""What a person is told when something cannot be done: a stable code, a French sentence, a way out."""

from collections.abc import Mapping

from simulator.typography import french_spaces


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
