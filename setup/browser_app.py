"""The browser application: Node found or installed, packages from the lock, the build."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from machine import BIN, FETCHING, ROOT, environment, run_quietly, say
from packages import ready_packages
from stamps import fingerprint, forget, is_done, mark_done

WEB = ROOT / "web"
NOT_SOURCES = {"node_modules", "dist", "openapi.json", "test-results"}


def ready_modules() -> None:
    """Installs web/package-lock.json; no package runs a script of its own."""
    inputs = fingerprint([WEB / "package-lock.json", WEB / ".npmrc"])
    if is_done("node_modules", inputs) and (WEB / "node_modules").is_dir():
        return
    forget("node_modules")
    _ready_node()
    say("Installation des paquets de l’application web…")
    options = ["--ignore-scripts", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"]
    _npm("ci", *options, what="installation des paquets de l’application web", remedy=FETCHING)
    mark_done("node_modules", inputs)


def ready_build() -> None:
    """Builds web/dist when a source has changed."""
    inputs = fingerprint(_sources())
    if is_done("web", inputs) and (WEB / "dist" / "index.html").is_file():
        return
    ready_modules()
    forget("web")
    _ready_node()
    say("Construction de l’application web…")
    _npm("run", "build", what="construction de l’application web")
    mark_done("web", inputs)


def _npm(*arguments: str, what: str, remedy: str = "") -> None:
    # A school's proxy signs with a certificate that the machine knows and that Node alone does not.
    run_quietly(["npm", *arguments], what, remedy, cwd=WEB, env=environment(NODE_USE_SYSTEM_CA="1"))


def web_files() -> Iterator[Path]:
    """Whatever of the application is kept in the repository."""
    for entry in WEB.iterdir():
        if entry.name not in NOT_SOURCES:
            yield from (file for file in ([entry] if entry.is_file() else entry.rglob("*")) if file.is_file())


def _sources() -> Iterator[Path]:
    """Whatever the build reads; tests do not change it."""
    return (file for file in web_files() if ".test." not in file.name and file.suffix != ".md")


def _ready_node() -> None:
    """The machine's Node if Vite takes it (20.19, or 22.12 and later), else the one that a Python wheel brings."""
    if (BIN / "node").exists() or _machine_has_node():
        return
    ready_packages("node", "de Node")


def _machine_has_node() -> bool:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return False
    told = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    version = re.match(r"v(\d+)\.(\d+)\.", told)
    if version is None:
        return False
    major, minor = int(version[1]), int(version[2])
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)
