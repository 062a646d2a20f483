"""Signals that detectors of several competences build in the same way."""

import re

from scoring.evidence.seen import Seen
from scoring.evidence.tone import curt_turns, harsh_turns
from scoring.evidence.turns import ReadTurn
from scoring.evidence.weighing import Signal
from scoring.french import cues
from scoring.french import cues_of_tone as tone


def understanding(seen: Seen) -> list[Signal]:
    """The customer's request is taken up: given back and confirmed, or made precise by a question."""
    signals: list[Signal] = []
    talk = seen.conversation
    confirmed = [(turn, talk.agrees_after(turn)) for turn in seen.reformulations]
    best = next(((turn, yes) for turn, yes in confirmed if yes is not None), None)
    if best is not None:
        signals.append(Signal(0.5, "la demande est reformulée et le client la confirme", (best[0].n, best[1].n)))
    elif seen.reformulations:
        signals.append(Signal(0.35, "la demande est reprise avec les mots du client", (seen.reformulations[0].n,)))
    early = [turn for turn in seen.questions if talk.share(turn) < 0.5]
    if early:
        answer = talk.after(early[0], "client")
        signals.append(
            Signal(
                0.3,
                "une question fait préciser la demande",
                (early[0].n, *([answer.n] if answer and not best else [])),
            )
        )
    again = repeated_by_client(seen)
    if again:
        signals.append(Signal(-0.4 * len(again), "le client doit se répéter ou corriger", again_turns(seen, again)))
    brushed = [turn for turn in [*harsh_turns(seen), *curt_turns(seen)] if talk.share(turn) < 0.85]
    if len(brushed) >= 2 and best is None:
        signals.append(
            Signal(-0.6, "des réponses passent à côté de la demande", tuple(turn.n for turn in brushed[:3]))
        )
    return signals


_AGAIN = re.compile(
    r"\b(je (?:vous )?(?:viens de (?:vous )?(?:le |la |l )?(?:dire|donner|expliquer)|l ai deja|ai deja"
    r"|repete)|(?:mais )?je vous dis que|ce n est pas (?:ca|ce que)|c est pas (?:ca|ce que)"
    r"|je ne parle pas|vous ne (?:m |me )?(?:ecoutez|comprenez)|vous n avez pas compris|non (?:mais "
    r")?(?:moi )?(?:je|c est)|comme je (?:vous )?l ai dit)\b"
)


def repeated_by_client(seen: Seen) -> list[ReadTurn]:
    return [turn for turn in seen.conversation.client if turn.place > 1 and _AGAIN.search(turn.folded)]


def again_turns(seen: Seen, again: list[ReadTurn]) -> tuple[int, ...]:
    first = again[0]
    before = seen.conversation.before(first, "agent")
    return (*((before.n,) if before else ()), first.n)


def discovery(seen: Seen, enough: int = 3, unheard: bool = True) -> list[Signal]:
    """Questions that discover needs; needs that the customer must volunteer count against."""
    signals: list[Signal] = []
    asked = list(seen.questions)
    asked.sort(key=lambda turn: (not turn.has(cues.OPEN_QUESTION), turn.place))
    if asked:
        weight = min(1.2, 0.4 * len(asked)) + (0.2 if any(turn.has(cues.OPEN_QUESTION) for turn in asked) else 0)
        count = "une seule question" if len(asked) == 1 else f"{len(asked)} questions"
        signals.append(Signal(weight, f"{count} de découverte", tuple(turn.n for turn in asked[:4])))
    if len(asked) < enough - 1:
        signals.append(Signal(-0.3, "peu de questions de découverte", tuple(turn.n for turn in asked[:1])))
    missed = unheard_needs(seen) if unheard else []
    if missed:
        pairs = [n for client, agent in missed[:2] for n in (client.n, agent.n)]
        signals.append(
            Signal(-0.35 * min(2, len(missed)), "un besoin exprimé par le client reste sans suite", tuple(pairs))
        )
    return signals


_PERSONAL = re.compile(r"\b(moi|je|j|on|nous|mon|ma|mes|mari|femme|fille|fils|mere|pere|enfants?|elle|il)\b")


def unheard_needs(seen: Seen) -> list[tuple[ReadTurn, ReadTurn]]:
    """The customer tells something personal; the next words of the adviser are curt or brush it off."""
    found: list[tuple[ReadTurn, ReadTurn]] = []
    bad = {turn.n for turn in [*harsh_turns(seen), *curt_turns(seen)]}
    for client in seen.conversation.client[1:]:
        answer = seen.conversation.after(client, "agent")
        if answer is None or answer.is_closing or len(client.words) < 6 or not _PERSONAL.search(client.folded):
            continue
        if answer.n in bad and not answer.stems & client.stems:
            found.append((client, answer))
    return found


