"""How connections are served: their bounds, the sizes and times that each may take, and the goodbye to the desks.

`server_config` is uvicorn's configuration with all of it, `DeskServer` the server. `front_door.py` is what the
application itself carries: a body is refused by its size, a path by its length.
"""

from simulator.serving.server import DeskServer, server_config

__all__ = ["DeskServer", "server_config"]
