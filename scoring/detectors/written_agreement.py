"""« La formalisation écrite correspond à l'accord » (CP3.7, CP6.5, CP7.5): contradictions shown side by side."""

import re

from scoring.evidence.agreement import promised_in_writing
from scoring.evidence.seen import Seen
from scoring.evidence.weighing import Finding, Signal, not_observable, weigh
from scoring.french.folding import fold
from scoring.french.quantities import Quantity, quantities

_WRITING_EXPECTED = re.compile(r"\b(confirm\w*|courriel|courrier|mail|ecrit\w*|lettre)\b")
_COMMITS = re.compile(r"\b(vous vous engagez|comme convenu|votre accord|vous avez accepte|nous confirmons|convenu)\b")


def find(seen: Seen, criterion: str) -> Finding:
    exchange, confirmation = seen.exchange, seen.exchange.written.confirmation
    agreed = agreement_reached(seen)
    promised = promised_in_writing(seen.conversation)
    if confirmation is None or not confirmation.body.strip():
        expected = _WRITING_EXPECTED.search(
            fold(exchange.brief + " " + " ".join(step.text for step in exchange.expectations.procedure))
        )
        if not agreed and not promised:
            return not_observable(criterion, "aucun accord conclu, donc rien à formaliser")
        if not expected and not promised:
            return not_observable(criterion, "aucune confirmation écrite n’était attendue ni laissée")
        refused = [
            turn.n
            for turn in seen.conversation.agent
            if re.search(r"\bpas (?:besoin|la peine|necessaire|utile)\b", turn.folded)
        ]
        asked = [
            turn.n
            for turn in seen.conversation.client
            if re.search(r"\b(mail|ecrit|papier|courrier|courriel|ecrire)\b", turn.folded)
        ]
        return weigh(
            criterion,
            0,
            [Signal(-0.5, "aucun écrit ne confirme l’accord", (*asked[-1:], *(refused[-1:] or promised[-1:])))],
            "",
        )
    if not agreed and _COMMITS.search(fold(confirmation.body)):
        refusal = seen.consent.refused[-1:]
        return weigh(
            criterion,
            0,
            [Signal(-0.5, "l’écrit énonce un accord que le client n’a pas donné", refusal, (), ("confirmation",))],
            "",
        )
    signals = [
        Signal(
            -1.6 if one.of_the_outcome else -1.0,
            f"l’écrit dit {told(one.written)}, l’échange {told(one.said)}",
            one.turns,
            (),
            ("confirmation",),
        )
        for one in seen.contradictions
    ]
    if len(seen.unwritten) >= 1 and not signals:
        signals.append(
            Signal(
                -0.4 * len(seen.unwritten),
                "un élément de l’accord manque dans l’écrit",
                seen.unwritten[:2],
                (),
                ("confirmation",),
            )
        )
    recap = tuple(turn.n for turn in seen.recaps[-1:]) or seen.consent.asked[-1:] or _agreed_in(seen)
    told_well = Signal(0, "l’écrit reprend ce qui a été convenu", recap if not signals else (), (), ("confirmation",))
    if signals and not any(signal.turns for signal in signals):
        signals.append(Signal(-0.01, "", recap, (), ("confirmation",)))
    return weigh(criterion, 1.9, [told_well, *signals], "")


def _agreed_in(seen: Seen) -> tuple[int, ...]:
    """The last turn that holds values of the confirmation."""
    confirmation = seen.exchange.written.confirmation
    written = quantities(confirmation.body) if confirmation else ()
    sharing = [
        turn.n
        for turn in seen.conversation.turns
        if any(one.same(other) for one in turn.quantities for other in written)
    ]
    return tuple(sharing[-1:])


def agreement_reached(seen: Seen) -> bool:
    """Whether the customer accepted something, and did not take it back at the end."""
    record = {name: fold(value) for name, value in seen.exchange.expectations.record.items()}
    if record.get("accord") in ("non", "en attente", "refus", "en_attente"):
        return False
    consent = seen.consent
    last_given = consent.given[-1] if consent.given else 0
    return not (consent.refused and not last_given)


def told(quantity: Quantity) -> str:
    """A quantity in French: « 150 € », « 12 mois », « le 5/07 »."""
    value = f"{quantity.value:g}".replace(".", ",")
    match quantity.kind:
        case "euros":
            return f"{value}\u00a0€"
        case "percent":
            return f"{value}\u00a0%"
        case "months":
            return f"{value}\u00a0mois"
        case "days":
            return f"{value}\u00a0jours"
        case "times":
            return f"{value}\u00a0fois"
        case "clock":
            return f"{int(quantity.value) // 60}\u00a0h\u00a0{int(quantity.value) % 60:02d}"
        case "date":
            month, day = divmod(int(quantity.value), 100)
            return f"le {day}" + (f"/{month:02d}" if month else "")
        case _:
            return value
