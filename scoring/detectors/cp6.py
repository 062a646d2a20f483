"""CP6, rétention client (REAC p. 23-24; RE p. 8)."""

import re

from scoring.evidence.seen import Seen
from scoring.evidence.weighing import Finding, Signal, not_observable, weigh
from scoring.french import cues
from scoring.french.quantities import in_figures

from . import shared, written_agreement
from .building import beyond_limits, facts_told, satisfied_at_end
from .cp3 import interests
from .registry import detects

_HISTORY = re.compile(
    r"\b(depuis|je vois que|je lis|dans votre dossier|votre (?:historique|anciennete|fidelite|contrat)"
    r"|fidele|client(?:e)? chez nous|vous etes (?:avec|chez) nous"
    r"|sans (?:aucun |le moindre |un )?(?:sinistre|incident|retard|impaye)|pas un retard|jamais (?:eu"
    r"|d impaye|venu)|vous (?:nous )?avez (?:appele|contacte|ecrit|signale|eu)|(?:premiere|deuxieme"
    r"|troisieme) (?:fois|appel))\b"
)
_SENIORITY = re.compile(r"\b\d+ (?:ans|annees)(?: \w+){0,4} (?:chez nous|avec nous|vous|client\w*|notre)\b")
_REASON = re.compile(
    r"\b(pourquoi|qu est ce qui|quelle (?:est la )?raison|quel (?:est le )?motif|qui vous (?:decide"
    r"|pousse|amene|fait partir|a decu)|a cause de|autre (?:raison|chose|motif)"
    r"|c est (?:uniquement|seulement|surtout|vraiment)|que s est il passe|qu est ce que vous reprochez"
    r"|vous (?:a|ont) decu|on en est ou|ce qui (?:ne va pas|vous gene))\b"
)


@detects("CP6.1", "acts", "RE p. 8; REAC, CP6: analyser l'historique du dossier client")
def history_analysed(seen: Seen) -> Finding:
    """Facts of the file cited: seniority, incidents, earlier contacts. Against: what the customer recalls in vain."""
    if not seen.agent_spoke:
        return not_observable("CP6.1", "le conseiller ne répond pas dans cet échange")
    talk = seen.conversation
    cited = [
        turn
        for turn in talk.agent
        if talk.share(turn) < 0.8 and (_HISTORY.search(turn.folded) or _SENIORITY.search(in_figures(turn.turn.text)))
    ]
    cited.sort(key=lambda turn: (-len(_HISTORY.findall(turn.folded)) - len(turn.quantities), turn.place))
    signals: list[Signal] = []
    if cited:
        depth = sum(
            len(_HISTORY.findall(turn.folded)) + len(_SENIORITY.findall(in_figures(turn.turn.text))) for turn in cited
        )
        signals.append(
            Signal(
                min(1.6, 0.7 + 0.3 * depth),
                "le conseiller cite l’historique du client",
                tuple(turn.n for turn in cited[:2]),
            )
        )
    ignored = [
        turn
        for turn in talk.client
        if re.search(
            r"\b(j (?:ai|avais) (?:deja )?(?:appele|envoye|ecrit|signale|dit)|vous "
            r"voyez ce que|je (?:vous )?(?:l ai|viens de) (?:deja )?(?:dit|dire)"
            r"|(?:deuxieme|troisieme|quatrieme) fois)\b",
            turn.folded,
        )
        and turn.place > 1
    ]
    unheard = [(turn, talk.after(turn, "agent")) for turn in ignored]
    lost = [(turn, answer) for turn, answer in unheard if answer is not None and not _HISTORY.search(answer.folded)]
    if lost:
        signals.append(
            Signal(-0.7, "un élément du dossier rappelé par le client est ignoré", (lost[0][0].n, lost[0][1].n))
        )
    return weigh("CP6.1", 0.2, signals, "l’historique du client n’est pas évoqué")


