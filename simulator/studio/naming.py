"""What a new item of a draft is called: authors who export a pack read these."""

import secrets

from simulator.studio.beginnings import slug_of
from simulator.studio.items import COMPANY, Content, Kind


def new_pack_id() -> str:
    return f"studio-{secrets.token_hex(6)}"


def new_id(what: str) -> str:
    return f"{what}-{secrets.token_hex(3)}"


_NAMES: dict[Kind, str] = {
    "company": COMPANY,
    "product": "produit",
    "procedure": "procedure",
    "customer": "client",
    "subject": "sujet",
    "exchange": "echange",
    "case_study": "etude",
}


def free_id(kind: Kind, content: Content, taken: set[str]) -> str:
    """After its name where it has one that nobody else has."""
    if kind == "customer":
        named = slug_of(f"{content.get('first_name', '')} {content.get('last_name', '')}")
    else:
        named = slug_of(str(content.get("name") or content.get("title") or ""))
    return named if named and named not in taken else new_id(_NAMES[kind])
