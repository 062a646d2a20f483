"""What takes minutes with a model, in a process of its own.

`python -m simulator.installation.model_worker WHAT FOLDER GIVEN`: a line of JSON for each step, the last one with
`result` or `problem`; sentences are French.
"""

import json
import os
import shutil
import sys
import tempfile
import threading
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from simulator.installation.model_upload import name_told
from simulator.models_cli import SPOKEN
from simulator.system_words import why
from telephony.speech import ModelMissing, whisper_model
from telephony.speech.models import is_right
from telephony.speech.stock import bring, choose_best, download, found_models, measure

NICENESS = 15

MOST_ENTRIES, LARGEST_SUM = 500, 8 * 10**9
"""Of a ZIP that holds a model: the largest Whisper has three gigabytes."""

WATCH_SECONDS = 1.0


def tell(**line: object) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)


def main(what: str, folder: Path, given: str = "") -> None:
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    folder.mkdir(parents=True, exist_ok=True)
    # Whatever is unpacked or fetched on the way stands on the disk that it goes to.
    with tempfile.TemporaryDirectory(prefix=".model.", suffix=".new", dir=folder) as aside:
        tempfile.tempdir = aside
        try:
            tell(result=WORK[what](folder, given))
        except ModelMissing as problem:
            if problem.__cause__ is not None:
                print(repr(problem.__cause__), file=sys.stderr, flush=True)
            tell(problem=str(problem))
        except OSError as error:
            tell(problem=f"Le disque ou le dossier « {folder} » ne le permet pas ({why(error)}).")


def prepare(folder: Path, _: str) -> str:
    with _watched(folder, "Mo préparés"):
        return f"« {whisper_model(folder).name} » est prêt : il servira au prochain démarrage de Combiné."


def fetch(folder: Path, size: str) -> str:
    with _watched(folder, "Mo reçus"):
        name = download(size, folder)
    return f"« {name} » est là. Mesurez-le, ou choisissez-le, pour qu’il serve."


def unpack(folder: Path, file: str) -> str:
    try:
        _look_over(Path(file))
        with _watched(folder, "Mo dépliés"):
            name = bring(Path(file), folder, name_told(Path(file)))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ModelMissing("Cette archive est abîmée, ou protégée par un mot de passe.") from error
    finally:
        Path(file).unlink(missing_ok=True)
    return f"« {name} » est là, entier, et se charge. Il servira au prochain démarrage de Combiné, s’il est choisi."


def verify(folder: Path, _: str) -> str:
    found = found_models(folder)
    wrong: list[str] = []
    for number, one in enumerate(found, start=1):
        tell(done=number, of=len(found), said=f"Lecture de « {one.name} »")
        if not is_right(one.path):
            wrong.append(one.name)
    if wrong:
        names = ", ".join(f"« {one} »" for one in wrong)
        raise ModelMissing(f"Abîmé : {names}. Supprimez-le, puis apportez-le de nouveau.")
    return f"{len(found)} modèle{'s' if len(found) > 1 else ''}, chacun avec l’empreinte attendue."


def compare(folder: Path, _: str) -> str:
    """Each on this machine; the best that keeps up serves."""
    whisper_model(folder)
    found, took = found_models(folder), {}
    for number, one in enumerate(found, start=1):
        tell(done=number, of=len(found), said=f"Mesure de « {one.name} »")
        measured = measure(one, SPOKEN)
        if one.kind == "whisper":
            took[one.name] = measured
    best = choose_best(took, folder)
    return f"« {best} » est retenu : le meilleur qui suit la parole ici. Il servira au prochain démarrage de Combiné."


WORK = {"prepare": prepare, "fetch": fetch, "unpack": unpack, "verify": verify, "compare": compare}


def _look_over(file: Path) -> None:
    """Raises ModelMissing. What an entry declares is the most that it unpacks to."""
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
    size = sum(one.file_size for one in entries)
    if len(entries) > MOST_ENTRIES or size > LARGEST_SUM:
        raise ModelMissing("Cette archive est trop lourde : 500 fichiers et 8 Go dépliés au plus.")
    if 2 * size > shutil.disk_usage(file.parent).free:
        raise ModelMissing(f"Il faut {2 * size // 10**6} Mo libres sur ce disque pour déplier cette archive.")


@contextmanager
def _watched(folder: Path, words: str) -> Generator[None]:
    """Says every second how much has arrived in what was not there before."""
    over = threading.Event()
    before = _size(folder)

    def look() -> None:
        while not over.wait(WATCH_SECONDS):
            tell(said=f"{max(0, _size(folder) - before) // 10**6} {words}")

    watch = threading.Thread(target=look, daemon=True)
    watch.start()
    try:
        yield
    finally:
        over.set()
        watch.join()


def _size(folder: Path) -> int:
    size = 0
    for path in folder.rglob("*"):
        try:
            size += path.lstat().st_size
        except OSError:
            continue  # renamed meanwhile
    return size


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:4])