@detects("CP6.2", "acts", "RE p. 8; REAC, CP6: identifier le motif de la demande de résiliation")
def reason_identified(seen: Seen) -> Finding:
    """The reason asked for, answered, and any other reason looked for."""
    if not seen.agent_spoke:
        return not_observable("CP6.2", "le conseiller ne répond pas dans cet échange")
    talk = seen.conversation
    asked = [turn for turn in talk.agent if turn.asks and _REASON.search(turn.folded) and talk.share(turn) < 0.7]
    others = [turn for turn in seen.questions if turn not in asked and talk.share(turn) < 0.6]
    signals: list[Signal] = []
    if asked:
        turns = [n for turn in asked[:2] for n in talk.with_answer(turn)]
        signals.append(Signal(1.2 + 0.2 * (len(asked) > 1), "le motif est demandé et le client le dit", tuple(turns)))
    if others:
        signals.append(
            Signal(
                min(0.6, 0.3 * len(others)),
                "des questions précisent la situation",
                tuple(turn.n for turn in others[:2]),
            )
        )
    told = [turn for turn in seen.reformulations if turn.has(cues.REFORMULATING)]
    if told:
        signals.append(Signal(0.3, "le motif est reformulé", (told[0].n,)))
    if not asked and not others:
        first = talk.client[0].n if talk.client else 0
        signals.append(
            Signal(
                -0.2, "le motif n’est pas recherché", (first, *(turn.n for turn in talk.agent[1:2])) if first else ()
            )
        )
    return weigh("CP6.2", 0.4, signals, "le motif n’est pas recherché")


@detects("CP6.3", "facts", "RE p. 8; REAC, CP6: proposer une nouvelle offre ou un geste commercial")
def offer_fits(seen: Seen) -> Finding:
    """The offers of the procedure made, within limits, and what the customer makes of them."""
    if not seen.agent_spoke:
        return not_observable("CP6.3", "aucune offre n’est proposée")
    over = [Signal(-0.6, signal.reason, signal.turns) for signal in beyond_limits(seen)]
    both = combined_against_rules(seen)
    if both:
        over.append(Signal(-0.6, "cumule des offres qui s’excluent", both))
    return weigh(
        "CP6.3", 1.2, [*facts_told(seen, 0.6), *over, *satisfied_at_end(seen)], "aucune offre n’est proposée"
    )


@detects("CP6.4", "conduct", "RE p. 8; REAC, CP6: en accord avec la hiérarchie")
def company_protected(seen: Seen) -> Finding:
    """Commercial limits, exclusive offers and forbidden promises."""
    finding = interests(seen, "CP6.4")
    both = combined_against_rules(seen)
    if both:
        return weigh("CP6.4", 0, [Signal(-0.5, "cumule des offres qui s’excluent", both)], "")
    return finding


def combined_against_rules(seen: Seen) -> tuple[int, ...]:
    """The turns that grant together what the brief allows only one at a time."""
    exclusive = re.search(
        r"(une seule (?:des deux|offre)|non cumulables?|ne se cumulent? pas|l'une ou l'autre|au choix)",
        seen.exchange.brief + " ".join(s.text for s in seen.exchange.expectations.procedure),
        re.I,
    )
    both = [
        turn
        for turn in seen.conversation.agent
        if re.search(r"\b(les deux|cumul\w+|en plus de|les deux ensemble)\b", turn.folded)
    ]
    return tuple(turn.n for turn in both[:3]) if exclusive else ()


@detects("CP6.5", "written", "RE p. 8; REAC, CP6: formaliser l'accord par écrit")
def written_as_agreed(seen: Seen) -> Finding:
    """The confirmation against what was agreed aloud."""
    return written_agreement.find(seen, "CP6.5")


@detects("CP6.6", "written", "RE p. 8")
def well_written(seen: Seen) -> Finding:
    """Faults in what was written."""
    return shared.spelling(seen, "CP6.6")


@detects("CP6.7", "acts", "RE p. 8")
def tone_adapted(seen: Seen) -> Finding:
    """Warmth and courtesy against blame, curtness and pressure."""
    return shared.tone(seen, "CP6.7")
