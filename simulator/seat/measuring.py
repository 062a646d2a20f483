"""Measured facts of an exchange, from its state and, once there is one, its recording's report."""

from datetime import datetime

from scoring.measured import (
    CallMeasures,
    ChatMeasures,
    QualificationCheck,
    Said,
    Span,
    compare_qualification,
    measure_call,
    measure_chat,
)
from simulator.live_messages.jury_view import MeasuredView
from simulator.seat.runs import CallRecord, RunState
from simulator.seat.service_levels import service_levels
from simulator.seat.state import SeatState
from telephony import Role

Speech = dict[Role, list[tuple[float, float]]]
"""Spans in seconds from the call's connection."""

FIELD_WORDS = {
    "phone": "Téléphone",
    "second_phone": "Second téléphone",
    "email": "Courriel",
    "address": "Adresse",
}


def measured_view(
    state: SeatState,
    run: RunState,
    speech: dict[str, Speech],
    now: datetime,
) -> MeasuredView:
    """By call id: `speech`, live activity or the recording's own."""
    levels = service_levels(state, run)
    chat = _chat(run)
    check = qualification_check(state, run) if run.phase in ("wrap_up", "done") else QualificationCheck((), ())
    call = next((one for one in reversed(run.calls) if one.connected_at is not None), run.call)
    measures = _call(call, speech.get(call.call_id, {}), now) if call is not None else None
    return MeasuredView(
        run_id=run.run_id,
        answer_seconds=measures.answer_seconds if measures and run.is_inbound else None,
        answer_target_seconds=levels.answer_seconds if run.is_phone and run.is_inbound else None,
        hold_seconds=measures.hold_seconds if measures else None,
        holds=measures.holds if measures else None,
        candidate_speech_percent=measures.candidate_speech_percent if measures else None,
        silences_over_3s=measures.silences_over_3s if measures and call and call.candidates_end else None,
        interruptions=measures.interruptions if measures else None,
        first_reply_seconds=chat.first_reply_seconds if chat else None,
        first_reply_target_seconds=levels.chat_first_reply_seconds if chat else None,
        mean_reply_seconds=chat.mean_reply_seconds if chat else None,
        slowest_reply_seconds=chat.slowest_reply_seconds if chat else None,
        reply_target_seconds=levels.chat_reply_seconds if chat else None,
        qualification_right=check.right,
        qualification_wrong=check.wrong,
    )


def qualification_check(state: SeatState, run: RunState) -> QualificationCheck:
    """What the file's qualification has right and wrong against what the scenario expects."""
    expected, lists = run.exchange.jury.expected_qualification, state.pack.company.qualification
    labels = lists.labels
    wanted = {"Motif": expected.motif, "Statut": expected.statut, "Suite": expected.suite}
    entered = {
        "Motif": run.qualification.get("motif", ""),
        "Statut": run.qualification.get("statut", ""),
        "Suite": run.qualification.get("suite", ""),
    }
    wanted = {name: value for name, value in wanted.items() if value}
    for name, value in expected.fields.items():
        word = FIELD_WORDS.get(name, name)
        wanted[word], entered[word] = value, run.qualification.get(name, "")
    check = compare_qualification(wanted, entered, labels)
    if run.file_customer_id not in (None, run.customer.id):
        wrong_file = f"Fiche\u00a0: attendu «\u00a0{run.customer.display_name}\u00a0», une autre fiche est ouverte"
        return QualificationCheck(check.right, (wrong_file, *check.wrong))
    return check


def _call(call: CallRecord, speech: Speech, now: datetime) -> CallMeasures:
    connected = call.connected_at
    zero = connected or call.rang_at
    until = call.candidates_end or now

    def seconds(when: datetime) -> float:
        return (when - zero).total_seconds()

    return measure_call(
        rang_at=-call.answer_seconds if call.answer_seconds is not None else seconds(call.rang_at),
        answered_at=0.0 if connected else None,
        ended_at=seconds(until) if connected else None,
        holds=[Span(seconds(since), seconds(end or now)) for since, end in call.holds],
        adviser_speech=_within(speech.get(Role.ADVISER, []), seconds(until)),
        customer_speech=_within(speech.get(Role.CUSTOMER, []), seconds(until)),
    )


def _within(spans: list[tuple[float, float]], end: float) -> list[Span]:
    """What was said before the candidate's part was over: after a transfer another voice is on their side."""
    return [Span(start, min(until, end)) for start, until in spans if start < end]


def _chat(run: RunState) -> ChatMeasures | None:
    if run.conversation is None:
        return None
    opened = run.conversation.opened_at
    said = [Said(m.by.value, (m.sent_at - opened).total_seconds()) for m in run.conversation.messages]
    return measure_chat(said)
