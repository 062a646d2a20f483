"""What the candidate does in the customer's file, on the notes pad and in writing; and the end of the wrap-up."""

from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.live_messages import commands
from simulator.seat.deciding.exchanges import finished
from simulator.seat.decision import Decision, Scene
from simulator.seat.refusals import Refused
from simulator.seat.runs import RunState


def save_notes(scene: Scene, command: commands.NotesSave) -> Decision:
    if command.text == scene.state.notes:
        return Decision()
    return Decision([NewFact(kinds.NotesSaved(text=command.text), None, scene.desk.actor)])


def report_headset(scene: Scene, command: commands.HeadsetReport) -> Decision:
    data = kinds.HeadsetChecked(**command.model_dump(exclude={"id", "type"}))
    return Decision([NewFact(data, None, scene.desk.actor)])


def open_file(scene: Scene, command: commands.FileOpen) -> Decision:
    _known(scene, command.customer_id)
    active = scene.state.active
    if active is None or active.file_customer_id == command.customer_id:
        return Decision()
    return Decision([NewFact(kinds.FileOpened(customer_id=command.customer_id), active.run_id, scene.desk.actor)])


def change_file(scene: Scene, command: commands.FileChange) -> Decision:
    run = _run(scene)
    _known(scene, command.customer_id)
    data = kinds.FileChanged(customer_id=command.customer_id, field=command.field, value=command.value)
    return Decision([NewFact(data, run.run_id, scene.desk.actor)])


def save_confirmation(scene: Scene, command: commands.ConfirmationSave) -> Decision:
    run = _unsent(scene)
    data = kinds.ConfirmationSaved(medium=command.medium, subject=command.subject, body=command.body)
    return Decision([NewFact(data, run.run_id, scene.desk.actor)])


def send_confirmation(scene: Scene, command: commands.ConfirmationSend) -> Decision:
    run = _unsent(scene)
    customer = scene.state.pack.customer(run.file_customer_id or run.customer.id)
    by_mail = run.qualification.get("email") or customer.email or "adresse électronique inconnue"
    lines = (*customer.address.lines, f"{customer.address.postcode} {customer.address.city}")
    by_letter = run.qualification.get("address") or ", ".join(lines)
    recipient = f"{customer.display_name} — {by_mail if command.medium == 'mail' else by_letter}"
    data = kinds.ConfirmationSent(
        medium=command.medium, recipient=recipient, subject=command.subject, body=command.body
    )
    return Decision([NewFact(data, run.run_id, scene.desk.actor)])


def finish(scene: Scene, command: commands.WrapUpFinish) -> Decision:
    run = _run(scene)
    if run.phase != "wrap_up":
        raise Refused("call_running" if run.is_phone else "not_now")
    return finished(run, scene.desk.actor, "candidate")


def _known(scene: Scene, customer_id: str) -> None:
    try:
        scene.state.pack.customer(customer_id)
    except KeyError:
        raise Refused("unknown_customer") from None


def _run(scene: Scene) -> RunState:
    run = scene.state.active
    if run is None:
        raise Refused("no_exchange")
    return run


def _unsent(scene: Scene) -> RunState:
    run = _run(scene)
    if run.confirmation is not None and run.confirmation.sent_at is not None:
        raise Refused("confirmation_sent")
    return run
