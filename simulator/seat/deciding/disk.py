"""The disk does not take a call's sound, or takes it again: kept as a fact, and said at every desk of the seat."""

from simulator.facts import kinds
from simulator.facts.fact import NewFact
from simulator.ids import CallId
from simulator.seat import effects
from simulator.seat.decision import Decision
from simulator.seat.runs import RunState
from telephony import RecordingRecovered, RecordingTrouble

_SAID: dict[str, tuple[str, str]] = {
    "full": (
        "Le disque du serveur est plein : l’appel continue, mais son enregistrement ne s’écrit plus.",
        "Prévenez le responsable : qu’il libère de la place. Dix minutes de son attendent en mémoire.",
    ),
    "reserved": (
        "Le disque du serveur est presque plein : l’appel continue, mais son enregistrement ne s’écrit plus.",
        "La place qui reste est gardée pour les messages et les repères. Prévenez le responsable : qu’il en libère.",
    ),
    "read_only": (
        "Le disque du serveur n’accepte plus d’écriture : l’appel continue, mais son enregistrement ne s’écrit plus.",
        "Prévenez le responsable. Dix minutes de son attendent en mémoire.",
    ),
    "slow": (
        "Le disque du serveur ne suit plus : l’appel continue, son enregistrement attend en mémoire.",
        "Prévenez le responsable si ce message dure.",
    ),
    "failing": (
        "Le disque du serveur ne répond plus : l’appel continue, mais son enregistrement ne s’écrit plus.",
        "Prévenez le responsable. Ce qui est déjà écrit est conservé ; dix minutes de son attendent en mémoire.",
    ),
}


def on_the_disk(run: RunState, call_id: CallId, event: RecordingTrouble | RecordingRecovered) -> Decision:
    """`call_id`: of the call or the consultation whose sound it is. What is said of it does not wait for the fact."""
    if isinstance(event, RecordingTrouble):
        fact = kinds.RecordingInterrupted(call_id=call_id, what=event.what, since=event.since)
    else:
        fact = kinds.RecordingResumed(
            call_id=call_id, seconds=round(event.seconds, 1), lost_seconds=round(event.lost_seconds, 1)
        )
    return Decision([NewFact(fact, run.run_id)])


def said_of_the_disk(event: RecordingTrouble | RecordingRecovered) -> effects.Notice:
    """To every desk of the seat."""
    if isinstance(event, RecordingTrouble):
        return effects.Notice(None, "error", "recording_trouble", *_SAID[event.what])
    if event.lost_seconds < 0.1:
        message = f"L’enregistrement s’écrit de nouveau, après {event.seconds:.0f} s : rien n’en est perdu."
        return effects.Notice(None, "info", "recording_again", message)
    message = (
        f"L’enregistrement s’écrit de nouveau, après {event.seconds:.0f} s : {event.lost_seconds:.0f} s de son sont "
        "perdues."
    )
    return effects.Notice(
        None, "warning", "recording_again", message, "La réécoute le signalera ; notez-le si l’échange en dépend."
    )
