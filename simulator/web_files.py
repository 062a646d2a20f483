"""Serving the built web application, with the headers that keep it to itself."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, PlainTextResponse

from simulator.errors import NotFound
from simulator.typography import french_spaces

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), speaker-selection=(self)",
}


_HERE = Path(__file__).parent
PACKAGED = _HERE / "web_dist"
"""Where `make dist` puts the built application; a checkout has none and builds web/dist."""

LONGEST_PATH = 255
"""Bytes: no page of ours is longer, and no file system takes a longer name."""


def built_web() -> Path:
    """The application that came with this package, else the one that this checkout built or will build."""
    return PACKAGED if PACKAGED.is_dir() else _HERE.parent / "web" / "dist"


def serve_web(app: FastAPI, folder: Path) -> None:
    """Every path that is not the API's is a page of the application (it routes by itself)."""

    async def headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.url.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    app.middleware("http")(headers)

    @app.get("/{path:path}", include_in_schema=False)
    def page(path: str) -> Response:  # pyright: ignore[reportUnusedFunction]  FastAPI keeps it
        if path == "api" or path.startswith("api/") or len(path.encode(errors="replace")) > LONGEST_PATH:
            raise NotFound("Cette adresse n’existe pas.")
        found = _file(folder, path)
        if found is not None:
            forever = "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"
            return FileResponse(found, headers={"Cache-Control": forever})
        if path.startswith("assets/"):
            # A file of an earlier build: the page of the application would be no script.
            raise NotFound("Ce fichier n’existe plus.")
        index = folder / "index.html"
        if not index.is_file():
            return PlainTextResponse(
                french_spaces("L’application web n’est pas construite : lancez « make run ».\n"), 503
            )
        return FileResponse(index, headers={"Cache-Control": "no-cache"})


def _file(folder: Path, path: str) -> Path | None:
    """The file of the build that this path names, never one outside it."""
    if not path or "\0" in path:
        return None
    try:
        wanted = (folder / path).resolve()
        return wanted if wanted.is_relative_to(folder.resolve()) and wanted.is_file() else None
    except (OSError, RuntimeError, ValueError):
        # What the file system cannot even name is no file of ours.
        return None
