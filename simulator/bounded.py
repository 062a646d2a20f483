"""What a process that reads a stranger's file gives up before it reads: memory, time, files, sockets, processes."""


def bound(memory: int, cpu_seconds: int) -> None:
    """Of this process, for good, where the system has such bounds (not Windows). `memory`: bytes of address space.

    Nothing that needs a file may be loaded later.
    """
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        # No further descriptor: no file, no socket, no process.
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(what, (most, most))
