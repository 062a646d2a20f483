"""UDP ports out of a range that a firewall lets pass."""

import errno
import secrets
import socket


def bound_socket(host: str, ports: tuple[int, int]) -> socket.socket:
    """A socket on a free port of the range, (0, 0) for any. Raises OSError; EADDRINUSE when the range is full.

    The search begins anywhere: two lines in a row do not get the same port, whose late packets would disturb.
    """
    first, last = ports
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_DGRAM)
    try:
        made.setblocking(False)
        if not first:
            made.bind((host, 0))
            return made
        size = last - first + 1
        start = secrets.randbelow(size)
        for number in range(size):
            try:
                made.bind((host, first + (start + number) % size))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                continue
            return made
        raise OSError(errno.EADDRINUSE, f"no free UDP port from {first} to {last}")
    except BaseException:
        made.close()
        raise
