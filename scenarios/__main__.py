"""`python -m scenarios check FOLDER` without the application."""

import sys

from .cli import main

sys.exit(main())
