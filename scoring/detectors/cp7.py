"""CP7, recouvrement amiable (REAC p. 25-26; RE p. 9). Rules of amicable collection: Code des procédures civiles
d'exécution, R124-1 to R124-7: right amounts, no threat, nothing to a third party."""

import re
from dataclasses import replace

from scoring.evidence.seen import Seen
from scoring.evidence.turns import ReadTurn
from scoring.evidence.weighing import Finding, Signal, not_observable, weigh
from scoring.french import cues
from scoring.french import cues_of_tone as tone

from . import shared, written_agreement
from .agreement import agreement_signals
from .building import beyond_limits, discovery
from .registry import detects

_WHY_UNPAID = re.compile(
    r"\b(pourquoi|que s est il passe|ce qui (?:s est|se|a pu se|vous est) pass\w*|qu est ce qui|une "
    r"(?:idee|difficulte|raison)|quelle (?:est la )?raison|motif|vous rencontrez|comprendre ce"
    r"|difficile pour vous|arrive\w*|un (?:souci|probleme|changement))\b"
)


def told_to_third_party(seen: Seen) -> list[ReadTurn]:
    """The debt said before anyone's identity was checked (CT2.8: confidentiality)."""
    checks = [turn for turn in seen.conversation.agent if turn.identifies and turn.asks]
    first_check = checks[0].place if checks else 10_000
    return [turn for turn in seen.sensitive_turns if turn.place < first_check][:1]


@detects("CP7.1", "facts", "RE p. 9; REAC, CP7: obtenir l'interlocuteur cible, analyser l'historique du dossier")
def file_known(seen: Seen) -> Finding:
    """Identity first, then the debt, its bill and the history told right."""
    if not seen.agent_spoke:
        return not_observable("CP7.1", "personne n’est joint dans cet échange")
    signals: list[Signal] = []
    strong = [
        turn
        for turn in seen.conversation.agent
        if turn.has(cues.STRONG_IDENTIFYING) and seen.conversation.share(turn) < 0.5
    ]
    debt = [
        fact
        for fact in seen.expected_facts
        if any(word in fact.fact.text.lower() for word in ("dette", "facture", "loyer", "impay", "échéance", "solde"))
    ]
    debt = debt or list(seen.expected_facts[:1])
    told = [fact for fact in debt if fact.status in ("said", "partly")]
    if told:
        signals.append(
            Signal(
                0.8,
                "le montant et son origine sont exacts",
                tuple(dict.fromkeys(n for fact in told for n in fact.turns[:1])),
            )
        )
    elif debt:
        signals.append(Signal(-0.4, "le montant ou son origine ne sont pas énoncés", debt[0].turns))
    if strong:
        signals.append(Signal(0.3, "l’identité est vérifiée", (strong[0].n,)))
    leaked = told_to_third_party(seen)
    if leaked and not strong:
        signals.append(Signal(-0.5, "la dette est dite avant toute vérification d’identité", (leaked[0].n,)))
    contested = [
        turn
        for turn in seen.conversation.client
        if re.search(r"\b(contest\w*|j ai (?:envoye|ecrit|deja paye|signale)|lettre|erreur)\b", turn.folded)
    ]
    ignored = [
        answer
        for turn in contested
        if (answer := seen.conversation.after(turn, "agent"))
        and (answer.has(tone.PRESSING) or re.search(r"\bje ne vois (?:pas|rien)|c est ce qui est\b", answer.folded))
    ]
    if ignored:
        signals.append(
            Signal(-0.9, "ce que le débiteur rappelle du dossier est écarté", tuple(turn.n for turn in ignored[:2]))
        )
    return weigh("CP7.1", 0.8, signals, "le dossier n’est pas exposé")


@detects("CP7.2", "acts", "RE p. 9; REAC, CP7: découvrir le motif de l'impayé")
def reason_identified(seen: Seen) -> Finding:
    """The reason asked for, answered, and the means of paying explored."""
    if not seen.agent_spoke:
        return not_observable("CP7.2", "personne n’est joint dans cet échange")
    talk = seen.conversation
    asked = [
        turn
        for turn in talk.agent
        if (turn.asks and _WHY_UNPAID.search(turn.folded))
        or re.search(r"\bcomprendre\b.*\b(passe|impaye|retard)\b", turn.folded)
    ]
    signals = discovery(seen, 2)
    if asked:
        turns = [n for turn in asked[:1] for n in talk.with_answer(turn)]
        signals.append(Signal(0.8, "le motif de l’impayé est demandé et entendu", tuple(turns)))
    else:
        given = [turn for turn in talk.client if len(turn.words) >= 9 and turn.place > 1][:1]
        reply = [answer for turn in given if (answer := talk.after(turn, "agent"))]
        if given:
            signals.append(
                Signal(
                    0.5, "le motif est donné par le débiteur de lui-même", tuple(turn.n for turn in [*given, *reply])
                )
            )
    return weigh("CP7.2", 0.3, signals, "le motif de l’impayé n’est pas recherché")


