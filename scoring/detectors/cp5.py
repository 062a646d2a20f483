"""CP5, fidéliser lors de ventes, commandes ou réservations (REAC p. 21-22; RE p. 8)."""

import re

from scoring.evidence.seen import Seen
from scoring.evidence.weighing import Finding, Signal, not_observable, weigh
from scoring.french import cues
from scoring.french.folding import sentences

from . import shared
from .building import discovery, satisfied_at_end, valued
from .registry import detects

_LEGAL_FACT = re.compile(r"(rétract|14 jours|quatorze|prix total|livraison comprise|rendu|retour|port\b|frais)", re.I)
_WITHDRAWAL = re.compile(
    r"\b(retractation|retracter|changer d avis|14 jours|quatorze jours|retourner|renvoyer|rendre)\b"
)
_TOTAL = re.compile(
    r"\b(total|tout compris|en tout|livraison comprise|avec la livraison|frais (?:de port )?compris"
    r"|port (?:offert|compris|inclus))\b"
)


@detects("CP5.1", "conduct", "RE p. 8; REAC, CP5; Code de la consommation, L221-5, L221-18, L221-28")
def distance_selling_law(seen: Seen) -> Finding:
    """Total price and delivery, withdrawal right with its start and exceptions, confirmation; wrong ones against."""
    if not seen.agent_spoke:
        return not_observable("CP5.1", "aucune vente n’est conduite")
    talk = seen.conversation
    signals: list[Signal] = []
    total = [
        turn for turn in talk.agent if _TOTAL.search(turn.folded) and any(q.kind == "euros" for q in turn.quantities)
    ]
    withdrawal = [turn for turn in talk.agent if _WITHDRAWAL.search(turn.folded)]
    legal = [fact for fact in seen.expected_facts if _LEGAL_FACT.search(fact.fact.text)]
    if total:
        before = talk.before(total[0], "client")
        asked = (
            before is not None
            and re.search(r"\b(combien|prix|frais|coute|paie)\b", before.folded) is not None
            and len(talk.agent) > 3
        )
        told = "le prix total n’est donné qu’à la demande du client" if asked else "le prix total est annoncé"
        signals.append(Signal(0.2 if asked else 0.5, told, (total[0].n,)))
    else:
        priced = [turn.n for turn in talk.agent if any(q.kind == "euros" for q in turn.quantities)]
        signals.append(Signal(-0.4, "le prix total n’est pas annoncé", tuple(priced[-2:])))
    if withdrawal:
        signals.append(Signal(0.3, "le droit de rétractation est évoqué", (withdrawal[0].n,)))
        signals += _wrong_withdrawal(seen, [turn.n for turn in withdrawal])
    else:
        signals.append(
            Signal(
                -0.6,
                "le droit de rétractation n’est pas annoncé",
                tuple(
                    turn.n
                    for turn in talk.agent
                    if re.search(r"\b(valid\w+|commande|paiement|payez|reglez|envoi\w*)\b", turn.folded)
                )[-2:],
            )
        )
    if (
        any(re.search(r"\b(confirmation|conditions)\b", turn.folded) for turn in talk.agent)
        or seen.exchange.written.confirmation
    ):
        signals.append(Signal(0.2, "une confirmation est annoncée"))
    wrong = [fact for fact in legal if fact.status == "wrong"]
    if wrong:
        signals.append(Signal(-0.6, "une condition de vente est inexacte", wrong[0].turns))
    signals += [Signal(-0.6, "promet ce qui est exclu", fact.turns) for fact in seen.promised_wrongly]
    return weigh("CP5.1", 0.8, signals, "les règles de la vente à distance ne sont pas rappelées")


