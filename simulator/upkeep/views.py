"""What the responsible person's screen shows of the installation itself."""

from datetime import datetime
from typing import Literal

from simulator.live_messages.shared_view import View


class DiskView(View):
    """`message` and `remedy`: French sentences, empty when all is well."""

    level: Literal["plenty", "low", "reserved", "full"]
    free_megabytes: int
    total_megabytes: int
    message: str
    remedy: str


class UnclaimedView(View):
    """A call's sound that belongs to no exchange."""

    folder: str
    began_at: datetime
    seconds: float | None
    megabytes: float
    kept_until: datetime
    """Deleted by itself then."""
    audio_url: str


class UpkeepView(View):
    """`unclaimed_message`: a French sentence on what these are and what can be done; empty without any."""

    disk: DiskView
    unclaimed: tuple[UnclaimedView, ...]
    unclaimed_message: str
    backups_message: str
    backups_remedy: str
    """French sentences, empty unless backups that should be there are not."""


class UnclaimedDeletion(View):
    folder: str
