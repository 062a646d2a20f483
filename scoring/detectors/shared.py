"""Detectors that several competences share word for word: spelling, tone, the qualified file."""

from collections.abc import Collection

from scoring.evidence.proofreading import Place
from scoring.evidence.seen import Seen
from scoring.evidence.tone import tone_signals
from scoring.evidence.weighing import Finding, Signal, WrittenPart, few, not_observable, weigh

MANY_FAULTS = 5
"""From here on the rules are not respected; from 1 to 4 partly (FORMAT: a remark stands for about two slips)."""
DENSE_FAULTS, FAULTS_PER_100_WORDS = 3, 9.0
"""A short comment with a fault in nearly every phrase is faulty from three on."""


def spelling(seen: Seen, criterion: str) -> Finding:
    """« Les règles orthographiques et syntaxiques sont respectées »: faults that an examiner underlines."""
    reading = seen.proofreading
    if not reading.is_observable:
        return not_observable(criterion, "aucun écrit adressé au client dans cet échange")
    faults = reading.faults
    turns = [fault.place for fault in faults if isinstance(fault.place, int)]
    at_fault: set[Place] = {fault.place for fault in faults}
    parts = _written(at_fault)
    if not faults:
        longest = sorted(
            (place for place in reading.texts if isinstance(place, int)), key=lambda n: -len(reading.texts[n])
        )
        written = _written(reading.texts)
        return weigh(criterion, 2.0, [Signal(0, "les écrits sont sans faute", few(longest, 3), (), written)], "")
    quoted = ", ".join(f"«\u00a0{fault.fault.excerpt}\u00a0»" for fault in faults[:4])
    rate = 100 * len(faults) / max(1, reading.word_count)
    many = len(faults) >= MANY_FAULTS or (len(faults) >= DENSE_FAULTS and rate >= FAULTS_PER_100_WORDS)
    count = "une faute" if len(faults) == 1 else f"{len(faults)} fautes"
    return weigh(criterion, 2.0, [Signal(-2 if many else -1, f"{count}\u00a0: {quoted}", few(turns), (), parts)], "")


def _written(places: Collection[Place]) -> tuple[WrittenPart, ...]:
    found: list[WrittenPart] = []
    if "confirmation" in places:
        found.append("confirmation")
    if "record" in places:
        found.append("record")
    return tuple(found)


def qualified_file(seen: Seen, criterion: str) -> Finding:
    """The file against what the scenario expects, field by field."""
    record = seen.record
    if not seen.exchange.expectations.record and not record.filled:
        return not_observable(criterion, "aucune qualification n’était attendue ni saisie")
    if not record.filled:
        return weigh(criterion, 0.0, [Signal(-0.5, "le fichier n’est pas qualifié", (), (), ("record",))], "")
    right = f"champs conformes\u00a0: {_listed(record.right)}" if record.right else ""
    signals = [Signal(0, right, (), (), ("record",))]
    if record.faults:
        wrong = f"champs à reprendre\u00a0: {_listed((*record.wrong, *record.empty))}"
        grave = record.faults >= 2 or record.main_is_wrong
        signals.append(Signal(-2 if grave else -1, wrong, (), (), ("record",)))
    return weigh(criterion, 2.0, signals, "le fichier est qualifié comme attendu")


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)


def tone(seen: Seen, criterion: str) -> Finding:
    """« Le ton de l'échange est adapté quel que soit le canal »."""
    if not seen.agent_spoke:
        return not_observable(criterion, "le conseiller ne dit ni n’écrit rien")
    return weigh(criterion, 1.55, tone_signals(seen), "le ton reste neutre et professionnel")
