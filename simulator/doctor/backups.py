"""The backups that make themselves. Nothing is changed."""

from datetime import UTC, datetime

from simulator.backups.state import state_of
from simulator.doctor.finding import Finding
from simulator.settings import Settings


def backups(settings: Settings) -> Finding:
    state = state_of(settings, datetime.now(UTC))
    return Finding("backups", state.level, state.said, state.remedy)
