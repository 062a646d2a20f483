"""Signals of an agreement: summed up, asked for, given, hesitated over or refused."""

from scoring.evidence.seen import Seen
from scoring.evidence.weighing import Signal
from scoring.french import cues_of_tone as tone


def agreement_signals(seen: Seen) -> list[Signal]:
    """The last word counts: a yes that follows « on verra » stands, an « on verra » after a yes undoes it."""
    talk, consent = seen.conversation, seen.consent
    signals: list[Signal] = []
    if consent.given:
        signals.append(Signal(1.1, "l’accord est demandé et donné", (consent.asked[-1], consent.given[-1])))
        if any(turn.n == consent.asked[-1] for turn in seen.recaps):
            signals.append(Signal(0.3, "l’accord est reformulé", (consent.asked[-1],)))
    else:
        late_yes = [
            turn
            for turn in talk.client
            if talk.share(turn) > 0.5
            and (tone.CLIENT_YES(" ".join(turn.words[:4])) and not tone.CLIENT_REFUSING(" ".join(turn.words[:3])))
        ]
        if late_yes:
            before = talk.before(late_yes[0], "agent")
            turns = (*((before.n,) if before else ()), late_yes[0].n)
            signals.append(Signal(0.6, "le client acquiesce sans que l’accord soit demandé", turns))
    last = consent.given[-1] if consent.given else 0
    doubts = [n for n in consent.hesitating if n > last - 2]
    if doubts:
        signals.append(Signal(-0.9, "le client hésite et ne s’engage pas", tuple(doubts[:2])))
    refusals = [n for n in consent.refused if n > last - 2]
    if refusals and not consent.given:
        signals.append(Signal(-0.8, "le client refuse", tuple(refusals[-2:])))
    sour = [
        turn for turn in talk.client if talk.share(turn) > 0.6 and turn.n > last and turn.has(tone.CLIENT_DISPLEASED)
    ]
    if sour:
        signals.append(Signal(-0.25, "le client se résigne", (sour[-1].n,)))
    return signals
