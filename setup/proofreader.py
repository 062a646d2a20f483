"""Grammalecte finds most faults in what advisers write: installed where we may, once, and done without elsewhere.

Findings on spelling fall from a macro-F1 of 0.9 to 0.4 without it, so `make run` does not leave it to chance; but no
machine must stay without Combiné because a proofreader could not be fetched.
"""

import os
import shutil
import subprocess

from machine import BIN, environment, say

PROGRAM, PACKAGE = "grammalecte-server", "grammalecte-cli"
TRIED = BIN.parent / ".stamps" / "proofreader-tried"
LONGEST_SECONDS = 120.0


def ready_proofreader() -> None:
    """Tries once: as root with apt-get installs it, otherwise names the command; never stops the start."""
    if shutil.which(PROGRAM) is not None or TRIED.exists():
        return
    TRIED.parent.mkdir(parents=True, exist_ok=True)
    TRIED.touch()
    if os.geteuid() == 0 and shutil.which("apt-get") is not None:
        say("Installation du correcteur Grammalecte…")
        for command in (["update", "-q"], ["install", "--yes", "--no-install-recommends", PACKAGE]):
            if not _apt(command):
                break
    if shutil.which(PROGRAM) is None:
        say(f"Sans Grammalecte, peu de fautes sont relevées dans les écrits : sudo apt-get install {PACKAGE}")


def _apt(words: list[str]) -> bool:
    """False when it fails or takes too long: without a network it may wait for ever."""
    try:
        done = subprocess.run(
            ["apt-get", *words],
            env=environment(DEBIAN_FRONTEND="noninteractive"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
