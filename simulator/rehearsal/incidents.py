"""What goes otherwise than planned on a rehearsed day: somebody late, an alarm, somebody who leaves for good."""

import secrets

from simulator.rehearsal import script
from simulator.rehearsal.faults import DidNotHold
from simulator.rehearsal.held_day import Candidacy, HeldDay

LATE_MINUTES = 12
ALARM_MINUTES = 7.0


async def arrives_late(day: HeldDay, one: Candidacy) -> None:
    """Noted by the invigilator; the end of what is under way does not move. Raises DidNotHold, as all below."""
    before = (await day.clock_of("case_study", one))["remaining_seconds"]
    await day.invigilator.post(f"{day.at}/seats/{one.seat_id}/arrival", minutes_late=LATE_MINUTES)
    if (await day.clock_of("case_study", one))["remaining_seconds"] > before:
        raise DidNotHold(f"Le retard de {one.name} lui a rendu du temps.")


async def alarm(day: HeldDay, phase: str, *who: Candidacy) -> None:
    """Everybody leaves the room and comes back: the time that passes meanwhile is taken from nobody."""
    seats = [one.seat_id for one in who]
    incident = secrets.token_hex(8)
    await day.invigilator.post(f"{day.at}/incidents", id=incident, text=script.ALARM)
    await day.lead.post(f"{day.at}/phases/pause", phase=phase, seat_ids=seats, reason=script.ALARM)
    before = [(await day.clock_of(phase, one))["remaining_seconds"] for one in who]
    await day.clock.passes(ALARM_MINUTES)
    await day.lead.post(f"{day.at}/phases/resume", phase=phase, seat_ids=seats, reason=script.ALARM_OVER)
    for one, had in zip(who, before, strict=True):
        if abs((await day.clock_of(phase, one))["remaining_seconds"] - had) > 30:
            raise DidNotHold(f"L’alerte a coûté du temps d’épreuve à {one.name}.")
    await day.lead.post(f"{day.at}/incidents/{incident}/close", text=script.ALARM_OVER)


async def leaves(day: HeldDay, one: Candidacy) -> None:
    """Before the interview; what was produced is handed in as it is, and the jury decides on it."""
    await day.invigilator.post(f"{day.at}/seats/{one.seat_id}/abandonment", remark=script.LEFT)
    shown = await one.jurors[0].get(one.at("deliberation"))
    if shown["presence"] != "abandoned":
        raise DidNotHold(f"Le départ de {one.name} n’est pas noté.")
