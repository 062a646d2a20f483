"""Cut a spoken text into phrases that a voice says in one breath, with a pause between them."""

import re

LONGEST = 220
"""Characters: beyond it the model hurries and swallows words."""
SHORTEST = 25
"""A lone « Oui. » is said badly: it joins what follows."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\s\u00a0\u202f]+(?=[^\s!?.…])")
_CLAUSE_END = re.compile(r"(?<=[,;:])[\s\u00a0\u202f]+")


def phrases(text: str) -> list[str]:
    """The sentences of `text`, short ones joined to the next, long ones cut after a comma, colon or semicolon."""
    sentences = [part.strip() for part in _SENTENCE_END.split(text.strip()) if part.strip()]
    return [piece for sentence in _joined(sentences) for piece in _cut(sentence)]


def _joined(sentences: list[str]) -> list[str]:
    joined: list[str] = []
    waiting = ""
    for sentence in sentences:
        waiting = f"{waiting} {sentence}".strip()
        if len(waiting) >= SHORTEST:
            joined.append(waiting)
            waiting = ""
    if waiting and joined:
        joined[-1] = f"{joined[-1]} {waiting}"
    elif waiting:
        joined.append(waiting)
    return joined


def _cut(sentence: str) -> list[str]:
    pieces: list[str] = []
    for clause in _CLAUSE_END.split(sentence):
        if pieces and len(pieces[-1]) + len(clause) < LONGEST:
            pieces[-1] = f"{pieces[-1]} {clause}"
        else:
            pieces.append(clause)
    return pieces
