"""A day's printed sheets in PDF."""

from fastapi import APIRouter, Response

from simulator.accounts.guards import Leader
from simulator.centre.identity import UseCentre
from simulator.documents.day_sheets import FILE_NAMES, SheetKind, day_sheets
from simulator.documents.routes import Pdf, pdf
from simulator.documents.typesetting import typeset
from simulator.errors import Conflict
from simulator.ids import SessionId
from simulator.timetable.planner import UsePlanner

router = APIRouter()


@router.get("/api/staff/exam-days/{session_id}/timetable/print/{sheet_kind}.pdf", response_class=Pdf)
async def printed(
    session_id: SessionId, sheet_kind: SheetKind, who: Leader, planner: UsePlanner, centre: UseCentre
) -> Response:
    """Of the published plan, so that no two versions hang on two doors."""
    kept = await planner.published(session_id)
    if kept is None:
        raise Conflict(
            "not_published",
            "L’emploi du temps n’est pas encore publié.",
            "Publiez-le : ce qui s’imprime est la version publiée.",
        )
    data = await typeset("official", day_sheets(sheet_kind, kept, await centre.in_force()))
    name = "_".join(filter(None, ["Combine", kept.plan.day.date, FILE_NAMES[sheet_kind], f"v{kept.version}"]))
    return pdf(data, name)
