"""Part three: papers read again, the drawn sequence heard and answered, guides ticked, the last questions."""

import math
import secrets

import numpy as np

from simulator.rehearsal import script
from simulator.rehearsal.drawing import draw
from simulator.rehearsal.faults import DidNotHold
from simulator.rehearsal.held_day import Candidacy, HeldDay

RATE = 16_000
"""Of the room's microphone."""

PIECES = 2
"""Half-seconds of sound that it sends."""


async def read_papers(day: HeldDay, one: Candidacy) -> None:
    """Own texts and the company's documents. Raises DidNotHold, as all below."""
    papers = await one.person.get("/api/candidate/interview/papers")
    if not papers["productions"]:
        raise DidNotHold(f"{one.name} ne retrouve pas ses textes.")


async def hear_sequence(day: HeldDay, one: Candidacy) -> None:
    """Drawn before the candidate, heard on the room's loudspeakers, answered into its microphone."""
    juror = one.jurors[0]
    await draw(juror, one, "recording")
    hearing = secrets.token_hex(8)
    await juror.post(one.at("hearings"), hearing_id=hearing)
    sequence = (await juror.get(one.at("interview")))["sequence"]
    if not await juror.file(sequence["audio_url"]):
        raise DidNotHold("La séquence tirée n’a pas de son.")
    await juror.post(one.at(f"hearings/{hearing}/end"), at_seconds=12.0, to_the_end=True)
    reaction = secrets.token_hex(8)
    await juror.post(one.at("reactions"), reaction_id=reaction)
    for number in range(PIECES):
        await juror.send("PUT", one.at(f"reactions/{reaction}/pieces/{number}"), _hum(), part=0, rate=RATE)
    ended = await juror.post(one.at(f"reactions/{reaction}/end"))
    if not ended["sequence"]["reaction"]["sha256"]:
        raise DidNotHold(f"La réaction de {one.name} n’est pas enregistrée.")


async def follow_guide(day: HeldDay, one: Candidacy) -> None:
    """Each juror ticks the first points of their own guide and writes beside one."""
    for juror in one.jurors:
        guide = await juror.get(one.at("interview/guide"))
        for item in guide["items"][:2]:
            await juror.put(one.at(f"interview/guide/{item['item']}"), is_ticked=True, text=script.ANSWERED)
        unseen = next(it for it in guide["items"] if it["part"] == "debrief" and it["criterion"])
        await juror.put(
            one.at(f"interview/verdicts/technical/{unseen['criterion']}"),
            verdict="satisfactory",
            comment=script.ANSWERED,
        )


def _hum() -> bytes:
    """Half a second of 16-bit samples, little endian."""
    seconds = np.arange(RATE // 2) / RATE
    return (np.sin(2 * math.pi * 180 * seconds) * 8000).astype("<i2").tobytes()
