"""Keys on their way: taken out of one installation's secret, encrypted to a code, put under the other's secret.

A box that nobody has opened has no key to give: it stays shut, and its opening code or emergency key opens it there.
"""

import base64
import json

from sqlalchemy import select

from archives.keys import private_key
from simulator.custody import age
from simulator.custody.boxes import Boxes, BoxShut
from simulator.custody.session_keys import SessionKeys
from simulator.custody.tables import CustodyBoxRow
from simulator.ids import SessionId
from simulator.moving.parcel import MoveProblem
from simulator.storage.database import Sessions


async def taken_out(sessions: Sessions, secret: str, session_id: SessionId) -> dict[str, str]:
    """« box/productions » → its age key, « session » → PEM. Empty: nothing is kept there. Raises Conflict."""
    keys: dict[str, str] = {}
    boxes = Boxes(sessions, secret)
    async with sessions() as session:
        names = list(await session.scalars(select(CustodyBoxRow.box).where(CustodyBoxRow.session_id == session_id)))
    for box in names:
        try:
            keys[f"box/{box}"] = await boxes.secret(session_id, box)  # type: ignore[arg-type]  as the rows name them
        except BoxShut:
            continue
    pem = await SessionKeys(sessions, secret).pem(session_id)
    if pem is not None:
        keys["session"] = base64.b64encode(pem).decode()
    return keys


def encrypted(keys: dict[str, str]) -> tuple[str, bytes]:
    """The code to show once, and what stands in the file."""
    pair = age.new_key_pair()
    return pair.secret, age.encrypt(json.dumps(keys, sort_keys=True).encode(), pair.recipient)


def decrypted(sealed: bytes, code: str) -> dict[str, str]:
    """Raises MoveProblem."""
    try:
        keys: dict[str, str] = json.loads(age.decrypt(sealed, code))
    except (age.NotThisKey, ValueError):
        raise MoveProblem(
            "Ce n’est pas la clé de transfert de cet export : c’est la ligne AGE-SECRET-KEY-1… affichée à l’export. "
            "Perdue, exportez la session de nouveau."
        ) from None
    return keys


def kept_here(
    keys: dict[str, str], recipients: dict[str, str], sessions: Sessions, secret: str
) -> tuple[dict[str, bytes], bytes | None]:
    """Each box's key and the session's, under this installation's secret. Raises MoveProblem: of another box."""
    boxes, session_keys = Boxes(sessions, secret), SessionKeys(sessions, secret)
    kept: dict[str, bytes] = {}
    try:
        for name, key in keys.items():
            if name.startswith("box/"):
                box = name.removeprefix("box/")
                if age.public_half(key) != recipients[box]:
                    raise ValueError
                kept[box] = boxes.keep(key)
        pem = base64.b64decode(keys["session"]) if "session" in keys else None
        if pem is not None:
            private_key(pem)
    except (age.NotThisKey, KeyError, ValueError):
        raise MoveProblem(
            "Les clés de cet export ne sont pas celles de sa session : exportez-la de nouveau."
        ) from None
    return kept, None if pem is None else session_keys.keep(pem)
