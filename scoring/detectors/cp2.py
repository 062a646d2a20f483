"""CP2, accompagner, assister et conseiller (REAC p. 15-16; RE p. 7)."""

from scoring.evidence.seen import Seen
from scoring.evidence.turns import ReadTurn
from scoring.evidence.weighing import Finding, Signal, not_observable, weigh
from scoring.french import cues
from scoring.french import cues_of_tone as tone
from scoring.french.folding import sentences

from . import shared
from .building import discovery, facts_told, forbidden_promises, satisfied_at_end, understanding, valued
from .procedure import procedure_signals
from .registry import detects


@detects("CP2.1", "acts", "RE p. 7; REAC, CP2: demande d'assistance, identifier le client")
def request_identified(seen: Seen) -> Finding:
    """For: the request given back or made precise early. Against: the customer must repeat."""
    if not seen.agent_spoke:
        return not_observable("CP2.1", "le conseiller ne répond pas dans cet échange")
    return weigh("CP2.1", 1.3, understanding(seen), "la demande est prise en charge sans être reformulée")


@detects("CP2.2", "acts", "RE p. 7; REAC, CP2: un diagnostic précis de la situation, degré d'urgence")
def diagnosis_precise(seen: Seen) -> Finding:
    """For: questions and steps of the procedure that look for the cause. Against: a missing expected fact."""
    return diagnosis(seen, "CP2.2")


def diagnosis(seen: Seen, criterion: str) -> Finding:
    """The cause is looked for by questions, then named; what the author expected to be found is found."""
    if not seen.agent_spoke:
        return not_observable(criterion, "le conseiller ne répond pas dans cet échange")
    signals = discovery(seen)
    named = [turn for turn in seen.reformulations if seen.conversation.share(turn) > 0.15]
    if named:
        signals.append(Signal(0.25, "la situation est résumée", (named[0].n,)))
    conclusion = _first_statement_after_questions(seen)
    if conclusion is not None:
        signals.append(Signal(0.2, "la cause est nommée", (conclusion.n,)))
    absent = [fact for fact in seen.expected_facts if fact.status in ("missing", "wrong")]
    if absent:
        signals.append(Signal(-0.3 * len(absent), "un élément de la situation n’est pas vu", absent[0].turns))
    return weigh(criterion, 0.6, signals, "la cause n’est pas recherchée")


def _first_statement_after_questions(seen: Seen) -> ReadTurn | None:
    """Where the adviser, having asked, says what is the matter."""
    if not seen.questions:
        return None
    for turn in seen.conversation.agent:
        if turn.place > seen.questions[0].place:
            stated = " ".join(part for part in sentences(turn.turn.text) if "?" not in part)
            if len(stated.split()) >= 10:
                return turn
    return None


@detects("CP2.3", "conduct", "RE p. 7; REAC, CP2: dans le respect des règles de communication et des procédures")
def procedures_followed(seen: Seen) -> Finding:
    """Each step of the company's procedure, and what it forbids."""
    if not seen.agent_spoke:
        return not_observable("CP2.3", "le conseiller ne répond pas dans cet échange")
    return weigh(
        "CP2.3", 1.0, [*procedure_signals(seen), *forbidden_promises(seen)], "les étapes prévues ne sont pas suivies"
    )


@detects("CP2.4", "facts", "RE p. 7; REAC, CP2: conseiller, résolution de son problème")
def solution_relevant(seen: Seen) -> Finding:
    """The solution that the scenario expects, and the customer helped at the end."""
    if not seen.agent_spoke:
        return not_observable("CP2.4", "le conseiller ne propose rien dans cet échange")
    told = facts_told(seen, 0.5, promises=False)
    return weigh("CP2.4", 1.4, [*told, *satisfied_at_end(seen)], "une solution est proposée")


@detects("CP2.5", "acts", "RE p. 7; REAC, CP2: valoriser la solution proposée")
def solution_valued(seen: Seen) -> Finding:
    """What the solution brings to this customer."""
    if not seen.agent_spoke:
        return not_observable("CP2.5", "le conseiller ne propose rien dans cet échange")
    return weigh("CP2.5", 0.4, valued(seen), "la solution est énoncée sans bénéfice pour le client")


@detects("CP2.6", "acts", "RE p. 7; REAC, CP2: vérifier sa compréhension de la réponse")
def understanding_checked(seen: Seen) -> Finding:
    """For: the customer says it back, asked or not. A mere « d'accord ? » is little."""
    if not seen.agent_spoke:
        return not_observable("CP2.6", "le conseiller ne donne pas de réponse à vérifier")
    talk = seen.conversation
    signals: list[Signal] = []
    checks = [turn for turn in talk.agent if talk.share(turn) > 0.4 and turn.asks and turn.has(cues.CHECKING)]
    weak = [
        turn
        for turn in talk.agent
        if talk.share(turn) > 0.4 and "?" in turn.turn.text and turn.has(cues.WEAK_CHECKING)
    ]
    says_back = [turn for turn in talk.client if talk.share(turn) > 0.4 and _says_back(seen, turn.n)]
    works = [turn for turn in talk.client if talk.share(turn) > 0.5 and _it_works(turn.folded)]
    if checks:
        answer = talk.after(checks[-1], "client")
        signals.append(
            Signal(
                1.2, "le conseiller fait vérifier la compréhension", (checks[-1].n, *((answer.n,) if answer else ()))
            )
        )
    if says_back:
        answer = talk.after(says_back[0], "agent")
        signals.append(
            Signal(0.8, "le client redit ce qu’il a compris", (says_back[0].n, *((answer.n,) if answer else ())))
        )
    if works:
        signals.append(Signal(1.2, "le client confirme que cela fonctionne", (works[-1].n,)))
    if weak and not checks:
        answer = talk.after(weak[-1], "client")
        signals.append(Signal(0.6, "une simple question fermée", (weak[-1].n, *((answer.n,) if answer else ()))))
    if not signals:
        signals.append(
            Signal(-0.1, "rien ne vérifie que la réponse est comprise", tuple(turn.n for turn in talk.agent[-1:]))
        )
    return weigh("CP2.6", 0.2, signals, "rien ne vérifie que la réponse est comprise")


def _says_back(seen: Seen, number: int) -> bool:
    turn = next(one for one in seen.conversation.turns if one.n == number)
    earlier = seen.conversation.before(turn, "agent")
    opens = turn.words[:1] and any(word in ("donc", "alors", "ok", "si") for word in turn.words[:3])
    return bool(earlier and opens and len(turn.words) >= 6 and ("donc" in turn.words or turn.stems & earlier.stems))


def _it_works(folded: str) -> bool:
    return any(
        phrase in f" {folded} "
        for phrase in (
            " ca marche",
            " ca fonctionne",
            " c est fait",
            " c est bon ",
            " ca y est",
            " je le vois",
            " j ai recu",
            " ca s allume",
            " c est parti",
        )
    ) and not tone.CLIENT_DISPLEASED(folded)


@detects("CP2.7", "file", "RE p. 7; REAC, CP2: clore la demande et historiser l'action")
def database_qualified(seen: Seen) -> Finding:
    """The file against the expected qualification."""
    return shared.qualified_file(seen, "CP2.7")


@detects("CP2.8", "written", "RE p. 7")
def well_written(seen: Seen) -> Finding:
    """Faults in what was written."""
    return shared.spelling(seen, "CP2.8")


@detects("CP2.9", "acts", "RE p. 7; REAC, CP2: règles de communication")
def tone_adapted(seen: Seen) -> Finding:
    """Warmth and courtesy against blame, curtness and pressure."""
    return shared.tone(seen, "CP2.9")
