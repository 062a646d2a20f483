"""`python -m scoring`"""

from scoring.cli import app

app()
