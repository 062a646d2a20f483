"""A model put among the others: only what it needs, proven first; the one in place stays until then."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Literal

from .getting import get_engine
from .models import SUMS, WHISPER_SHA256, ModelMissing, file_sha256

Kind = Literal["whisper", "vosk"]

NEEDED: dict[Kind, Sequence[str]] = {
    "whisper": ("model.bin", "config.json", "tokenizer.json", "preprocessor_config.json", "vocabulary.*"),
    "vosk": ("am", "conf", "graph", "ivector", "rescore", "rnnlm"),
}
SAID_WITH_IT = ("README*", "LICENSE*")

LOADING_SECONDS = 300.0


def place(source: Path, kind: Kind, name: str, models: Path) -> None:
    """Raises ModelMissing: it is damaged, or no engine takes it; nothing has changed then."""
    target, aside, former = models / name, models / f".{name}.partial", models / f".{name}.before"
    if former.exists() and not target.exists():
        former.rename(target)  # cut between the two names
    shutil.rmtree(former, ignore_errors=True)
    shutil.rmtree(aside, ignore_errors=True)
    try:
        _copy_needed(source, kind, aside)
        _prove(aside, kind, name)
        _write_sums(aside)
        if target.exists():
            target.rename(former)
        try:
            aside.rename(target)
        except OSError:
            if former.exists():
                former.rename(target)
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    shutil.rmtree(former, ignore_errors=True)


def _copy_needed(source: Path, kind: Kind, aside: Path) -> None:
    aside.mkdir(parents=True)
    for one in sorted(source.iterdir()):
        if not any(fnmatch(one.name, pattern) for pattern in (*NEEDED[kind], *SAID_WITH_IT)):
            continue
        if one.is_dir():
            shutil.copytree(one, aside / one.name, ignore=shutil.ignore_patterns(".*"))
        else:
            shutil.copyfile(one, aside / one.name)


def _prove(folder: Path, kind: Kind, name: str) -> None:
    """Raises ModelMissing."""
    if name == "whisper-base" and file_sha256(folder / "model.bin") != WHISPER_SHA256:
        raise ModelMissing(
            "Ce n’est pas le modèle « whisper-base » attendu, ou il est abîmé\u00a0: rien n’a changé. Prenez-le d’un "
            "autre serveur Combiné ; un autre modèle demande un autre nom."
        )
    if importlib.util.find_spec("faster_whisper" if kind == "whisper" else "vosk") is None:
        if name == "whisper-base":
            return  # known by its hash
        raise ModelMissing(
            f"Le moteur de ce modèle manque, qui dirait s’il fonctionne\u00a0: rien n’a changé. {get_engine()}."
        )
    command = [sys.executable, "-m", "telephony.speech.loading", kind, str(folder)]
    offline = {**os.environ, "HF_HUB_OFFLINE": "1"}
    try:
        done = subprocess.run(command, capture_output=True, env=offline, timeout=LOADING_SECONDS, check=False)
        is_loaded = done.returncode == 0
    except subprocess.TimeoutExpired:
        is_loaded = False
    if not is_loaded:
        raise ModelMissing(
            f"« {name} » ne se charge pas\u00a0: il est abîmé, incomplet ou d’un autre format. Rien n’a changé ; "
            "apportez-le de nouveau."
        )


def _write_sums(folder: Path) -> None:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    sums = "".join(f"{file_sha256(file)}  {file.relative_to(folder).as_posix()}\n" for file in files)
    (folder / SUMS).write_text(sums, encoding="utf-8")
