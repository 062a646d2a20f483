"""The table of all that desks may ask: command → what decides on it. Nothing else leads into a seat from a desk.

`decide(scene, command)` is pure: the same seat, people, instant and identifier give the same decision.
"""

from collections.abc import Callable, Mapping
from typing import Any

from scoring.referential import Referential
from simulator.live_messages import commands
from simulator.live_messages.commands import Command
from simulator.seat.deciding import breaks, calls, chats, clocks, consultations, exchanges, files, marks
from simulator.seat.decision import Decision, Scene
from simulator.seat.refusals import Refused

Rule = Callable[[Scene, Any], Decision]
"""Takes the scene and its own kind of command. Raises Refused."""

Rules = Mapping[type[Command], Rule]

BOTH: Rules = {
    commands.LineEcho: calls.echo,
    commands.CallAnswer: calls.answer,
    commands.CallDecline: calls.decline,
    commands.CallHangUp: calls.hang_up,
    commands.CallHold: calls.hold,
    commands.CallResume: calls.resume,
    commands.CallMute: calls.mute,
    commands.CallDigitsPressed: calls.press,
    commands.ChatSend: chats.send,
    commands.ChatSeen: chats.seen,
    commands.ChatClose: chats.close,
}

CANDIDATE: Rules = {
    **BOTH,
    commands.CallDial: calls.dial,
    commands.CallConsult: consultations.ask,
    commands.CallTransfer: consultations.transfer,
    commands.HeadsetReport: files.report_headset,
    commands.NotesSave: files.save_notes,
    commands.FileOpen: files.open_file,
    commands.FileChange: files.change_file,
    commands.ConfirmationSave: files.save_confirmation,
    commands.ConfirmationSend: files.send_confirmation,
    commands.WrapUpFinish: files.finish,
}


FREE_ON_BREAK: frozenset[type[Command]] = frozenset({commands.LineEcho, commands.HeadsetReport})
"""Of the candidate: the headset may be tested. Calling for help is a page's, and always free."""
WORDS: frozenset[type[Command]] = frozenset({commands.NotesSave, commands.FileChange, commands.ConfirmationSave})
"""Typed: what was sent just before a break may arrive in it."""


def jury_rules(referential: Referential, during_replay: bool = False) -> Rules:
    """What a juror's desk may ask; marks stand on the criteria of this référentiel."""
    marking = marks.Marking(referential, during_replay)
    return {
        **BOTH,
        commands.CallPlace: calls.call_again,
        commands.Listen: calls.listen,
        commands.ConsultationAnswer: consultations.answer,
        commands.ConsultationHangUp: consultations.hang_up,
        commands.ExchangeStart: exchanges.start,
        commands.ExchangeQueue: exchanges.queue,
        commands.ExchangeUnqueue: exchanges.unqueue,
        commands.ExchangeEnd: exchanges.end,
        commands.ExchangeTakeOver: exchanges.take_over,
        commands.ExchangeShow: exchanges.show,
        commands.IncidentNote: exchanges.note_incident,
        commands.ClockStart: clocks.start,
        commands.ClockPause: clocks.pause,
        commands.ClockResume: clocks.resume,
        commands.ClockExtend: clocks.extend,
        commands.ClockEnd: clocks.end,
        commands.MarkPlace: marking.place,
        commands.MarkRemove: marking.remove,
        commands.FindingReject: marking.reject_finding,
        commands.VerdictSetCommand: marking.set_verdict,
        commands.AppreciationSetCommand: marks.set_appreciation,
        commands.MarkingSubmit: marks.submit,
        commands.FeedbackShare: marks.share_feedback,
    }


def decide(rules: Rules, scene: Scene, command: Command) -> Decision:
    """What follows from this command; a refusal is a decision too. The first fact carries the command's id."""
    rule = rules.get(type(command))
    if rule is None:
        return Decision(refusal=Refused("forbidden_message"))
    try:
        if scene.desk.is_candidate:
            _respect_breaks(scene, type(command))
        return rule(scene, command)
    except Refused as refusal:
        return Decision(refusal=refusal)


def _respect_breaks(scene: Scene, kind: type[Command]) -> None:
    """A candidate's command of this kind. Raises Refused."""
    if kind in WORDS:
        breaks.take_no_words(scene.state, scene.now)
    elif kind not in FREE_ON_BREAK:
        breaks.take_no_acts(scene.state)
