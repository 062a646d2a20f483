"""The server and the headset client end properly on each signal, whoever started them and whatever that ignored."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

SERVER = """
from contextlib import asynccontextmanager
import uvicorn
from fastapi import FastAPI
from simulator.serving import DeskServer

@asynccontextmanager
async def lifespan(app):
    yield
    print("ended properly", flush=True)

config = uvicorn.Config(FastAPI(lifespan=lifespan), port=0, log_level="critical")
DeskServer(config, lambda: print("open", flush=True)).run()
"""

CLIENT = """
import argparse, asyncio
from softphone import command_line

async def run(options):
    print("open", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        print("ended properly", flush=True)

command_line._run = run
raise SystemExit(asyncio.run(command_line._until_told(argparse.Namespace())))
"""

PROGRAMS = {"the server": SERVER, "the headset client": CLIENT}


def started(program: str, *ignored: signal.Signals) -> "subprocess.Popen[str]":
    """As nohup, a service or a shell's `&` would: these signals are ignored from the beginning, and no others,
    however these tests themselves were started."""
    before = "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
    before += "".join(f"signal.signal({int(one)}, signal.SIG_IGN)\n" for one in ignored)
    process = subprocess.Popen(
        [sys.executable, "-c", before + PROGRAMS[program]], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def said_until_the_end(process: "subprocess.Popen[str]") -> str:
    try:
        return process.communicate(timeout=20)[0]
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("ignored", [(), (signal.SIGINT,), (signal.SIGINT, signal.SIGHUP)])
def test_asked_to_end_it_ends(program: str, ignored: tuple[signal.Signals, ...]) -> None:
    process = started(program, *ignored)
    process.send_signal(signal.SIGTERM)
    assert said_until_the_end(process) == "ended properly\n"


@pytest.mark.parametrize("program", PROGRAMS)
def test_its_terminal_closed_it_ends(program: str) -> None:
    process = started(program)
    process.send_signal(signal.SIGHUP)
    assert said_until_the_end(process) == "ended properly\n"


@pytest.mark.parametrize("program", PROGRAMS)
def test_started_by_nohup_it_outlives_its_terminal(program: str) -> None:
    process = started(program, signal.SIGHUP)
    process.send_signal(signal.SIGHUP)
    process.send_signal(signal.SIGTERM)
    assert said_until_the_end(process) == "ended properly\n"
    # The client says by its code that it was told; the server is then ended by the very signal, as programs are.
    assert process.returncode in (130, -signal.SIGTERM), "the second signal ended it, not the first"


def test_started_in_a_shells_background_the_server_leaves_its_ctrl_c_to_others() -> None:
    process = started("the server", signal.SIGINT)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    assert said_until_the_end(process) == "ended properly\n"
    assert process.returncode == -signal.SIGTERM
