"""How the scheduled backups stand, in words: for the doctor, and for whoever is responsible."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from simulator.backups.diary import Diary, Tried, read_diary
from simulator.service.reach import how_to_open
from simulator.settings import Settings

LATE = timedelta(hours=50)
"""Two days, and the hours for which one may have been put off."""


@dataclass(frozen=True, slots=True)
class State:
    """`said` and `remedy`: French sentences; no remedy where all is well."""

    level: Literal["ok", "warning", "fault"]
    said: str
    remedy: str = ""


def state_of(settings: Settings, now: datetime) -> State:
    """Reads the diary and looks at the folder; changes nothing."""
    folder = settings.backups
    if folder is None:
        return State(
            "warning",
            "Sauvegardes : aucune ne se fait d’elle-même.",
            "Donnez à COMBINE_BACKUPS un dossier, de préférence sur un autre disque.",
        )
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return State(
            "fault",
            f"Sauvegardes : Combiné ne peut pas écrire dans « {folder} ».",
            how_to_open(
                folder,
                "Créez ce dossier et donnez-le au compte de Combiné (chown), ou branchez le disque ; "
                "sous le service, ouvrez-le-lui aussi (guide du service informatique, « Sauvegarder »).",
            ),
        )
    return said_of(read_diary(settings.data), settings.backup_hour, now)


def said_of(diary: Diary, hour: int, now: datetime) -> State:
    """`now`: of any time zone; moments are said in this machine's."""
    good, last, trial = diary.good, diary.backup, diary.restore
    if last is not None and last.problem and (good is None or good.at < last.at):
        had = f" La dernière bonne est du {_moment(good)}." if good is not None else ""
        return State(
            "fault",
            f"Sauvegardes : celle du {_moment(last)} a échoué.{had}",
            f"{last.problem} Elle est refaite d’heure en heure.",
        )
    if good is None:
        return State("warning", "Sauvegardes : aucune encore.", f"La première se fait à {hour} h, serveur en marche.")
    if now - good.at > LATE:
        return State(
            "fault",
            f"Sauvegardes : la dernière est du {_moment(good)}.",
            f"Laissez le serveur en marche à {hour} h, ou changez COMBINE_BACKUP_HOUR ; sinon : simulator backup.",
        )
    if trial is not None and trial.problem:
        return State(
            "fault",
            f"Sauvegardes : l’essai de restauration du {_moment(trial)} a échoué ({trial.file}).",
            f"{trial.problem} Faites une sauvegarde, puis « simulator try-backup FICHIER ».",
        )
    tried = f", essai de restauration réussi le {_moment(trial)}" if trial is not None else ""
    return State("ok", f"Sauvegardes : la dernière est du {_moment(good)}{tried}.")


def _moment(tried: Tried) -> str:
    return f"{tried.at.astimezone():%d/%m/%Y à %H:%M}"
