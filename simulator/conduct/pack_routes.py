"""What is wrong with installed packs, for who prepares sessions."""

from fastapi import APIRouter

from simulator.accounts.guards import Teacher
from simulator.live_messages.shared_view import View
from simulator.parts import UsePackRegistry
from simulator.typography import french_spaces

router = APIRouter()

MOST_SHOWN = 5


class PackFault(View):
    """One fault, in French; `place` is file, line and column."""

    place: str
    problem: str
    remedy: str


class BrokenPackView(View):
    """A pack that was left out at start. `faults` are the first ones, `more` how many others there are."""

    folder: str
    message: str
    remedy: str
    faults: tuple[PackFault, ...]
    more: int


@router.get("/api/staff/broken-packs")
async def broken_packs(who: Teacher, packs: UsePackRegistry) -> list[BrokenPackView]:
    """Packs that cannot be played since the server started; sessions made before go on with their own copy."""
    return [
        BrokenPackView(
            folder=one.folder.name,
            message=french_spaces(f"Le scénario « {one.folder.name} » n’a pas pu être lu : il n’est plus proposé."),
            remedy=french_spaces(
                "Les séances déjà créées gardent leur copie. Corrigez-le, vérifiez-le par « simulator packs check », "
                "puis redémarrez Combiné."
            ),
            faults=tuple(
                PackFault(
                    place=f"{fault.file}:{fault.line}:{fault.column}" if fault.line else fault.file,
                    problem=fault.problem,
                    remedy=fault.remedy,
                )
                for fault in one.faults[:MOST_SHOWN]
            ),
            more=max(0, len(one.faults) - MOST_SHOWN),
        )
        for one in packs.broken
    ]
