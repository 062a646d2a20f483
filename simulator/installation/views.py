"""What « Cette installation » shows. Sentences are French and whole."""

from datetime import datetime
from typing import Literal

from simulator.live_messages.shared_view import View


class ExaminedView(View):
    """A line of `simulator doctor`. `remedy`: empty where all is well."""

    name: str
    level: Literal["ok", "warning", "fault"]
    said: str
    remedy: str


class ExaminationView(View):
    """`looked_at`: when the doctor last looked; None before the first time."""

    looked_at: datetime | None
    is_looking: bool
    points: tuple[ExaminedView, ...]


class BackupFileView(View):
    name: str
    made_at: datetime
    megabytes: float
    download_url: str
    """Empty unless this person may take it away."""


class TriedView(View):
    at: datetime
    file: str
    problem: str
    """Empty where it went well."""


class BackupsView(View):
    """`folder`: empty where none is set, and none are made. `at_work`: what is under way."""

    level: Literal["ok", "warning", "fault"]
    said: str
    remedy: str
    folder: str
    at_work: Literal["", "backup", "trial"]
    is_asked: bool
    """Somebody asked for one that has not begun."""
    next_at: datetime | None
    last_trial: TriedView | None
    next_trial_at: datetime | None
    files: tuple[BackupFileView, ...]
    """The newest first."""
    may_download: bool


class DiskForecastView(View):
    level: Literal["plenty", "low", "reserved", "full"]
    free_gigabytes: float
    total_gigabytes: float
    said: str
    holds_backups: bool
    """They lie on the same disk as the data."""


class InstallationView(View):
    version: str
    is_ready: bool
    """Whether somebody could work now."""
    backups: BackupsView
    disk: DiskForecastView
