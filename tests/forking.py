"""A process that has read the whole application and serves nothing: servers of the tests are forked from it.

`python -m tests.forking SOCKET`. Reading the application costs a server two seconds of a core, and the tests start a
hundred. What is forked is a process like any other, with its own settings, port, data, log and end. It listens until
its standard input closes: whoever started it is gone then, and so are the servers.

Worker processes of the servers read this module again: it imports the application when it is run, no sooner.
"""

import gc
import json
import os
import selectors
import signal
import socket
import sys
from dataclasses import dataclass
from typing import Any, Literal

READ_AHEAD = (
    "aiosqlite",
    "httptools",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
)
"""What a server imports, sooner or later; and every command."""


@dataclass(frozen=True)
class Order:
    """One server to be, or one command. `log`: where all that it prints is added; `errors`: where its errors are,
    where they go elsewhere. `words`: those of a command."""

    program: Literal["serve", "demo", "command"]
    environment: dict[str, str]
    log: str
    errors: str = ""
    words: tuple[str, ...] = ()


def next_server(listening: socket.socket) -> Order | None:
    """In the process that is to become a server, its order. In this one, None once nobody wants any more."""
    children: dict[int, socket.socket] = {}
    woken, wake = socket.socketpair()
    for end in (woken, wake):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    with selectors.DefaultSelector() as selector:
        for source in (sys.stdin.fileno(), listening, woken):
            selector.register(source, selectors.EVENT_READ)
        while True:
            ready = {key.fileobj for key, _ in selector.select()}
            if sys.stdin.fileno() in ready:
                for child in children:
                    os.kill(child, signal.SIGKILL)
                return None
            if woken in ready:
                woken.recv(4096)
                _reap(children)
            if listening in ready:
                wire, _ = listening.accept()
                ordered = wire.makefile("rb").readline()
                if not ordered:
                    wire.close()  # somebody only wanted to know whether we listen
                    continue
                order = Order(**json.loads(ordered))
                child = os.fork()
                if child == 0:
                    return order
                children[child] = wire
                wire.sendall(f"{child}\n".encode())


def _reap(children: dict[int, socket.socket]) -> None:
    """Tells whoever ordered it how each server ended."""
    while children:
        child, status = os.waitpid(-1, os.WNOHANG)
        if child == 0:
            return
        with children.pop(child) as wire:
            try:
                wire.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
            except OSError:
                continue  # nobody asks any more


def become(order: Order) -> None:
    """As if it had just been started: signals, files and environment are those of a new process."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with open(order.log, "ab") as log, open(order.errors or order.log, "ab") as errors, open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(log.fileno(), 1)
        os.dup2(errors.fileno(), 2)
    os.closerange(3, 4096)
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure")  # noqa: B009 - TextIO does not declare it
        reconfigure(line_buffering=True)
    os.environ.clear()
    os.environ.update(order.environment)
    if order.program == "serve":
        from tests.integration.simulator.serve import serve

        serve()
    else:
        from simulator.cli import main

        sys.argv = ["simulator", *(order.words or [order.program])]
        main()


def _listen(path: str) -> Order | None:
    """Reads the application once, then waits for orders."""
    from simulator.cli import COMMANDS

    for name in (*READ_AHEAD, *COMMANDS.values()):
        __import__(name)

    gc.freeze()  # what is shared with the servers stays shared: their collector leaves it alone
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen(16)
        return next_server(listening)


if __name__ == "__main__":
    order = _listen(sys.argv[1])
    if order is not None:
        become(order)
