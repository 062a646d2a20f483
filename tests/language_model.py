"""An OpenAI-compatible endpoint that says what a test wants: no real model runs where tests run."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]

USAGE = {"prompt_tokens": 1000, "completion_tokens": 200}
"""What every answer says it took."""


@dataclass
class Model:
    """`url` is for settings; `asked` keeps every request's body, `keys` its Authorization."""

    url: str
    asked: list[Json] = field(default_factory=list[Json])
    keys: list[str | None] = field(default_factory=list[str | None])

    @property
    def sent(self) -> Json:
        """The exchange as the last question showed it."""
        return json.loads(self.asked[-1]["messages"][1]["content"])


@contextmanager
def a_model(answer: Callable[[Json], Json | str], status: int = 200) -> Iterator[Model]:
    """`answer(exchange as sent)` gives the model's words, as a string or as an object to be written in JSON."""
    model = Model("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.asked.append(body | {"path": self.path})
            model.keys.append(self.headers.get("Authorization"))
            words = answer(model.sent)
            text = words if isinstance(words, str) else json.dumps(words)
            choices = [{"message": {"role": "assistant", "content": text}}]
            told = json.dumps({"choices": choices, "usage": USAGE}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
