"""A file to take away, as an HTTP answer."""

import re
import unicodedata

from fastapi import Response


def attached(data: bytes, media_type: str, name: str) -> Response:
    """`name`: with its extension."""
    return Response(data, media_type=media_type, headers=disposition("attachment", name))


def disposition(how: str, name: str) -> dict[str, str]:
    """The header that names a file. A candidate's number may hold any letter, a header holds ASCII alone."""
    return {"Content-Disposition": f'{how}; filename="{plain_name(name)}"'}


def plain_name(name: str) -> str:
    """« Combine_Œ 12_grille.pdf » as « Combine_OE-12_grille.pdf »: each disk takes it, and no two dashes in a row."""
    folded = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "OE"))
    ascii_only = "".join(one for one in folded if not unicodedata.combining(one))
    return re.sub(r"-{2,}", "-", re.sub(r"[^A-Za-z0-9._-]", "-", ascii_only))[:120]
