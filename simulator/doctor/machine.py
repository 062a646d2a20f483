"""What the machine brings: its clock, the speech model, the proofreader."""

import ctypes
import os
import sys
from datetime import UTC, datetime, timedelta

from scoring.evidence.grammalecte import has_proofreader
from simulator.doctor.finding import Finding
from simulator.models_folder import models_folder
from simulator.settings import Settings
from simulator.storage.data_folder import database_files
from telephony.speech import is_installed
from telephony.speech.getting import get_engine
from telephony.speech.models import chosen_whisper, is_right

TIME_ERROR = 5
"""adjtimex(2): nobody sets the clock."""

AHEAD = timedelta(minutes=2)


def clock(settings: Settings, now: datetime | None = None, is_set: bool | None = None) -> Finding:
    """Behind what was written here before it is certainly wrong. `now`, `is_set`: handed in by tests."""
    at = now or datetime.now(UTC)
    written = [
        one.stat().st_mtime for one in (*database_files(settings), settings.data / "clock.json") if one.exists()
    ]
    remedy = "Réglez-la, et laissez-la suivre un serveur de temps : timedatectl set-ntp true."
    if written and at < datetime.fromtimestamp(max(written), UTC) - AHEAD:
        said = f"Horloge : {at:%d/%m/%Y %H:%M} UTC, avant ce que Combiné a déjà écrit : elle retarde."
        return Finding("clock", "fault", said, remedy)
    if (is_synchronised() if is_set is None else is_set) is False:
        said = f"Horloge : {at:%d/%m/%Y %H:%M} UTC, qu’aucun serveur de temps ne règle."
        return Finding("clock", "warning", said, remedy)
    return Finding("clock", "ok", f"Horloge : {at:%d/%m/%Y %H:%M} UTC.")


def time_zone(hours: frozenset[timedelta] | None = None) -> Finding:
    """Papers say the server's hours, screens each browser's own. `hours`: of the server to UTC over this year, handed
    in by tests."""
    found = _hours() if hours is None else hours
    if timedelta() not in found:
        return Finding("time_zone", "ok", "Fuseau horaire du serveur : réglé.")
    said = "Fuseau horaire du serveur : UTC. Les documents n’impriment pas les mêmes heures que les écrans."
    remedy = "timedatectl set-timezone Europe/Paris (ou le fuseau de votre centre), puis redémarrez Combiné."
    return Finding("time_zone", "warning", said, remedy)


def _hours() -> frozenset[timedelta]:
    """In January and in July: summer time is none of UTC, whatever is its name."""
    this = datetime.now(UTC).year
    months = (datetime(this, month, 1, tzinfo=UTC).astimezone().utcoffset() for month in (1, 7))
    return frozenset(one for one in months if one is not None)


def speech(settings: Settings) -> Finding:
    """Its sums are compared where it is there: a second for each gigabyte."""
    if not settings.transcription:
        return Finding("speech", "ok", "Transcription : désactivée.")
    models = models_folder(settings)
    if not is_installed(models):
        said = "Transcription : le modèle n’est pas installé, les appels ne sont pas transcrits."
        return Finding("speech", "warning", said, f"{get_engine()} ; sinon COMBINE_TRANSCRIPTION=false.")
    chosen = chosen_whisper(models)
    if chosen.exists() and not is_right(chosen):
        said = f"Transcription : le modèle « {chosen.name} » est abîmé."
        return Finding("speech", "fault", said, f"Effacez « {chosen} », puis : simulator models fetch.")
    return Finding("speech", "ok", f"Transcription : modèle « {chosen.name} ».")


def proofreader(is_there: bool | None = None) -> Finding:
    if has_proofreader() if is_there is None else is_there:
        return Finding("proofreader", "ok", "Correcteur d’orthographe : Grammalecte.")
    said = "Correcteur d’orthographe : Grammalecte manque, les fautes sont moins bien vues."
    return Finding(
        "proofreader", "warning", said, "Installez grammalecte-cli (Debian : apt install grammalecte-cli)."
    )


def is_synchronised() -> bool | None:
    """Whether something sets the clock; None where the system does not say."""
    if sys.platform != "linux" or os.name != "posix":
        return None
    # struct timex is 208 bytes; all zero, it only asks.
    try:
        answer = int(ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512)))
    except (OSError, AttributeError):
        return None
    return None if answer < 0 else answer != TIME_ERROR
