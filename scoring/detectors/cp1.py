"""CP1, accueillir et renseigner (REAC p. 13-14; RE p. 7)."""

from scoring.evidence.seen import Seen
from scoring.evidence.weighing import Finding, Signal, few, not_observable, weigh

from . import shared
from .building import discovery, facts_told, satisfied_at_end, understanding
from .registry import detects


@detects("CP1.1", "acts", "RE p. 7; REAC, CP1: questionnement adapté afin de comprendre sa demande")
def request_understood(seen: Seen) -> Finding:
    """For: the request given back or made precise. Against: the customer repeats, answers pass it by."""
    if not seen.agent_spoke:
        return not_observable("CP1.1", "le conseiller ne répond pas dans cet échange")
    return weigh("CP1.1", 1.2, understanding(seen), "la demande est traitée sans être reformulée")


@detects("CP1.2", "acts", "RE p. 7; REAC, CP1: attentes et besoins")
def needs_identified(seen: Seen) -> Finding:
    """For: questions that discover. Against: a need that the customer voices and nobody takes up."""
    if not seen.agent_spoke:
        return not_observable("CP1.2", "le conseiller ne répond pas dans cet échange")
    return weigh("CP1.2", 0.4, discovery(seen), "aucune question ne cherche les besoins du client")


@detects("CP1.3", "facts", "RE p. 7; REAC, CP1: une réponse fiable correspondant aux attentes et besoins")
def answer_reliable(seen: Seen) -> Finding:
    """For: expected facts said right. Against: wrong, missing or forbidden ones."""
    if not seen.agent_spoke:
        return not_observable("CP1.3", "le conseiller ne répond pas dans cet échange")
    if not seen.expected_facts:
        return weigh("CP1.3", 1.4, satisfied_at_end(seen), "aucune information précise n’était attendue")
    return weigh("CP1.3", 1.0, facts_told(seen), "la réponse attendue n’est pas donnée")


@detects("CP1.4", "file", "RE p. 7; REAC, CP1: qualifier le fichier")
def file_qualified(seen: Seen) -> Finding:
    """The file against the expected qualification."""
    return shared.qualified_file(seen, "CP1.4")


@detects("CP1.5", "measured", "RE p. 7; REAC, CP1: respect du délai moyen de réponse")
def delay_kept(seen: Seen) -> Finding:
    """Answer or first reply against its target, then the later replies of a chat."""
    delays, phone = seen.delays, seen.exchange.channel == "phone"
    event = "answer" if phone else "first_reply"
    opening = few([turn.n for turn in seen.conversation.agent[:1]])
    if delays.first is None:
        return not_observable("CP1.5", "aucun délai de réponse à mesurer")
    verb = "décroche" if phone else "répond"
    told = f"{verb} en {delays.first:.0f}\u00a0s pour une cible de {delays.target:.0f}\u00a0s"
    events = (event,) if seen.exchange.first(event) else ()
    if delays.first > 1.25 * delays.target:
        return weigh("CP1.5", 2, [Signal(-2, told, opening, events)], "")
    signals = [Signal(0, told, opening, events)]
    if delays.first > delays.target:
        signals = [Signal(-1, told, opening, events)]
    late = delays.late_replies
    if len(late) > 1 or (late and max(late) > 1.5 * delays.target):
        signals.append(
            Signal(-1, f"{len(late)} réponses suivantes dépassent la cible (jusqu’à {max(late):.0f}\u00a0s)")
        )
    return weigh("CP1.5", 2, signals, "")


@detects("CP1.6", "written", "RE p. 7; REAC, CP1")
def well_written(seen: Seen) -> Finding:
    """Faults in the chat, the confirmation and the file's comment."""
    return shared.spelling(seen, "CP1.6")


@detects("CP1.7", "acts", "RE p. 7; REAC, CP1: règles de communication et codes du canal, posture neutre")
def tone_adapted(seen: Seen) -> Finding:
    """Warmth and courtesy against blame, curtness and pressure."""
    return shared.tone(seen, "CP1.7")
