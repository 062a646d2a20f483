"""Runs the real application for a test, with the demo's accounts: `python -m tests.integration.simulator.serve`."""

import uvicorn

from simulator.app import create_app
from simulator.logs import set_up_logs
from simulator.settings import Settings

if __name__ == "__main__":
    set_up_logs()
    settings = Settings(demo=True)
    uvicorn.run(
        create_app(settings), host=settings.host, port=settings.port, log_level="warning", ws_max_size=200_000
    )
