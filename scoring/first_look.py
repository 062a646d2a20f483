"""The log of first looks: a batch is scored once before it is read, and never again as unseen."""

import hashlib
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from scoring.evaluation import Evaluation

HEAD = (
    "| Date | Commit | Batch | Exchanges | Pairs | Macro-F1 | Met | Partial | Not met | Turns | Opposite "
    "| Known by |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|\n"
)


class AlreadySeen(Exception):
    """Some of these exchanges were scored before. `ids`: which."""

    def __init__(self, ids: tuple[str, ...]) -> None:
        super().__init__(", ".join(ids))
        self.ids = ids


def fingerprint(exchange_id: str) -> str:
    """Eight letters that tell an exchange again without naming it."""
    return hashlib.sha256(exchange_id.encode()).hexdigest()[:8]


def refuse_what_was_seen(log: Path, ids: Iterable[str]) -> None:
    """Raises AlreadySeen, before anything is scored. A log that is not there yet has seen nothing."""
    told = log.read_text(encoding="utf-8") if log.exists() else ""
    seen = tuple(one for one in ids if fingerprint(one) in told)
    if seen:
        raise AlreadySeen(seen)


def log_first_look(log: Path, batch: str, ids: Iterable[str], result: Evaluation) -> None:
    """Adds one line; the log is made with its head where it is missing. Raises OSError."""
    text = log.read_text(encoding="utf-8") if log.exists() else f"# First looks\n\n{HEAD}"
    known = sorted(fingerprint(one) for one in ids)
    whole = result.whole
    figures = [whole.macro_f1, *(whole.f1(verdict) for verdict in ("met", "partial", "not_met")), whole.evidence_f1]
    cells = [
        datetime.now(tz=UTC).date().isoformat(),
        _commit(),
        batch,
        str(len(known)),
        str(whole.pairs),
        *(f"{figure:.2f}" for figure in figures),
        f"{whole.opposite} of {whole.pairs}",
        " ".join(known),
    ]
    log.write_text(f"{text.rstrip()}\n| {' | '.join(cells)} |\n", encoding="utf-8")


def _commit() -> str:
    """The short name of what is checked out, or « ? » outside a repository."""
    try:
        told = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, timeout=5, check=False
        )
    except OSError:
        return "?"
    return told.stdout.strip() or "?"
