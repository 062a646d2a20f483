"""Steps of the company's procedure found in the adviser's turns: by meaning, or by the act that the step asks for."""

import re
from itertools import pairwise

from scoring.evidence.facts import NEAR
from scoring.evidence.seen import Seen
from scoring.evidence.turns import ReadTurn
from scoring.evidence.weighing import Signal
from scoring.french import cues
from scoring.french import cues_of_tone as tone
from scoring.french.folding import fold

_IDENTITY = re.compile(
    r"\b(identi\w*|nom|reference|numero de|date de naissance|contrat|dossier|reservation|adresse)\b"
)
_SILENT = re.compile(r"\b(fiche|qualifi\w+|enregistr\w+|dossier|consult\w+|historis\w+)\b")
"""Steps that leave no words: they are read in the file."""


def step_turns(seen: Seen, text: str) -> list[ReadTurn]:
    """The adviser's turns that do this step, best first."""
    plain = fold(text)
    talk = seen.conversation
    if re.search(r"\b(salu\w+|se presenter|accueill\w+|prendre contact)\b", plain):
        return [turn for turn in talk.agent[:2] if re.search(r"\bbonjour|bonsoir|ici\b", turn.folded)][:1]
    if re.search(r"\b(verifi\w*|demand\w*|identi\w*)\b", plain) and _IDENTITY.search(plain):
        strict = re.search(r"\b(date de naissance|numero|reference|contrat|adresse)\b", plain)
        asked = [turn for turn in talk.agent if (turn.has(cues.STRONG_IDENTIFYING) if strict else turn.identifies)]
        if asked:
            return asked[:1]
    if re.search(r"\b(laisser|ecouter)\b.*\b(exprim\w*|parler|client)\b", plain):
        return [turn for turn in talk.agent[:3] if turn.has(tone.EMPATHY) or turn.has(cues.OPEN_QUESTION)][:1]
    if re.search(r"\b(avis|satisfaction|compris|comprehension|reformul\w+)\b", plain):
        late = [turn for turn in talk.agent if talk.share(turn) > 0.4]
        return [
            turn
            for turn in late
            if turn.has(cues.ASKING_OPINION) or turn.has(cues.CHECKING) or turn.has(cues.RECAPPING)
        ][:1]
    if re.search(r"\b(motif|decouvr\w+|question\w+|cherch\w+|diagnost\w+|qualifier)\b", plain) and seen.questions:
        return list(seen.questions[:2])
    return [turn for score, turn in seen.fact_reader.nearest(text)[:2] if score >= NEAR - 0.08]


def procedure_signals(seen: Seen) -> list[Signal]:
    """Steps done, forgotten, and done before an identity that should have come first."""
    done: list[ReadTurn] = []
    forgotten: list[tuple[str, tuple[int, ...]]] = []
    steps = [step for step in seen.exchange.expectations.procedure if not _silent(step.text)]
    for step in steps:
        turns = step_turns(seen, step.text)
        if turns:
            done.append(turns[0])
        else:
            forgotten.append((step.text, tuple(turn.n for _, turn in seen.fact_reader.nearest(step.text)[:1])))
    signals: list[Signal] = []
    if steps:
        share = len(done) / len(steps)
        if done:
            signals.append(
                Signal(
                    1.6 * share - 0.6,
                    "les étapes prévues sont suivies",
                    tuple(dict.fromkeys(turn.n for turn in done))[:3],
                )
            )
        if forgotten:
            told = forgotten[0][0].rstrip(".")
            signals.append(
                Signal(
                    -0.35 * len(forgotten),
                    f"étape absente\u00a0: {told[0].lower()}{told[1:]}",
                    tuple(n for _, turns in forgotten[:2] for n in turns),
                )
            )
    out_of_order = _out_of_order(done)
    if out_of_order:
        signals.append(Signal(-0.5, "une étape vient trop tôt", out_of_order))
    return signals


def _silent(text: str) -> bool:
    plain = fold(text)
    return bool(_SILENT.search(plain)) and not re.search(
        r"\b(verifi\w*|demand\w*|dire|expliqu\w*|propos\w*|confirm\w*|surface)\b", plain
    )


def _out_of_order(done: list[ReadTurn]) -> tuple[int, ...]:
    """Two neighbouring steps, the later of which was done clearly before the earlier."""
    for earlier, later in pairwise(done):
        if later.place + 2 < earlier.place:
            return (later.n, earlier.n)
    return ()
