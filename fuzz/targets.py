"""The names of the targets; each is a module here with a `TARGET`."""

import importlib

from fuzz.target import Target

NAMES = ("sip", "sdp", "rtp", "rtcp", "ice", "browser", "websocket", "recording")


def target(name: str) -> Target:
    found: Target = importlib.import_module(f"fuzz.{name}").TARGET
    return found
