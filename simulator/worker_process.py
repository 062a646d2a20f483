"""How a worker process behaves: it yields to calls, leaves Ctrl C to the server, and never outlives it."""

import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import parent_process


def begin_worker(niceness: int = 0) -> None:
    """First thing in every worker. `niceness` 0 to 19: how far calls and desks come first."""
    # Ctrl C reaches the whole group: the server stops its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if niceness:
        os.nice(niceness)
    threading.Thread(target=_end_with_parent, name="end-with-server", daemon=True).start()


def end_at_once(pool: ProcessPoolExecutor) -> None:
    """In the middle of its work if need be: whoever waits for it gets BrokenProcessPool."""
    for process in (pool._processes or {}).values():  # pyright: ignore[reportPrivateUsage]  # no public way
        process.kill()
    pool.shutdown(wait=False, cancel_futures=True)


def _end_with_parent() -> None:
    """A server that is killed tells nobody: the worker holds both ends of its own pipe and would wait for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
