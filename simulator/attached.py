"""A file to take away, as an HTTP answer."""

from fastapi import Response


def attached(data: bytes, media_type: str, name: str) -> Response:
    """`name`: ASCII, with its extension."""
    return Response(data, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
