"""An exchange on one time line, from its facts and its recordings' reports."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Literal

from scoring.referential import Referential
from simulator.desk.jury_projection import recording_state, to_observe
from simulator.desk.seat_read import SeatRead
from simulator.desk.shared_projection import confirmation_view, conversation_view, qualification_view
from simulator.facts.fact import Fact
from simulator.live_messages.jury_view import MarkingView
from simulator.recordings.tables import RecordingRow
from simulator.replay.moments import CONSULTATION_ENDS, flag_words, moment_of
from simulator.replay.views import (
    BadNetworkView,
    ConsultationSpan,
    GapView,
    Moment,
    NetworkRun,
    RecordingView,
    ReplayView,
    RunLine,
    SpeechView,
    TypedMessage,
)
from simulator.seat.measuring import measured_view
from simulator.seat.runs import Consultation, RunState
from simulator.transcripts.views import Transcript
from telephony import RecordingReport


def replay_view(
    read: SeatRead,
    referential: Referential,
    run: RunState,
    facts: Sequence[Fact],
    recordings: Sequence[RecordingRow],
    consultations: Sequence[RecordingRow],
    transcript: Transcript,
    media_root: str,
    marking: MarkingView | None,
    may_mark: bool,
    shows_supervisor: bool,
    now: datetime,
) -> ReplayView:
    """`now`: by the clock that exchanges are counted in, for one that still runs and for what is marked meanwhile.

    `media_root`: where this reader gets audio, without a final slash. Raises ValueError for an unplayed run.
    """
    started = run.started_at
    if started is None:
        raise ValueError(run.run_id)
    state = read.state
    last = max([fact.at for fact in facts], default=started)
    ended = run.ended_at or last
    return ReplayView(
        server_now=now,
        run_id=run.run_id,
        seat_id=state.seat.id,
        session_title=state.training.title,
        session_kind=state.training.kind,
        seat_label=state.seat.label,
        candidate_name=state.candidate_name,
        position=run.position,
        attempt=run.attempt,
        channel=run.exchange.candidate.channel,
        direction=run.exchange.candidate.direction,
        label=run.exchange.candidate.label,
        customer_name=run.customer.display_name,
        started_at=started,
        ended_at=run.ended_at,
        seconds=max(0.0, (ended - started).total_seconds()),
        recordings=tuple(recording_view(row, started, media_root) for row in recordings),
        consultations=tuple(
            _consultation(one, consultations, started, media_root, shows_supervisor)
            for call in run.calls
            for one in call.consultations
        ),
        transferred_at_seconds=next(
            ((call.transferred_at - started).total_seconds() for call in run.calls if call.transferred_at), None
        ),
        moments=tuple(_moments(facts, started, read.state.pack.company.qualification.labels)),
        messages=tuple(
            TypedMessage(
                message_id=message.message_id,
                at_seconds=(message.sent_at - started).total_seconds(),
                by=message.by.value,
                text=message.text,
            )
            for message in (run.conversation.messages if run.conversation else ())
        ),
        transcript=transcript,
        conversation=conversation_view(state, run),
        qualification=qualification_view(run),
        confirmation=confirmation_view(run),
        competences=to_observe(referential, run) if marking is not None else (),
        marking=marking,
        measured=measured_view(state, run, read.speech, now),
        may_mark=may_mark,
        feedback_text=run.feedback[0] if run.feedback else None,
    )


_SHOWN: dict[str, Literal["none", "finishing", "ready", "failed"]] = {
    "live": "finishing",
    "finishing": "finishing",
    "ready": "ready",
    "failed": "failed",
    "purged": "none",
}
"""A recording's state as its reader sees it."""


