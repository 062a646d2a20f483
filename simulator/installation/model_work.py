"""What is being done with the models, one thing at a time: begun from the page, told as it goes."""

import asyncio
import json
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast

import structlog

from simulator.errors import Conflict
from simulator.typography import french_spaces

log = structlog.get_logger(__name__)

What = Literal["prepare", "fetch", "unpack", "verify", "compare"]

WORKER = "simulator.installation.model_worker"

LONGEST_SECONDS = 2 * 3600.0
"""The largest model over a slow line."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`problem`: why it failed; `result`: what came of it; both empty while it goes on. `of`: 0 if unknown."""

    what: What
    begun_at: datetime
    said: str = ""
    done: int = 0
    of: int = 0
    result: str = ""
    problem: str = ""

    @property
    def is_over(self) -> bool:
        return bool(self.result or self.problem)


class ModelWork:
    """One per server; `async with` owns the process, which ends with the server."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None
        self.progress: Progress | None = None
        """Of what is done, or was done last; None: nothing since the start."""

    async def __aenter__(self) -> "ModelWork":
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def refuse_while_busy(self) -> None:
        """Raises Conflict."""
        if self.progress is not None and not self.progress.is_over:
            raise Conflict(
                "models_busy",
                "Un travail sur les modèles est déjà en cours.",
                "Attendez qu’il finisse : il est affiché sur cette page.",
            )

    def begin(self, what: What, folder: Path, given: str, by: str) -> None:
        """Raises Conflict: one is under way."""
        self.refuse_while_busy()
        self.progress = Progress(what, datetime.now(UTC))
        log.info("model_work_begun", what=what, given=given, by=by)
        self._task = asyncio.create_task(self._follow(self.progress, folder, given), name="model-work")

    async def _follow(self, begun: Progress, folder: Path, given: str) -> None:
        """What came of it is told once the process is over: the next one may then begin."""
        over = _then(begun, problem="Cela n’a pas abouti ; le journal du serveur dit pourquoi (model_work).")
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                over = await self._run(begun, folder, given) or over
        except (OSError, TimeoutError) as error:
            log.warning("model_work_not_done", what=begun.what, why=repr(error))
        log.info("model_work_over", what=begun.what, result=over.result, problem=over.problem)
        self.progress = over

    async def _run(self, begun: Progress, folder: Path, given: str) -> Progress | None:
        """Its last word; None where it had none."""
        now = begun
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-m", WORKER, begun.what, str(folder), given, stdout=asyncio.subprocess.PIPE
        )
        try:
            assert worker.stdout is not None
            async for line in worker.stdout:
                # A library may write there, too.
                with suppress(ValueError, TypeError):
                    now = _then(now, **cast(dict[str, Any], json.loads(line)))
                if not now.is_over:
                    self.progress = now
            await worker.wait()
        finally:
            if worker.returncode is None:
                with suppress(ProcessLookupError):
                    worker.kill()
                await worker.wait()
        return now if now.is_over else None


def _then(before: Progress, **told: Any) -> Progress:
    """Raises TypeError for what no worker of ours says."""
    words = {key: french_spaces(value) if isinstance(value, str) else value for key, value in told.items()}
    return replace(before, **words)
