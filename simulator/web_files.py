"""Serving the built web application, with the headers that keep it to itself."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, PlainTextResponse

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
    async def page(path: str) -> Response:  # pyright: ignore[reportUnusedFunction]  FastAPI keeps it
        if path.startswith("api/"):
            return PlainTextResponse("Cette adresse n’existe pas.", 404)
        wanted = (folder / path).resolve()
        if path and wanted.is_file() and wanted.is_relative_to(folder.resolve()):
            forever = "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"
            return FileResponse(wanted, headers={"Cache-Control": forever})
        index = folder / "index.html"
        if not index.is_file():
            return PlainTextResponse("L’application web n’est pas construite : lancez « make run ».", 503)
        return FileResponse(index, headers={"Cache-Control": "no-cache"})
