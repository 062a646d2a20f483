"""How far what was heard is from what was written: word error rate on normalised French."""

import re
import unicodedata

from audio_fixtures.french_numbers import spell_out

_FILLERS = {"euh", "heu", "hum", "hein", "bah", "ben", "oh", "ah"}
"""Hesitations: a recogniser drops them or writes them freely."""


def normalised_words(text: str) -> list[str]:
    """Lower-case words, figures in words, without punctuation, hyphen, elision mark or hesitation."""
    text = unicodedata.normalize("NFC", text).replace("œ", "oe").replace("Œ", "oe").replace("’", "'")
    words = re.findall(r"[^\W_]+", spell_out(text).lower())
    return [_plain(word) for word in words if word not in _FILLERS]


def word_error_rate(written: str, heard: str) -> float:
    """(substituted + missing + added words) / words written; 1.0 when nothing was to be said but something was."""
    reference, hypothesis = normalised_words(written), normalised_words(heard)
    if not reference:
        return 1.0 if hypothesis else 0.0
    row = list(range(len(hypothesis) + 1))
    for i, wanted in enumerate(reference, start=1):
        previous, row[0] = row[0], i
        for j, got in enumerate(hypothesis, start=1):
            cost = min(row[j] + 1, row[j - 1] + 1, previous + (wanted != got))
            previous, row[j] = row[j], cost
    return row[-1] / len(reference)


def _plain(word: str) -> str:
    """Number agreement that no ear can tell: « cents », « vingts », « mille »."""
    return {"cents": "cent", "vingts": "vingt", "une": "un"}.get(word, word)
