"""What a running server tells the machine's service manager: ready, alive, leaving (sd_notify(3)).

Nothing is told, and nothing fails, where nobody asked: `NOTIFY_SOCKET` says who listens, `WATCHDOG_USEC` how often it
wants to hear. The pulse is given from the event loop itself, so that a loop that hangs falls silent and is restarted.
"""

import os
import socket
from collections.abc import Callable, Mapping

import structlog

log = structlog.get_logger(__name__)

PULSES_A_PERIOD = 3
"""systemd advises two; a third lets one be late on a busy machine."""


class ServiceManager:
    """One line to it for the life of the process. Every method returns at once."""

    def __init__(self, address: str, watchdog_seconds: float, clock: Callable[[], float]) -> None:
        """`address`: a path, or a name in the abstract namespace after `@`; empty: nobody listens. `watchdog_seconds`
        0: nobody waits for a pulse. `clock`: monotonic seconds."""
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self._every = watchdog_seconds / PULSES_A_PERIOD
        self._clock = clock
        self._next = clock()

    def ready(self, status: str) -> None:
        """All that was promised is open; `status` is what `systemctl status` shows, one line."""
        self._tell(f"READY=1\nSTATUS={status}")

    def pulse(self) -> None:
        """To be called often: it tells no more often than is wanted."""
        if self._every and self._clock() >= self._next:
            self._next = self._clock() + self._every
            self._tell("WATCHDOG=1")

    def stopping(self, status: str) -> None:
        """The ordered stop has begun."""
        self._tell(f"STOPPING=1\nSTATUS={status}")

    def _tell(self, what: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
                # A manager that does not read must not hold up a call.
                line.setblocking(False)
                line.sendto(what.encode(), self._address)
        except OSError as error:
            log.warning("service_manager_not_told", what=what.partition("=")[0], why=error.strerror)


def from_environment(environment: Mapping[str, str], clock: Callable[[], float]) -> ServiceManager:
    """As systemd started us, or as nobody did. A pulse that was meant for another process is not ours."""
    address = environment.get("NOTIFY_SOCKET", "")
    is_ours = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    microseconds = environment.get("WATCHDOG_USEC", "")
    wanted = int(microseconds) / 1e6 if is_ours and microseconds.isdecimal() else 0.0
    return ServiceManager(address if address[:1] in ("/", "@") else "", wanted, clock)
