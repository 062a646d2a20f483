"""Part two: the subject is drawn and prepared, then exchanges are played at live desks, calls with real sound."""

import secrets
from contextlib import AsyncExitStack

from simulator.rehearsal import script
from simulator.rehearsal.desk import Desk
from simulator.rehearsal.faults import DidNotHold
from simulator.rehearsal.held_day import Candidacy, HeldDay
from simulator.rehearsal.person import Json
from simulator.rehearsal.voice import Headset

SPOKEN_SECONDS = 1.0
"""Of each side, heard by the other."""

RECORDING_SECONDS = 60.0
"""How long a recording may take to be finished, on a busy machine."""


async def prepare(day: HeldDay, one: Candidacy) -> None:
    """A note for each customer of the drawn subject. Raises DidNotHold."""
    await day.open("preparation", one)
    prepared = await one.person.get("/api/candidate/day/preparation")
    for customer in prepared["customers"]:
        await one.person.put(
            "/api/candidate/day/preparation", customer_id=customer["customer_id"], text=script.PREPARED
        )
    await day.let_end("preparation", one)


class Exchanges:
    """The three desks of one candidate: theirs, the juror who plays the customers, the one who listens."""

    def __init__(self, one: Candidacy) -> None:
        self._one = one
        player, listener = one.jurors
        self._adviser = Desk(one.person, one.seat_id, one.name)
        self._player = Desk(player, one.seat_id, one.juror_names[0])
        self._listener = Desk(listener, one.seat_id, one.juror_names[1])

    async def play(self) -> list[str]:
        """Every exchange of the drawn subject, in its order; what was played. Raises DidNotHold."""
        async with AsyncExitStack() as stack:
            for desk in (self._adviser, self._player, self._listener):
                await stack.enter_async_context(desk)
            adviser = await stack.enter_async_context(Headset(self._adviser, 220))
            customer = await stack.enter_async_context(Headset(self._player, 330))
            played: list[str] = []
            for step in self._player.state["steps"]:
                run_id, channel = step["run_id"], step["channel"]
                await self._player.do("exchange.start", run_id=run_id)
                if channel == "chat":
                    await self._chat()
                else:
                    await self._call(step, adviser, customer)
                await self._note(run_id)
                await self._wrap_up(run_id)
                played.append(step["label"])
            return played

    async def _call(self, step: Json, adviser: Headset, customer: Headset) -> None:
        if step["direction"] == "inbound":
            await self._adviser.until(self._adviser.call_is("ringing"), "l’appel sonne")
            await self._adviser.do("call.answer")
        else:
            exchange = self._adviser.state["exchange"]
            await self._adviser.do("call.dial", number=exchange["dial_number"])
            await self._player.until(self._player.call_is("ringing"), "le client est appelé")
            await self._player.do("call.answer")
        for desk in (self._adviser, self._player):
            await desk.until(desk.call_is("connected"), "l’appel est établi")
        await adviser.hears(SPOKEN_SECONDS)
        await customer.hears(SPOKEN_SECONDS)
        await self._adviser.do("call.hang_up")
        await self._adviser.until(self._adviser.call_is("ended"), "l’appel est fini")

    async def _chat(self) -> None:
        for desk in (self._adviser, self._player):
            await desk.until(lambda desk=desk: desk.state["conversation"] is not None, "le chat s’ouvre")
        for number, (who, text) in enumerate(script.CHAT, start=1):
            writer, reader = (self._player, self._adviser) if who == "customer" else (self._adviser, self._player)
            await writer.do("chat.send", message_id=secrets.token_hex(8), text=text)
            await reader.until(lambda reader=reader, n=number: len(reader.messages()) == n, "le message arrive")
        await self._adviser.do("chat.close")

    async def _note(self, run_id: str) -> None:
        """A mark of the juror who listens, at the second where it was seen."""
        exchange = self._player.state["exchange"]
        criterion = exchange["competences"][0]["criteria"][0]["criterion"]
        mark = {"mark_id": secrets.token_hex(8), "run_id": run_id, "criterion": criterion, "sign": "favourable"}
        await self._listener.do("mark.place", **mark, text=script.MARKED)

    async def _wrap_up(self, run_id: str) -> None:
        adviser = self._adviser
        await adviser.until(adviser.phase_is(run_id, "wrap_up", "done"), "l’échange est conclu")
        if adviser.phase(run_id) == "wrap_up":
            if adviser.state["exchange"]["asks_confirmation"]:
                sent = {"medium": "mail", "subject": script.CONFIRMATION_SUBJECT, "body": script.CONFIRMATION}
                await adviser.do("confirmation.send", **sent)
            await adviser.do("wrap_up.finish")
        await self._player.until(self._player.phase_is(run_id, "done"), "l’échange est terminé")
        await self._player.until(
            lambda: _step(self._player, run_id)["recording"] in ("none", "ready", "failed"),
            "l’enregistrement est prêt",
            RECORDING_SECONDS,
        )
        if _step(self._player, run_id)["recording"] == "failed":
            raise DidNotHold(f"L’enregistrement d’un appel de {self._one.name} a échoué.")


def _step(desk: Desk, run_id: str) -> Json:
    return next(step for step in desk.state["steps"] if step["run_id"] == run_id)
