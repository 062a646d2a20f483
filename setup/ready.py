"""What each command needs, made ready; whatever is ready already costs a few milliseconds.

As a program, `ready.py` prepares what the checks and the benchmarks need and starts nothing.
"""

import fcntl
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from browser_app import ready_build, ready_modules
from machine import say
from packages import ready_commands, ready_packages, ready_python


def ready_to_run() -> None:
    with _one_at_a_time():
        _ready_server()
        ready_build()


def ready_to_transcribe() -> None:
    """The recogniser, an option of some 400 MB: `make run` does without."""
    with _one_at_a_time():
        _ready_server()
        ready_packages("speech", "de la transcription")


def ready_for_headset() -> None:
    """The telephone in a terminal: the server's packages, whose telephony it shares, and one for sound devices."""
    with _one_at_a_time():
        _ready_server()
        ready_packages("headset", "du client casque")


def ready_to_compile() -> None:
    with _one_at_a_time():
        _ready_server()
        ready_packages("compiling", "du compilateur du chemin du son")


def ready_to_plan() -> None:
    """The solver of timetables, an option of some 80 MB."""
    with _one_at_a_time():
        _ready_server()
        ready_packages("planning", "du calcul optimal de l’emploi du temps")


def ready_to_package() -> None:
    """The built application, and what makes packages and their bill of materials."""
    with _one_at_a_time():
        _ready_server()
        ready_packages("dist", "des outils de mise en paquet")
        ready_build()


def ready_to_generate() -> None:
    """The server's schema and the tool that turns it into types."""
    with _one_at_a_time():
        _ready_server()
        ready_modules()


def ready_to_check() -> None:
    with _one_at_a_time():
        _ready_server()
        ready_packages("dev", "des outils de vérification")
        ready_packages("speech", "de la transcription")
        ready_packages("headset", "du client casque")
        ready_packages("compiling", "du compilateur du chemin du son")
        ready_packages("planning", "du calcul optimal de l’emploi du temps")
        ready_packages("dist", "des outils de mise en paquet")
        ready_modules()


def ready_to_fuzz() -> None:
    ready_to_check()
    with _one_at_a_time():
        ready_packages("fuzz", "de l’outil de recherche de fautes")


def _ready_server() -> None:
    ready_python()
    ready_packages("runtime", "des paquets Python")
    ready_commands()


@contextmanager
def _one_at_a_time() -> Generator[None]:
    """A second set-up in this folder waits for the first, then finds everything done."""
    with Path(__file__).open() as here:
        try:
            fcntl.flock(here, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Une autre installation est en cours dans ce dossier : attente…")
            fcntl.flock(here, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    ready_to_check()
