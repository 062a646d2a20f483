"""Both jurors mark alone and hand in; they settle what differs, decide, and each signs the page that they read."""

from typing import Any, Literal

from simulator.rehearsal import script
from simulator.rehearsal.desk import Desk
from simulator.rehearsal.faults import DidNotHold
from simulator.rehearsal.held_day import Candidacy

VERDICTS = ("satisfactory", "to_improve")
"""The second juror's first verdict differs from the first's, so that there is something to deliberate."""


async def mark(one: Candidacy) -> None:
    """Each from their own desk, blind to the other. Raises DidNotHold, as all below."""
    grid = await one.jurors[0].get(one.at("paper-grids"))
    run_id = grid["runs"][0]["run_id"]
    criteria = [it["criterion"] for group in grid["competences"] for it in group["criteria"]]
    for number, (juror, name) in enumerate(zip(one.jurors, one.juror_names, strict=True)):
        async with Desk(juror, one.seat_id, name) as desk:
            for criterion in criteria:
                verdict = VERDICTS[number] if criterion == criteria[0] else VERDICTS[0]
                await desk.do("verdict.set", run_id=run_id, criterion=criterion, verdict=verdict)
            await desk.do("marking.submit")
        if number == 0 and (await juror.get(one.at("deliberation")))["is_open"]:
            raise DidNotHold("La délibération s’ouvre avant que les deux jurés aient remis leur notation.")


async def deliberate(one: Candidacy, decision: Literal["acquired", "not_acquired"]) -> Any:
    """Settles all that stands before a signature; the page."""
    reason = script.NOT_SEEN if decision == "not_acquired" else ""
    juror = one.jurors[0]
    page = await juror.get(one.at("deliberation"))
    if not page["is_open"]:
        raise DidNotHold(f"La délibération de {one.name} ne s’ouvre pas.")
    for what in page["missing"]:
        if "." in what:
            page = await juror.put(
                one.at(f"deliberation/verdicts/{what}"), verdict="satisfactory", reason=script.AGREED
            )
        else:
            page = await juror.put(one.at(f"deliberation/decisions/{what}"), decision=decision, reason=reason)
    if page["missing"]:
        raise DidNotHold(f"Il reste à décider pour {one.name} : {', '.join(page['missing'])}.")
    return page


async def sign(one: Candidacy, password: str) -> None:
    """Each gives their password again, below the very page that the other signed."""
    page: Any = {"is_signed": False}
    for juror in one.jurors:
        page = await juror.get(one.at("deliberation"))
        page = await juror.post(one.at("deliberation/signatures"), digest=page["digest"], password=password)
    if not page["is_signed"]:
        raise DidNotHold(f"Les deux signatures de {one.name} ne suffisent pas.")