def recording_view(row: RecordingRow, started: datetime, media_root: str) -> RecordingView:
    """One call's file; gaps and speech on the exchange's time line."""
    zero = (row.started_at - started).total_seconds()
    report = RecordingReport.from_json(row.report) if row.report else None
    ready = row.state == "ready" and report is not None
    # A candidate never hears a call that runs.
    hears_now = row.state == "live" and media_root.startswith("/api/staff/")
    return RecordingView(
        call_id=row.call_id,
        starts_at_seconds=zero,
        seconds=report.seconds if report else 0.0,
        state=_SHOWN[row.state],
        audio_url=f"{media_root}/calls/{row.call_id}/audio" if ready else None,
        peaks_url=f"{media_root}/calls/{row.call_id}/peaks" if ready else None,
        so_far_url=f"{media_root}/calls/{row.call_id}/so-far" if hears_now else None,
        sha256=row.sha256,
        gaps=tuple(
            GapView(at_seconds=zero + gap.start, seconds=gap.seconds, channel=gap.channel.value, kind=gap.kind)
            for gap in (report.gaps if report else ())
        ),
        speech=tuple(
            SpeechView(channel=role.value, starts_at_seconds=zero + start, ends_at_seconds=zero + end)
            for role, spans in (report.speech.items() if report else ())
            for start, end in spans
        ),
        network=tuple(_network(report, zero) if report else ()),
        bad_network=tuple(_bad_network(report, zero) if report else ()),
        flags=tuple(flag_words(flag) for flag in (report.flags if report else ())),
    )


def _consultation(
    one: Consultation, rows: Sequence[RecordingRow], started: datetime, media_root: str, shows_supervisor: bool
) -> ConsultationSpan:
    row = next((row for row in rows if row.call_id == one.consultation_id), None)
    return ConsultationSpan(
        consultation_id=one.consultation_id,
        at_seconds=(one.asked_at - started).total_seconds(),
        answered_at_seconds=(one.answered_at - started).total_seconds() if one.answered_at else None,
        ends_at_seconds=(one.ended_at - started).total_seconds() if one.ended_at else None,
        seconds=one.seconds or 0.0,
        reason=CONSULTATION_ENDS.get(one.reason, one.reason) if one.reason else None,
        supervisor=one.supervisor if shows_supervisor else None,
        is_same_person=one.is_same_person and shows_supervisor,
        recording=recording_view(row, started, media_root) if row is not None else None,
    )


_LEVELS: tuple[Literal["bad", "fair", "good"], ...] = ("bad", "fair", "good")


def _network(report: RecordingReport, zero: float) -> Iterator[NetworkRun]:
    """One row for each side: in each second the worse of its two directions."""
    for role, ways in report.network.runs.items():
        bounds = sorted(
            {bound for way in ways.values() for run in way for bound in (run.start, run.start + run.seconds)}
        )
        for start, end in pairwise(bounds):
            here = [run for way in ways.values() for run in way if run.start <= start < run.start + run.seconds]
            known = [run for run in here if run.level is not None and run.mos is not None]
            worst = min(known, key=lambda run: run.mos or 0.0, default=None)
            yield NetworkRun(
                channel=role.value,
                at_seconds=zero + start,
                seconds=max(0.0, min(end, report.seconds) - start),
                level=next((level for level in _LEVELS if worst is not None and worst.level == level), None),
                mos=worst.mos if worst is not None else None,
            )


def _bad_network(report: RecordingReport, zero: float) -> Iterator[BadNetworkView]:
    for span in report.network.bad:
        yield BadNetworkView(
            at_seconds=zero + span.start,
            seconds=span.seconds,
            channel=span.side.value,
            ear=span.ear.value,
            cause=span.cause,
            mos=span.mos,
            loss_percent=span.loss_percent,
            jitter_ms=span.jitter_ms,
            round_trip_ms=span.round_trip_ms,
        )


def run_line(read: SeatRead, run: RunState, actor: str) -> RunLine:
    """One exchange in the list of a seat's replays."""
    seconds = (run.ended_at - run.started_at).total_seconds() if run.started_at and run.ended_at else None
    return RunLine(
        run_id=run.run_id,
        position=run.position,
        attempt=run.attempt,
        label=run.exchange.candidate.label,
        customer_name=run.customer.display_name,
        channel=run.exchange.candidate.channel,
        direction=run.exchange.candidate.direction,
        started_at=run.started_at,
        seconds=seconds,
        recording=recording_state(run),
        marks=read.state.marking.of_run(actor, run.run_id),
    )


def _moments(facts: Sequence[Fact], started: datetime, labels: Mapping[str, str]) -> list[Moment]:
    found: list[Moment] = []
    for fact in facts:
        words = moment_of(fact, labels)
        if words is not None:
            icon, text = words
            found.append(
                Moment(
                    at_seconds=(fact.at - started).total_seconds(),
                    at=fact.at,
                    kind=fact.data.kind,
                    icon=icon,
                    text=text,
                    by=fact.actor.name,
                )
            )
    return found
