"""The centre as its papers name it: each change is a row, the last one is in force.

What stands in the configuration comes first, as for the centre's PBX (decision 062): where it names the centre, the
page shows it and changes nothing.
"""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends
from pydantic import Field
from sqlalchemy import func, select

from simulator.bodies import ONE_LINE, Body, Visible, VisibleText
from simulator.centre.tables import CentreSettingRow
from simulator.conduct.in_turn import in_turn
from simulator.errors import Conflict
from simulator.ids import PersonId
from simulator.parts import UseSessions, UseSettings
from simulator.settings import Settings
from simulator.storage.database import Sessions


class Centre(Body):
    """All of it may be empty. `address`: as it is written on an envelope, a line each."""

    name: Annotated[str, Field(max_length=120, pattern=ONE_LINE), Visible] = ""
    address: Annotated[str, Field(max_length=300), VisibleText] = ""
    telephone: Annotated[str, Field(max_length=40, pattern=ONE_LINE), Visible] = ""

    def in_lines(self) -> str:
        """What is printed; "" where nothing is known."""
        lines = [self.name, *self.address.splitlines(), f"Tél. {self.telephone}" if self.telephone.strip() else ""]
        return "\n".join(" ".join(one.split()) for one in lines if one.strip())


class CentreIdentity:
    """Reads the rows at each request: what was written holds for the next paper."""

    def __init__(self, sessions: Sessions, settings: Settings) -> None:
        self._sessions = sessions
        self._configured = Centre(
            name=settings.centre_name, address=settings.centre_address, telephone=settings.centre_telephone
        )

    @property
    def is_set_elsewhere(self) -> bool:
        """Whether the configuration names the centre: then the page does not."""
        return bool(self._configured.in_lines())

    async def in_force(self) -> Centre:
        if self.is_set_elsewhere:
            return self._configured
        async with self._sessions() as session:
            row = await session.scalar(select(CentreSettingRow).order_by(CentreSettingRow.id.desc()).limit(1))
        return Centre.model_validate(row.form) if row is not None else Centre()

    async def version(self) -> int:
        """Of the last change; 0: there was none."""
        async with self._sessions() as session:
            return await session.scalar(select(func.max(CentreSettingRow.id))) or 0

    async def keep(self, centre: Centre, version: int, by: PersonId) -> None:
        """`version`: that the page showed. Raises Conflict: another came between, or the configuration has the say.

        Cancelled, it is kept or not.
        """
        if self.is_set_elsewhere:
            raise Conflict(
                "centre_set_elsewhere",
                "Le centre est nommé dans la configuration de ce serveur, qui passe avant cette page.",
                "Changez-le là-bas (COMBINE_CENTRE_…), ou retirez-l’en pour le régler ici.",
            )
        async with in_turn("centre"):
            if version != await self.version():
                raise Conflict(
                    "centre_changed",
                    "Quelqu’un d’autre vient de changer l’adresse du centre : rien n’a été enregistré.",
                    "Relisez-la, puis enregistrez de nouveau.",
                )
            async with self._sessions() as session, session.begin():
                row = CentreSettingRow(made_at=datetime.now(UTC), made_by=by, form=centre.model_dump(mode="json"))
                session.add(row)


async def the_centre_identity(sessions: UseSessions, settings: UseSettings) -> CentreIdentity:
    """FastAPI dependency."""
    return CentreIdentity(sessions, settings)


UseCentre = Annotated[CentreIdentity, Depends(the_centre_identity)]
