"""Who sits at a seat: in a group, the same name from session to session is the same trainee."""

import secrets
import unicodedata
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.accounts.tables import PersonRow
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.errors import Conflict


async def trainee_named(session: AsyncSession, training: TrainingSessionRow, name: str) -> PersonRow:
    """The group's trainee of this name, else a new person, kept already.

    Raises Conflict when this session of the group has somebody of that name: their progress would be mixed.
    """
    if training.group_name:
        query = (
            select(PersonRow, SeatRow.session_id)
            .join(SeatRow, SeatRow.person_id == PersonRow.id)
            .join(TrainingSessionRow, TrainingSessionRow.id == SeatRow.session_id)
            .where(TrainingSessionRow.group_name == training.group_name, TrainingSessionRow.kind == "practice")
        )
        same = [(person, where) for person, where in await session.execute(query) if _same(person.name, name)]
        if any(where == training.id for _, where in same):
            raise Conflict(
                "same_name",
                "Cette séance a déjà un poste à ce nom, et dans un groupe un nom désigne une seule personne.",
                "S’il s’agit d’un homonyme, ajoutez une initiale ou un second prénom.",
            )
        if same:
            return same[0][0]
    person = PersonRow(id=secrets.token_hex(8), name=name.strip(), roles=["candidate"], created_at=datetime.now(UTC))
    session.add(person)
    await session.flush()
    return person


def _same(one: str, other: str) -> bool:
    """« Éva  MARTIN » is « Eva Martin »."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(one for one in letters if not unicodedata.combining(one)).replace("-", " ").split())
