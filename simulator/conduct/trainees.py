"""Who sits at a seat: in a group, the same name from session to session is the same trainee."""

import secrets
import unicodedata
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from simulator.accounts.tables import PersonRow
from simulator.conduct.tables import SeatRow, TrainingSessionRow
from simulator.errors import Conflict


async def trainee_named(session: AsyncSession, training: TrainingSessionRow, name: str, desk: str) -> PersonRow:
    """The group's trainee of this name, else a new person, kept already.

    Raises Conflict when this session of the group has somebody of that name: their progress would be mixed; in an
    exam too, and anywhere at the same desk: whoever presses twice, or sends again, adds nobody twice.
    """
    await _refuse_twin(session, training, name, desk)
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


async def _refuse_twin(session: AsyncSession, training: TrainingSessionRow, name: str, desk: str) -> None:
    """Two of one name sit in one exam only under names that tell them apart, as an imported list must have them."""
    there = await session.execute(
        select(SeatRow.label, SeatRow.desk, PersonRow.name)
        .join(PersonRow, PersonRow.id == SeatRow.person_id)
        .where(SeatRow.session_id == training.id)
    )
    for label, place, known in there:
        if _same(known, name) and (training.kind == "exam" or place.casefold() == desk.strip().casefold()):
            raise Conflict(
                "same_name",
                f"« {name.strip()} » est déjà dans cette séance\u00a0: {label}, {place}.",
                "Rien n’a été ajouté. S’il s’agit d’un homonyme, ajoutez une initiale ou un second prénom.",
            )


def _same(one: str, other: str) -> bool:
    """« Éva  MARTIN » is « Eva Martin »."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(one for one in letters if not unicodedata.combining(one)).replace("-", " ").split())
