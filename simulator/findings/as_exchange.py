"""An exchange as it was played, in the shape that `scoring` reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from scenarios.models import JuryFace
from scenarios.models.company import CommercialLimit
from scenarios.models.on_paper import JuryFaceOnPaper
from scoring.exchange import (
    Confirmation,
    Event,
    Exchange,
    Expectations,
    ExpectedClient,
    ExpectedFact,
    ProcedureStep,
    Targets,
    Turn,
    Written,
)
from scoring.french.quantities import quantities
from simulator.seat.runs import CallRecord, RunState
from simulator.seat.service_levels import service_levels
from simulator.seat.state import SeatState

_LIMITS = {"percent": "max_discount_percent", "euros": "max_voucher_euros", "times": "max_instalments"}
"""Kinds of quantities in a company's limits that can be held against what an adviser grants."""


@dataclass(frozen=True, slots=True)
class AsPlayed:
    """`zero`: seconds from the exchange's start to the first ring or message, from which `exchange` counts."""

    exchange: Exchange
    zero: float


def as_played(
    state: SeatState,
    run: RunState,
    competence: str,
    said: tuple[Turn, ...] | None,
) -> AsPlayed:
    """One of the exchange's competences. `said`: the call's transcript, None without one; a chat has its messages."""
    began = _began(run)
    turns = said or () if run.is_phone else tuple(_messages(run, began))
    exchange = Exchange(
        id=run.run_id,
        competence=competence,
        channel="phone" if run.is_phone else "chat",
        direction="inbound" if run.is_inbound else "outbound",
        company=state.pack.company.name,
        brief=_brief(run.exchange.jury),
        expectations=_expectations(state, run),
        events=tuple(_call_events(run, began) if run.is_phone else _chat_events(run, began)),
        turns=turns,
        written=_written(run),
    )
    return AsPlayed(exchange, (began - (run.started_at or began)).total_seconds())


def counting_call(run: RunState) -> CallRecord | None:
    """The last one in which they spoke, else the last one that rang."""
    return next((one for one in reversed(run.calls) if one.connected_at is not None), run.call)


def _began(run: RunState) -> datetime:
    if run.is_phone:
        call = counting_call(run)
        moment = call.rang_at if call is not None else run.started_at
    else:
        messages = run.conversation.messages if run.conversation is not None else ()
        moment = messages[0].sent_at if messages else run.started_at
    if moment is None:
        raise ValueError(run.run_id)
    return moment


def _messages(run: RunState, began: datetime) -> Iterator[Turn]:
    for n, message in enumerate(run.conversation.messages if run.conversation is not None else (), 1):
        at = (message.sent_at - began).total_seconds()
        speaker = "agent" if message.by.value == "candidate" else "client"
        yield Turn(n=n, speaker=speaker, start=at, end=at, text=message.text)


def _call_events(run: RunState, began: datetime) -> Iterator[Event]:
    call = counting_call(run)
    if call is None:
        return
    yield Event(at=0.0, kind="ring")
    if call.answer_seconds is not None and run.is_inbound:
        yield Event(at=call.answer_seconds, kind="answer")
    for held, resumed in call.holds:
        yield Event(at=(held - began).total_seconds(), kind="hold")
        if resumed is not None:
            yield Event(at=(resumed - began).total_seconds(), kind="resume")
    if call.candidates_end is not None:
        ended_by = "candidate" if call.transferred_at is not None else call.ended_by
        by = {"candidate": "agent", "customer": "client"}.get(ended_by or "")
        yield Event(at=(call.candidates_end - began).total_seconds(), kind="hangup", by=by)


def _chat_events(run: RunState, began: datetime) -> Iterator[Event]:
    if run.conversation is None:
        return
    yield Event(at=0.0, kind="open")
    first = next((one for one in run.conversation.messages if one.by.value == "candidate"), None)
    if first is not None:
        yield Event(at=(first.sent_at - began).total_seconds(), kind="first_reply")
    if run.conversation.closed_at is not None:
        yield Event(at=max(0.0, (run.conversation.closed_at - began).total_seconds()), kind="close")


def _brief(face: JuryFace) -> str:
    """Empty where the case stands in documents that nobody reads here: nothing is compared with it."""
    return "" if isinstance(face, JuryFaceOnPaper) else f"{face.situation} {face.expected_answer}"


def _expectations(state: SeatState, run: RunState) -> Expectations:
    face, levels, wanted = run.exchange.jury, service_levels(state, run), run.exchange.jury.expected_qualification
    facts = (
        ExpectedFact(id=fact.id, text=fact.text, kind="must_say" if fact.kind == "must_say" else "must_not_promise")
        for fact in face.expected_facts
        if fact.kind != "may_say"
    )
    limits = [one for one in state.pack.company.commercial_limits if one.id in face.commercial_limits]
    record = {"motif": wanted.motif, "statut": wanted.statut, "suite": wanted.suite, **wanted.fields}
    return Expectations(
        client=ExpectedClient(name=run.customer.display_name, reference=run.customer.number),
        facts=tuple(facts),
        procedure=tuple(ProcedureStep(id=f"p{n}", text=step) for n, step in enumerate(face.expected_steps, 1)),
        commercial_limits=_limits(limits),
        record={name: value for name, value in record.items() if value},
        targets=Targets(answer_seconds=levels.answer_seconds, chat_reply_seconds=levels.chat_reply_seconds),
    )


def _limits(limits: list[CommercialLimit]) -> dict[str, float]:
    """The figures in the limits' own words, the lowest of each kind."""
    found: dict[str, float] = {}
    for limit in limits:
        for quantity in quantities(limit.maximum):
            name = _LIMITS.get(quantity.kind)
            if name is not None:
                found[name] = min(quantity.value, found.get(name, quantity.value))
    return found


def _written(run: RunState) -> Written:
    sent = run.confirmation if run.confirmation is not None and run.confirmation.sent_at is not None else None
    return Written(
        record={name: value for name, value in run.qualification.items() if value} or None,
        confirmation=Confirmation(
            kind="letter" if sent.medium == "letter" else "email", subject=sent.subject, body=sent.body
        )
        if sent is not None
        else None,
    )
