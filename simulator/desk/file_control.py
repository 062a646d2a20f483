"""What the candidate does in the customer's file, on the notes pad and in writing; and the end of the wrap-up."""

from typing import TYPE_CHECKING

from simulator.facts import kinds
from simulator.live_messages import commands
from simulator.seat.refusals import Refused
from simulator.seat.runs import RunState

if TYPE_CHECKING:
    from simulator.desk.feed import DeskFeed
    from simulator.desk.seat_room import SeatRoom


class FileControl:
    """The candidate's own commands at one seat."""

    def __init__(self, room: "SeatRoom") -> None:
        self._room = room

    async def handle(self, desk: "DeskFeed", command: commands.Command) -> bool:
        room = self._room
        match command:
            case commands.NotesSave(text=text):
                if text != room.state.notes:
                    await room.record(kinds.NotesSaved(text=text), None, desk.actor, command.id)
            case commands.HeadsetReport():
                data = kinds.HeadsetChecked(**command.model_dump(exclude={"id", "type"}))
                await room.record(data, None, desk.actor, command.id)
            case commands.FileOpen(customer_id=customer_id):
                await self._open(desk, customer_id, command.id)
            case commands.FileChange():
                run = self._run()
                self._known(command.customer_id)
                data = kinds.FileChanged(customer_id=command.customer_id, field=command.field, value=command.value)
                await room.record(data, run.run_id, desk.actor, command.id)
            case commands.ConfirmationSave():
                run = self._unsent()
                data = kinds.ConfirmationSaved(medium=command.medium, subject=command.subject, body=command.body)
                await room.record(data, run.run_id, desk.actor, command.id)
            case commands.ConfirmationSend():
                await self._send(desk, command)
            case commands.WrapUpFinish():
                await self._finish(desk, command)
            case _:
                return False
        return True

    async def _open(self, desk: "DeskFeed", customer_id: str, command_id: str) -> None:
        self._known(customer_id)
        active = self._room.state.active
        if active is None or active.file_customer_id == customer_id:
            return
        await self._room.record(kinds.FileOpened(customer_id=customer_id), active.run_id, desk.actor, command_id)

    def _known(self, customer_id: str) -> None:
        try:
            self._room.state.pack.customer(customer_id)
        except KeyError:
            raise Refused("unknown_customer") from None

    def _run(self) -> RunState:
        run = self._room.state.active
        if run is None:
            raise Refused("no_exchange")
        return run

    def _unsent(self) -> RunState:
        run = self._run()
        if run.confirmation is not None and run.confirmation.sent_at is not None:
            raise Refused("confirmation_sent")
        return run

    async def _send(self, desk: "DeskFeed", command: commands.ConfirmationSend) -> None:
        run = self._unsent()
        customer = self._room.state.pack.customer(run.file_customer_id or run.customer.id)
        by_mail = run.qualification.get("email") or customer.email or "adresse électronique inconnue"
        lines = (*customer.address.lines, f"{customer.address.postcode} {customer.address.city}")
        by_letter = run.qualification.get("address") or ", ".join(lines)
        recipient = f"{customer.display_name} — {by_mail if command.medium == 'mail' else by_letter}"
        data = kinds.ConfirmationSent(
            medium=command.medium, recipient=recipient, subject=command.subject, body=command.body
        )
        await self._room.record(data, run.run_id, desk.actor, command.id)

    async def _finish(self, desk: "DeskFeed", command: commands.WrapUpFinish) -> None:
        run = self._run()
        if run.phase != "wrap_up":
            raise Refused("call_running" if run.is_phone else "not_now")
        await self._room.exchanges.finish(run, desk.actor, "candidate", command.id)
