"""Ringing one's own telephone to try it: it is picked up, hears itself back, and we say whether its sound arrives."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Literal

from simulator.errors import Conflict
from simulator.phones import spoken_report
from simulator.phones.accounts import Telephone
from telephony.sip import CallerId, EchoReport, IncomingCall, Phone, Switchboard

RING_SECONDS = 25.0
ECHO_SECONDS = 30.0
DIALLED_SECONDS = 60.0

ECHO_NUMBER = "*43"
"""What a telephone dials to hear itself."""

CheckState = Literal["ringing", "echo", "over"]
CheckOutcome = Literal["", "not_picked_up", "heard", "silent"]


@dataclass(slots=True)
class PhoneCheck:
    """`outcome` once it is over; `heard` already during the echo, as soon as sound arrives."""

    state: CheckState = "ringing"
    outcome: CheckOutcome = ""
    task: "asyncio.Task[None] | None" = field(default=None, repr=False)
    echo: EchoReport | None = None
    """What was found, once it is over."""
    began: float = field(default_factory=time.monotonic, repr=False)


def spoken(report: EchoReport) -> list[bytes]:
    """What was found, as a telephone is told it."""
    return spoken_report.packets(spoken_report.fragments(report))


class PhoneChecks:
    """The checks of this process, one for each person at most. `close()` ends them all."""

    def __init__(self) -> None:
        self._checks: dict[str, PhoneCheck] = {}

    def of(self, owner: str) -> PhoneCheck | None:
        """The last one of this actor."""
        return self._checks.get(owner)

    def begin(self, switchboard: Switchboard, phone: Telephone, phones: list[Phone]) -> None:
        """Rings them all. Raises Conflict: none is registered, or they ring already."""
        if not phones:
            raise Conflict("no_phone", "Aucun téléphone n’est enregistré.", "Réglez-le avec les données affichées.")
        running = self._checks.get(phone.owner)
        if running is not None and running.state != "over":
            raise Conflict("phone_ringing", "Votre téléphone sonne déjà.", "Décrochez-le.")
        check = PhoneCheck()
        check.task = asyncio.create_task(self._run(switchboard, check, phones), name="phone-check")
        self._checks[phone.owner] = check

    async def dialled(self, switchboard: Switchboard, call: IncomingCall, owner: str) -> None:
        """A telephone dialled to hear itself (`*43`): it is told what was found, and so is its owner’s page.
        Cancelling hangs up."""
        check = self._checks[owner] = PhoneCheck(state="echo")

        def heard() -> None:
            check.outcome = "heard"

        try:
            check.echo = await switchboard.echo_dialled(call, DIALLED_SECONDS, heard, spoken)
            check.outcome = check.outcome or "silent"
        finally:
            check.state = "over"

    def stop(self, owner: str) -> None:
        """Whatever rings stops; whoever is on the echo is hung up. Idempotent."""
        check = self._checks.get(owner)
        if check is not None and check.task is not None:
            check.task.cancel()
            check.state = "over"

    async def close(self) -> None:
        tasks = [check.task for check in self._checks.values() if check.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, switchboard: Switchboard, check: PhoneCheck, phones: list[Phone]) -> None:
        def heard() -> None:
            check.outcome = "heard"

        try:
            leg = await switchboard.pick_up(phones, CallerId("600", "Combiné : essai"), RING_SECONDS)
            if leg is None:
                check.outcome = "not_picked_up"
                return
            check.state = "echo"
            check.echo = await switchboard.echo(leg, ECHO_SECONDS, heard)
            check.outcome = check.outcome or "silent"
        finally:
            check.state = "over"