def facts_told(seen: Seen, weight: float = 1.0, promises: bool = True) -> list[Signal]:
    """Expected facts said, wrong or missing; forbidden ones promised."""
    facts = seen.expected_facts
    signals: list[Signal] = []
    if facts:
        said = [fact for fact in facts if fact.status == "said"]
        partly = [fact for fact in facts if fact.status == "partly"]
        wrong = [fact for fact in facts if fact.status == "wrong"]
        missing = [fact for fact in facts if fact.status == "missing"]
        share = (len(said) + 0.6 * len(partly)) / len(facts)
        if said or partly:
            turns = [n for fact in (*said, *partly) for n in fact.turns[:1]] + [
                n for fact in said for n in fact.turns[1:2]
            ]
            signals.append(
                Signal(
                    weight * (2 * share - 1), "les informations attendues sont données", tuple(dict.fromkeys(turns))
                )
            )
        else:
            instead = [seen.fact_reader.nearest(fact.fact.text)[:1] for fact in facts]
            turns = tuple(turn.n for ranked in instead for _, turn in ranked)
            signals.append(
                Signal(
                    -weight * 0.6, "les informations attendues ne sont pas données", tuple(dict.fromkeys(turns))[:3]
                )
            )
        promised = {n for fact in seen.promised_wrongly for n in fact.turns}
        for fact in wrong:
            if set(fact.turns) <= promised:
                continue  # told once, below
            signals.append(Signal(-0.6 * weight, f"information inexacte ({_short(fact.fact.text)})", fact.turns))
        if missing and said:
            signals.append(
                Signal(-0.15 * len(missing), f"il manque\u00a0: {_short(missing[0].fact.text)}", missing[0].turns)
            )
    return signals + (forbidden_promises(seen) if promises else [])


def forbidden_promises(seen: Seen) -> list[Signal]:
    signals = [
        Signal(-0.7, f"promet ce qui est exclu ({_short(fact.fact.text)})", fact.turns)
        for fact in seen.promised_wrongly
    ]
    return signals


def beyond_limits(seen: Seen) -> list[Signal]:
    return [Signal(-1.5, f"accorde {excess.in_words}", excess.turns[:3]) for excess in seen.excesses]


def _short(text: str) -> str:
    words = text.rstrip(".").split()
    told = " ".join(words[:14]) + ("…" if len(words) > 14 else "")
    return told[0].lower() + told[1:] if told[:2].istitle() or told[:1].isupper() else told


def benefits(seen: Seen) -> list[ReadTurn]:
    """The adviser's turns that show what the customer gains, the richest first."""
    ranked = [
        (tone.BENEFIT.count(turn.folded) + tone.SELLING_TO_YOU.count(turn.folded), len(turn.words), turn)
        for turn in seen.conversation.agent
        if seen.conversation.share(turn) > 0.15
    ]
    ranked.sort(key=lambda one: (-one[0], -one[1]))
    return [turn for score, length, turn in ranked if score >= 1 and length >= 7]


def valued(seen: Seen) -> list[Signal]:
    """The solution presented with what it brings to this customer."""
    rich = benefits(seen)
    signals: list[Signal] = []
    if rich:
        count = sum(tone.BENEFIT.count(turn.folded) for turn in rich)
        signals.append(
            Signal(
                min(1.5, 0.5 + 0.2 * count),
                "la solution est reliée à ce qu’elle apporte au client",
                tuple(turn.n for turn in rich[:2]),
            )
        )
    flat = [turn for turn in [*harsh_turns(seen), *curt_turns(seen)] if seen.conversation.share(turn) > 0.2]
    if flat:
        signals.append(
            Signal(-0.35 * min(3, len(flat)), "des réponses sans mise en valeur", tuple(turn.n for turn in flat[:2]))
        )
    return signals


def satisfied_at_end(seen: Seen) -> list[Signal]:
    """How the customer speaks in the last third: glad, resigned or angry."""
    late = [turn for turn in seen.conversation.client if seen.conversation.share(turn) >= 0.45]
    glad = [turn for turn in late if turn.has(tone.CLIENT_GLAD) and not turn.has(tone.CLIENT_DISPLEASED)]
    sour = [turn for turn in late if turn.has(tone.CLIENT_DISPLEASED)]
    signals: list[Signal] = []
    if glad:
        signals.append(
            Signal(min(0.6, 0.25 * len(glad)), "le client se dit satisfait", tuple(turn.n for turn in glad[-2:]))
        )
    if sour:
        lasting = [turn for turn in sour if not glad or turn.place > glad[-1].place]
        if lasting:
            signals.append(
                Signal(-0.45 * len(lasting), "le client reste mécontent", tuple(turn.n for turn in lasting[-2:]))
            )
        else:
            signals.append(Signal(-0.1, "le client proteste d’abord", (sour[-1].n,)))
    return signals
