"""The whole day in its order, for each exam format."""

import tempfile
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from exams.phases import FormatId
from simulator.rehearsal import evening, interview_part, jury_part, written_part
from simulator.rehearsal import incidents as played_incidents
from simulator.rehearsal.cast import Cast
from simulator.rehearsal.drawing import draw
from simulator.rehearsal.exchanges_part import Exchanges, prepare
from simulator.rehearsal.held_day import WORDS, Candidacy, HeldDay
from simulator.rehearsal.house import Installation
from simulator.rehearsal.installation import MakeApp, temporary_installation
from simulator.rehearsal.morning import Morning
from simulator.rehearsal.passing_clock import Clock, PassingClock
from simulator.rehearsal.report import Report

INTERVIEW: dict[str, Callable[[HeldDay, Candidacy], Awaitable[None]]] = {
    "interview_preparation": interview_part.read_papers,
    "recorded_sequence": interview_part.hear_sequence,
    "debrief": interview_part.follow_guide,
    "technical_interview": interview_part.follow_guide,
    "final_interview": interview_part.follow_guide,
}
"""What is done in each phase of the interviews; a format has some of them."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """`receipts`: of the sealed texts, by candidate. `exchanges`: what was played, by candidate."""

    phases: tuple[str, ...]
    receipts: dict[str, str]
    exchanges: dict[str, list[str]]
    archives: list[evening.Archive]


async def rehearse(
    format_id: FormatId,
    candidates: int,
    out: Path,
    clock: PassingClock,
    report: Report,
    make_app: MakeApp,
    *,
    incidents: bool = False,
) -> Rehearsed:
    """Plays the day; archives are left in `out`, nothing else anywhere. `incidents`: not everything goes as planned.

    Raises DidNotHold at the first thing that does not hold. Cancelled, the temporary installation is stopped and
    removed.
    """
    cast = Cast.of(candidates)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="combine-repetition-")))
        with report.step("Installation temporaire"):
            house = await stack.enter_async_context(temporary_installation(folder, cast, clock.clocks(), make_app))
        day, present = await Morning(house, clock, format_id, report, stack).begin()
        return await _played(day, present, out, report, incidents)


async def rehearse_there(
    format_id: FormatId, out: Path, clock: Clock, report: Report, there: AbstractAsyncContextManager[Installation]
) -> Rehearsed:
    """As `rehearse`, on an installation that is in use (`running_installation`), whose clock nobody hands in."""
    async with AsyncExitStack() as stack:
        with report.step("Installation en service"):
            house = await stack.enter_async_context(there)
        # Everybody's browser is shut before the session goes.
        async with AsyncExitStack() as browsers:
            day, present = await Morning(house, clock, format_id, report, browsers).begin()
            return await _played(day, present, out, report, incidents=False)


async def _played(day: HeldDay, present: list[Candidacy], out: Path, report: Report, incidents: bool) -> Rehearsed:
    late = present[-1] if incidents else None
    gone = present[-1] if incidents and len(present) > 1 else None
    with report.step(f"{WORDS['case_study']}, écrite et scellée"):
        await written_part.write_case_study(day, present, late)
        receipts = {one.name: await written_part.receipt_of(one) for one in present}
    for name, receipt in receipts.items():
        report.note(f"{name} : reçu {receipt}")
    with report.step("Correction des textes par les deux jurés"):
        for one in present:
            await written_part.correct(one)
    exchanges: dict[str, list[str]] = {}
    for one in present:
        exchanges[one.name] = await _oral_part(day, one, report, leaves=one is gone)
    with report.step("Notation, chaque juré seul"):
        for one in present:
            await jury_part.mark(one)
    with report.step("Délibération et signatures"):
        for one in present:
            await jury_part.deliberate(one, "not_acquired" if one is gone else "acquired")
            await jury_part.sign(one, day.installation.cast.password)
    with report.step("Résultats"):
        await evening.look_at_results(day, present)
    with report.step("Archives scellées"):
        archives = await evening.seal(day, out)
    with report.step("Archives vérifiées"):
        evening.verify(archives)
    return Rehearsed(day.phases, receipts, exchanges, archives)


async def _oral_part(day: HeldDay, one: Candidacy, report: Report, *, leaves: bool) -> list[str]:
    """One candidate after the other, as before one jury pair; what was played."""
    with report.step(f"{one.name} : tirage et préparation"):
        await draw(day.invigilator, one, "subject")
        await prepare(day, one)
    with report.step(f"{one.name} : échanges"):
        await day.open("exchanges", one)
        played = await Exchanges(one).play()
        await day.let_end("exchanges", one)
    report.note(f"joués : {', '.join(played)}")
    if leaves:
        with report.step(f"{one.name} : départ avant l’entretien"):
            await played_incidents.leaves(day, one)
        return played
    for phase, act in INTERVIEW.items():
        if phase in day.phases:
            with report.step(f"{one.name} : {WORDS[phase].lower()}"):
                await day.open(phase, one)
                await act(day, one)
                await day.let_end(phase, one)
    return played
