"""`python -m softphone`."""

import os
import sys

from .command_line import main

if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # A thread that waits for a line of the terminal must not keep the program.
    os._exit(code)