def _wrong_withdrawal(seen: Seen, turns: list[int]) -> list[Signal]:
    """The right stretched to what the law or the brief leaves out, or counted from the wrong day."""
    expected = " ".join(f"{fact.fact.text} " for fact in seen.expected_facts) + seen.exchange.brief
    texts = {turn.n: turn.folded for turn in seen.conversation.agent}
    found: list[Signal] = []
    excepted = re.search(
        r"(ne s['’ ]applique pas|exclu|non ouvert|périssable|sauf|personnalisé|descell)", expected, re.I
    )
    for n in turns:
        if (
            excepted
            and re.search(
                r"\b(tout|tous|sans probleme|aucun probleme|meme ouvert\w*|quoi qu il arrive|renvoyer|retourner)\b",
                texts[n],
            )
            and not re.search(
                r"\b(sauf|non ouvert\w*|pas ouvert\w*|sous blister|pas (?:pour )?(?:la|le|les)|exclu\w*)\b", texts[n]
            )
        ):
            found.append(Signal(-0.7, "le droit de rétractation est étendu à ce qui en est exclu", (n,)))
        if re.search(r"réception|livraison", expected, re.I) and re.search(
            r"\b(?:a partir|a compter|des|depuis) (?:de |du )?(?:la |l )?(?:commande|aujourd hui|achat|paiement)\b",
            texts[n],
        ):
            found.append(Signal(-0.7, "le délai de rétractation est compté du mauvais jour", (n,)))
    return found[:2]


@detects("CP5.2", "acts", "RE p. 8; REAC, CP5: attentes, besoins et motivations du client")
def needs_identified(seen: Seen) -> Finding:
    """Questions asked before advising; what the customer must volunteer counts against."""
    if not seen.agent_spoke:
        return not_observable("CP5.2", "aucune vente n’est conduite")
    signals = discovery(seen, unheard=False)
    told = [
        turn
        for turn in seen.conversation.client
        if turn.place > 1 and seen.conversation.share(turn) < 0.6 and _volunteers(seen, turn.n)
    ]
    if told:
        signals.append(
            Signal(
                -0.35 * len(told),
                "des besoins sont donnés par le client sans avoir été demandés",
                tuple(turn.n for turn in told[:3]),
            )
        )
    return weigh("CP5.2", 0.5, signals, "aucune question ne cherche les besoins")


def _volunteers(seen: Seen, number: int) -> bool:
    """The customer adds what was not asked: no question of the adviser before, something personal in it."""
    turn = next(one for one in seen.conversation.turns if one.n == number)
    before = seen.conversation.before(turn, "agent")
    personal = re.search(r"\b(mon|ma|mes|elle a|il fait|on a|j ai|je suis|nous c est|son|sa)\b", turn.folded)
    return before is not None and not before.asks and personal is not None and len(turn.words) >= 6


@detects("CP5.3", "acts", "RE p. 8; REAC, CP5: promouvoir les produits et les services")
def products_valued(seen: Seen) -> Finding:
    """What the product brings to this customer."""
    if not seen.agent_spoke:
        return not_observable("CP5.3", "aucun produit n’est présenté")
    return weigh("CP5.3", 0.5, valued(seen), "les produits sont énoncés sans bénéfice pour le client")


@detects("CP5.4", "facts", "RE p. 8; REAC, CP5: conseiller le client en fonction de sa demande et du contexte")
def advice_relevant(seen: Seen) -> Finding:
    """The expected product, with the needs behind it; a first wrong advice counts against."""
    if not seen.agent_spoke:
        return not_observable("CP5.4", "aucun conseil n’est donné")
    product = [fact for fact in seen.expected_facts if not re.search(r"rétract|14 jours|rendu", fact.fact.text, re.I)]
    signals: list[Signal] = []
    good = [fact for fact in product if fact.status in ("said", "partly")]
    if good:
        signals.append(
            Signal(
                0.5, "le conseil attendu est donné", tuple(dict.fromkeys(n for fact in good for n in fact.turns[:1]))
            )
        )
    elif product:
        signals.append(Signal(-0.6, "le conseil attendu n’est pas donné"))
    if seen.promised_wrongly:
        signals.append(Signal(-0.8, "un conseil contraire aux consignes", seen.promised_wrongly[0].turns))
    changed = [
        turn
        for turn in seen.conversation.agent
        if re.search(r"\b(oubliez|sinon vous avez|plutot|finalement|ca change tout)\b", turn.folded)
        and turn.place > 3
    ]
    if changed:
        before = seen.conversation.before(changed[0], "client")
        signals.append(
            Signal(
                -0.1, "le conseil doit être corrigé", (changed[0].n, *((before.n,) if before and not good else ()))
            )
        )
    done = {turn.n for turn in seen.questions}
    if len(done) < 2:
        signals.append(
            Signal(
                -0.4,
                "le conseil vient sans questionnement suffisant",
                tuple(turn.n for turn in seen.conversation.agent[1:2]),
            )
        )
    forgotten = _unverified(seen)
    if forgotten:
        signals.append(Signal(-0.5, forgotten))
    return weigh("CP5.4", 1.2, [*signals, *satisfied_at_end(seen)], "un conseil est donné")


