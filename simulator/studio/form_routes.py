"""What the studio's forms are made of, over HTTP: the models' schema in French, and the official criteria."""

from typing import Any

from fastapi import APIRouter

from simulator.accounts.guards import Teacher
from simulator.live_messages.shared_view import View
from simulator.parts import UseReferential
from simulator.studio.forms import form_of
from simulator.studio.items import Kind

router = APIRouter()


class OfficialCriterion(View):
    id: str
    label: str


class OfficialCompetence(View):
    id: str
    name: str
    criteria: tuple[OfficialCriterion, ...]


@router.get("/api/staff/studio-criteria")
async def official_criteria(who: Teacher, referential: UseReferential) -> list[OfficialCompetence]:
    """Competences and their criteria, word for word."""
    return [
        OfficialCompetence(
            id=one.id,
            name=one.name,
            criteria=tuple(OfficialCriterion(id=id_, label=label) for id_, label in one.criteria.items()),
        )
        for one in referential.competences
    ]


@router.get("/api/staff/studio-forms/{kind}")
async def form(kind: Kind, who: Teacher) -> dict[str, Any]:
    """The JSON Schema of this kind of item, with labels and choices in French."""
    return form_of(kind)