@detects(
    "CP7.3", "conduct", "RE p. 9; REAC, CP7: proposer une solution amiable, dans le respect de la réglementation"
)
def solution_fair(seen: Seen) -> Finding:
    """A schedule within the rules and aids named; a threat or an imposed plan against."""
    if not seen.agent_spoke:
        return not_observable("CP7.3", "aucune solution n’est proposée")
    talk = seen.conversation
    plans = [
        turn
        for turn in talk.agent
        if any(
            q.kind in ("times", "months", "date") or (q.kind == "euros" and talk.share(turn) > 0.35)
            for q in turn.quantities
        )
        and re.search(
            r"\b(etal\w*|echeanc\w*|mensualit\w*|fois|par mois|propos\w*|verse\w*|en "
            r"plus|couper ca en|mois|acompte)\b",
            turn.folded,
        )
    ]
    threats = [turn for turn in talk.agent if turn.has(tone.PRESSING)]
    signals: list[Signal] = []
    if plans:
        signals.append(Signal(0.6, "un échéancier est proposé", tuple(turn.n for turn in plans[:2])))
    aids = [
        fact
        for fact in seen.expected_facts
        if re.search(r"(fonds|aide|chèque|écrêtement|droit|solidarité|dispositif)", fact.fact.text, re.I)
    ]
    forgotten = [fact for fact in aids if fact.status in ("missing", "wrong")]
    named = [fact for fact in aids if fact.status in ("said", "partly")]
    if named:
        signals.append(
            Signal(0.3, "l’aide possible est signalée", tuple(n for fact in named for n in fact.turns[:1]))
        )
    if forgotten:
        signals.append(Signal(-0.5, "une aide prévue n’est pas signalée", forgotten[0].turns))
    if threats:
        signals.append(
            Signal(-0.5 - 0.15 * len(threats), "une menace est formulée", tuple(turn.n for turn in threats[:2]))
        )
    contested = [
        turn
        for turn in talk.client
        if re.search(r"\b(contest\w*|je ne dois pas|je ne vais pas payer)\b", turn.folded)
    ]
    if contested and plans:
        signals.append(
            Signal(-0.6, "un paiement est imposé malgré la contestation", tuple(turn.n for turn in plans[:1]))
        )
    return weigh("CP7.3", 1.1, [*signals, *beyond_limits(seen)], "aucune solution n’est proposée")


@detects("CP7.4", "acts", "RE p. 9; REAC, CP7: faire accepter l'offre, valider l'accord, fiabiliser l'engagement")
def payment_agreed(seen: Seen) -> Finding:
    """An agreement with amount and date, said by the debtor; « on verra » is none."""
    if not seen.agent_spoke:
        return not_observable("CP7.4", "personne n’est joint dans cet échange")
    signals = agreement_signals(seen)
    late = [turn for turn in seen.conversation.client if seen.conversation.share(turn) > 0.4]
    said_back = [
        turn
        for turn in late
        if any(q.kind in ("euros", "date", "count") for q in turn.quantities)
        and len(turn.words) >= 5
        and not turn.asks
    ]
    if said_back and seen.consent.given:
        signals.append(Signal(0.3, "le débiteur redit le montant ou la date", (said_back[-1].n,)))
    whole = [turn for turn in said_back if sum(q.kind in ("euros", "date", "times") for q in turn.quantities) >= 2]
    if whole and not seen.consent.given:
        asked = seen.conversation.before(whole[-1], "agent")
        turns = (*((asked.n,) if asked else ()), whole[-1].n)
        signals.append(Signal(1.2, "le débiteur énonce lui-même l’engagement, montant et date", turns))
    postponed = [
        turn
        for turn in seen.conversation.agent
        if seen.conversation.share(turn) > 0.5
        and re.search(r"\b(je (?:ne )?valide rien|je vous rappelle|rappellerai)\b", turn.folded)
    ]
    if postponed:
        signals.append(Signal(-0.8, "l’accord est remis à plus tard", (postponed[0].n,)))
    return weigh("CP7.4", 0.2, signals, "aucun accord de paiement n’est obtenu")


@detects("CP7.5", "written", "RE p. 9; REAC, CP7: formaliser les accords par écrit")
def written_as_agreed(seen: Seen) -> Finding:
    """The confirmation against the agreement."""
    return written_agreement.find(seen, "CP7.5")


@detects("CP7.6", "written", "RE p. 9")
def well_written(seen: Seen) -> Finding:
    """Faults in what was written."""
    return shared.spelling(seen, "CP7.6")


@detects("CP7.7", "acts", "RE p. 9")
def tone_adapted(seen: Seen) -> Finding:
    """Warmth and courtesy against blame, threats and curtness; a debt told to a third party counts too."""
    finding = shared.tone(seen, "CP7.7")
    leaked = told_to_third_party(seen)
    if leaked and finding.verdict != "not_observable" and not seen.conversation.agent[0].has(tone.COURTESY):
        return replace(finding, turns=tuple(sorted({*finding.turns, leaked[0].n}))[:4])
    return finding
