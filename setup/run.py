"""`make run`: makes everything ready (only what is not yet), then starts Combiné in place of this program."""

import argparse
import os

from compile_sound import compile_again
from machine import BIN, ROOT, environment
from proofreader import ready_proofreader
from ready import ready_to_run

LOOPBACK = ("", "localhost", "::1")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make run")
    parser.add_argument("--host", default="")
    parser.add_argument("--port", default="")
    wanted = parser.parse_args()
    ready_to_run()
    ready_proofreader()
    compile_again()
    settings = {"COMBINE_HOST": wanted.host, "COMBINE_PORT": wanted.port}
    env = environment(**{name: value for name, value in settings.items() if value})
    is_alone = wanted.host in LOOPBACK or wanted.host.startswith("127.")
    os.chdir(ROOT)
    # The demo's accounts have a known password: they never open to a network.
    os.execve(BIN / "simulator", ["simulator", "demo" if is_alone else "serve"], env)


main()
