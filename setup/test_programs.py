"""What the tests need of the machine besides Python and Node."""

import os
import shutil
from pathlib import Path

from machine import install_or_say

CHROMIUM = "/usr/bin/chromium"
FIREFOX = "/usr/bin/firefox-esr"

PEERS = {
    "apache2": "apache2-bin",
    "baresip": "baresip-core",
    "caddy": "caddy",
    "ip": "iproute2",
    "janus": "janus",
    "kamailio": "kamailio",
    "linphonec": "linphone-cli",
    "nginx": "nginx",
    "promtool": "prometheus",
    "sipp": "sip-tester",
    "systemd-analyze": "systemd",
    "turnserver": "coturn",
    "zbarimg": "zbar-tools",
}
"""Telephones, a PBX, a relay, a server, proxies, readers of codes, units and metrics that nobody here wrote, and the
Debian packages that bring them."""

SOUND = {"pulseaudio": "pulseaudio", "pactl": "pulseaudio-utils"}
SOUND_LIBRARIES = {
    "libportaudio.so.2": "libportaudio2",
    "alsa-lib/libasound_module_pcm_pulse.so": "libasound2-plugins",
}
"""Sound devices made of nothing, for the headset client, and the way to them."""

PEER_LIBRARIES = {"kamailio/modules/tls.so": "kamailio-tls-modules"}
"""What the PBX needs to speak TLS, a package of its own."""


def ready_test_programs() -> None:
    """Installs what is missing where we may, all at once; otherwise names the command."""
    missing: list[str] = []
    if not Path(chromium()).exists():
        missing.append("chromium")
    if not Path(firefox()).exists():
        missing.append("firefox-esr")
    if shutil.which("initdb") is None and not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        missing.append("postgresql")
    if shutil.which("grammalecte-server") is None:
        missing.append("grammalecte-cli")
    if shutil.which("espeak-ng") is None:
        missing.append("espeak-ng")
    if shutil.which("cc") is None or not Path("/usr/include/stdio.h").exists():
        # Power cuts are tried with a small library that puts what a server writes on tape (tests/power/tape.c).
        missing += ["gcc", "libc6-dev"]
    # What only root runs stands in /usr/sbin, which is in nobody else's path.
    where = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin"))
    missing += [package for program, package in PEERS.items() if shutil.which(program, path=where) is None]
    missing += [package for program, package in SOUND.items() if shutil.which(program) is None]
    libraries = [*Path("/usr/lib").glob("*-linux-gnu"), Path("/usr/lib"), Path("/usr/lib64"), Path("/usr/local/lib")]
    for name, package in (SOUND_LIBRARIES | PEER_LIBRARIES).items():
        if not any((folder / name).exists() for folder in libraries):
            missing.append(package)
    if missing:
        install_or_say(missing, f"Les tests ont besoin de {' et de '.join(missing)}.")


def chromium() -> str:
    """The browser of the tests: `CHROMIUM`, else where Debian puts it, else any of that name."""
    named = os.environ.get("CHROMIUM", "")
    if named or Path(CHROMIUM).exists():
        return named or CHROMIUM
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in found if path), CHROMIUM)


def firefox() -> str:
    """The tests' second browser: `FIREFOX`, else where Debian puts the ESR, else any of that name."""
    named = os.environ.get("FIREFOX", "")
    if named or Path(FIREFOX).exists():
        return named or FIREFOX
    found = (shutil.which(name) for name in ("firefox-esr", "firefox"))
    return next((path for path in found if path), FIREFOX)