def _unverified(seen: Seen) -> str:
    """A check that the procedure demands first and that nobody made."""
    from .procedure import step_turns

    for step in seen.exchange.expectations.procedure[:2]:
        if re.match(r"(vérifier|contrôler)\b", step.text.lower()) and not step_turns(seen, step.text):
            return f"une vérification manque\u00a0: {step.text[0].lower()}{step.text[1:].rstrip('.')}"
    return ""


@detects("CP5.5", "acts", "RE p. 8; REAC, CP5: solliciter l'avis du client pour s'assurer de sa satisfaction")
def opinion_asked(seen: Seen) -> Finding:
    """The customer's opinion asked before closing, and what was answered."""
    if not seen.agent_spoke:
        return not_observable("CP5.5", "aucune vente n’est conduite")
    talk = seen.conversation
    asked = [
        turn
        for turn in talk.agent
        if talk.share(turn) > 0.5 and turn.asks and (turn.has(cues.ASKING_OPINION) or _near_opinion(seen, turn.n))
    ]
    weak = [
        turn
        for turn in talk.agent
        if talk.share(turn) > 0.7 and re.search(r"\b(autre (?:chose|question|besoin)|besoin d autre)\b", turn.folded)
    ]
    if asked:
        answer = talk.after(asked[-1], "client")
        return weigh(
            "CP5.5",
            0.2,
            [
                Signal(
                    1.6,
                    "l’avis du client est demandé avant de clore",
                    (asked[-1].n, *((answer.n,) if answer else ())),
                )
            ],
            "",
        )
    if weak:
        return weigh(
            "CP5.5", 0.2, [Signal(0.5, "demande s’il reste une question, sans demander l’avis", (weak[-1].n,))], ""
        )
    closing = [
        turn
        for turn in talk.agent
        if re.search(
            r"\b(valide\w*|je (?:vous )?(?:le |la )?prepare|commande|regle\w*|paiement|payer)\b", turn.folded
        )
    ]
    turns = tuple(dict.fromkeys([*(turn.n for turn in closing[-1:]), *(turn.n for turn in talk.agent[-1:])]))
    return weigh("CP5.5", 0.2, [Signal(-0.2, "prend congé sans demander l’avis du client", turns)], "")


_OPINIONS = (
    "Qu’avez-vous pensé de nos échanges ?",
    "Êtes-vous satisfait de ma réponse ?",
    "Mes explications vous ont-elles aidé ?",
    "Ce choix vous convient-il ?",
    "Comment avez-vous trouvé ce service ?",
    "Est-ce plus clair pour vous maintenant ?",
    "Avez-vous trouvé ce que vous cherchiez ?",
)


def _near_opinion(seen: Seen, number: int) -> bool:
    text = next(turn.turn.text for turn in seen.conversation.turns if turn.n == number)
    return float(seen.near.compare(sentences(text), list(_OPINIONS)).max(initial=0)) >= 0.42


@detects("CP5.6", "file", "RE p. 8; REAC, CP5: qualifier la base de données")
def database_qualified(seen: Seen) -> Finding:
    """The file against the expected qualification."""
    return shared.qualified_file(seen, "CP5.6")


@detects("CP5.7", "written", "RE p. 8")
def well_written(seen: Seen) -> Finding:
    """Faults in what was written."""
    return shared.spelling(seen, "CP5.7")


@detects("CP5.8", "acts", "RE p. 8")
def tone_adapted(seen: Seen) -> Finding:
    """Warmth and courtesy against blame, curtness and pressure."""
    return shared.tone(seen, "CP5.8")
