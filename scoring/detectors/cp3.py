"""CP3, situations difficiles (REAC p. 17-18; RE p. 7)."""

from scoring.evidence.seen import Seen
from scoring.evidence.tone import curt_turns, harsh_turns, severity
from scoring.evidence.weighing import Finding, Signal, not_observable, weigh
from scoring.french import cues_of_tone as tone

from . import shared, written_agreement
from .agreement import agreement_signals
from .building import beyond_limits, forbidden_promises, satisfied_at_end, valued
from .cp2 import diagnosis
from .registry import detects


@detects(
    "CP3.1", "acts", "RE p. 7; REAC, CP3: lui signaler qu'il est compris et respecté afin de calmer les tensions"
)
def tensions_soothed(seen: Seen) -> Finding:
    """For: the trouble put into words, a fault owned, something done. Against: blame, empty formulas."""
    if not seen.agent_spoke:
        return not_observable("CP3.1", "le conseiller ne répond pas dans cet échange")
    talk = seen.conversation
    caring = [turn for turn in talk.agent if turn.has(tone.EMPATHY) and turn not in harsh_turns(seen)]
    acting = [turn for turn in talk.agent if turn.has(tone.OWNING) and turn not in harsh_turns(seen)]
    hollow = [turn for turn in caring if len(turn.words) <= 7]
    shown = [turn for turn in caring if turn not in hollow]
    signals: list[Signal] = []
    if shown:
        signals.append(
            Signal(
                min(0.9, 0.4 * len(shown)), "l’émotion du client est reconnue", tuple(turn.n for turn in shown[:3])
            )
        )
    elif hollow:
        signals.append(Signal(0.1, "une formule de compréhension, sans plus", (hollow[0].n,)))
    if acting:
        signals.append(
            Signal(
                min(0.4, 0.15 * len(acting)), "le conseiller s’engage à agir", tuple(turn.n for turn in acting[:2])
            )
        )
    listening = [turn for turn in talk.agent[:3] if turn.explores]
    if listening:
        signals.append(Signal(0.3, "le client est invité à s’exprimer", (listening[0].n,)))
    harsh = harsh_turns(seen)
    if harsh:
        after = [talk.after(turn, "client") for turn in harsh[:1]]
        signals.append(
            Signal(
                -1.2 * sum(severity(turn) for turn in harsh),
                "des propos qui attisent la tension",
                tuple(turn.n for turn in [*harsh[:2], *after] if turn),
            )
        )
    curt = curt_turns(seen)
    if curt:
        signals.append(Signal(-0.2 * len(curt), "des réponses sèches", tuple(turn.n for turn in curt[:2])))
    return weigh("CP3.1", 0.8, signals, "rien ne cherche à apaiser le client")


@detects("CP3.2", "acts", "RE p. 7; REAC, CP3: diagnostic précis d'une situation complexe, enjeux")
def diagnosis_precise(seen: Seen) -> Finding:
    """Questions and the expected elements of the situation."""
    return diagnosis(seen, "CP3.2")


@detects("CP3.3", "acts", "RE p. 7; REAC, CP3: la solution satisfaisante pour le client")
def customer_satisfied(seen: Seen) -> Finding:
    """How the customer takes the solution."""
    if not seen.agent_spoke:
        return not_observable("CP3.3", "aucune solution n’est proposée")
    given = seen.consent.given[-2:]
    signals = satisfied_at_end(seen)
    if given:
        signals.append(Signal(0.3, "le client accepte la solution", given))
    offered = [fact for fact in seen.expected_facts if fact.status in ("said", "partly")]
    if offered:
        signals.append(
            Signal(0.2, "la solution prévue est proposée", tuple(n for fact in offered for n in fact.turns[:1]))
        )
    elif seen.expected_facts:
        signals.append(Signal(-0.5, "la solution prévue n’est pas proposée"))
    return weigh("CP3.3", 1.0, signals, "le client ne dit pas ce qu’il pense de la solution")


@detects("CP3.4", "conduct", "RE p. 7; REAC, CP3: en préservant les intérêts de l'entreprise")
def company_protected(seen: Seen) -> Finding:
    """Commercial limits and forbidden promises."""
    return interests(seen, "CP3.4")


def interests(seen: Seen, criterion: str) -> Finding:
    """What the adviser grants against what the company allows."""
    if not seen.agent_spoke:
        return not_observable(criterion, "aucune proposition n’est faite")
    over = beyond_limits(seen)
    promised = [Signal(-1.0, signal.reason, signal.turns) for signal in forbidden_promises(seen)]
    kept = [n for fact in seen.expected_facts for n in fact.turns[:1] if fact.status in ("said", "partly")]
    offers = (
        [Signal(0.1, "les propositions restent dans les limites permises", tuple(dict.fromkeys(kept))[:3])]
        if kept
        else []
    )
    return weigh(criterion, 1.6, [*offers, *over, *promised], "aucune concession hors des limites")


@detects(
    "CP3.5", "acts", "RE p. 7; REAC, CP3: valoriser la solution auprès de l'interlocuteur pour obtenir son accord"
)
def solution_valued(seen: Seen) -> Finding:
    """What the solution brings to this customer."""
    if not seen.agent_spoke:
        return not_observable("CP3.5", "aucune solution n’est proposée")
    return weigh("CP3.5", 0.4, valued(seen), "la solution est énoncée sans bénéfice pour le client")


@detects("CP3.6", "acts", "RE p. 7; REAC, CP3: reformuler le consensus")
def consensus_obtained(seen: Seen) -> Finding:
    """The agreement summed up, asked for and given."""
    if not seen.agent_spoke:
        return not_observable("CP3.6", "aucun accord n’est recherché")
    return weigh("CP3.6", 0.3, agreement_signals(seen), "aucun accord n’est recherché ni obtenu")


@detects("CP3.7", "written", "RE p. 7; REAC, CP3: le formaliser par écrit")
def written_as_agreed(seen: Seen) -> Finding:
    """The confirmation against what was agreed aloud."""
    return written_agreement.find(seen, "CP3.7")


@detects("CP3.8", "written", "RE p. 7")
def well_written(seen: Seen) -> Finding:
    """Faults in what was written."""
    return shared.spelling(seen, "CP3.8")


@detects("CP3.9", "acts", "RE p. 7; REAC, CP3: règles de courtoisie")
def tone_adapted(seen: Seen) -> Finding:
    """Warmth and courtesy against blame, curtness and pressure."""
    return shared.tone(seen, "CP3.9")
