"""Text without what a recogniser or a hurried hand loses: capitals, accents, punctuation, apostrophes.

All cues are matched on folded text, so that a transcript without punctuation reads like a careful one.
"""

import re
import unicodedata
from functools import lru_cache

_NOT_A_WORD = re.compile(r"[^a-z0-9,.%€/:²]+")
_LOOSE_POINT = re.compile(r"[.,:/](?!\d)|(?<!\d)[.,:/]")

EMPTY_WORDS = frozenset(
    [
        "a",
        "afin",
        "ah",
        "ai",
        "aie",
        "alors",
        "apres",
        "as",
        "au",
        "aucun",
        "aussi",
        "autre",
        "aux",
        "avant",
        "avec",
        "avez",
        "avoir",
        "avons",
        "bah",
        "bien",
        "bon",
        "c",
        "ca",
        "ce",
        "cela",
        "celle",
        "celui",
        "ces",
        "cet",
        "cette",
        "chez",
        "ci",
        "comme",
        "comment",
        "d",
        "dans",
        "de",
        "des",
        "deux",
        "donc",
        "du",
        "elle",
        "elles",
        "en",
        "encore",
        "enfin",
        "est",
        "et",
        "etait",
        "etes",
        "etre",
        "eu",
        "euh",
        "fait",
        "faire",
        "faut",
        "fois",
        "hein",
        "heu",
        "ici",
        "il",
        "ils",
        "j",
        "je",
        "jusqu",
        "l",
        "la",
        "le",
        "les",
        "leur",
        "lui",
        "m",
        "ma",
        "mais",
        "me",
        "meme",
        "mes",
        "moi",
        "mon",
        "monsieur",
        "madame",
        "n",
        "ne",
        "ni",
        "non",
        "nos",
        "notre",
        "nous",
        "oh",
        "oui",
        "on",
        "ont",
        "ou",
        "par",
        "parce",
        "pas",
        "peu",
        "peut",
        "peux",
        "plus",
        "plutot",
        "pour",
        "pouvez",
        "pourquoi",
        "qu",
        "quand",
        "que",
        "quel",
        "quelle",
        "quelque",
        "qui",
        "quoi",
        "s",
        "sa",
        "sans",
        "se",
        "sera",
        "serait",
        "ses",
        "si",
        "soit",
        "son",
        "sont",
        "sous",
        "sur",
        "suis",
        "t",
        "ta",
        "te",
        "tes",
        "toi",
        "ton",
        "tous",
        "tout",
        "toute",
        "toutes",
        "tres",
        "tu",
        "un",
        "une",
        "va",
        "vais",
        "vers",
        "veut",
        "veux",
        "voila",
        "voir",
        "vos",
        "votre",
        "vous",
        "voulez",
        "y",
    ]
)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case, without accents; words separated by one space; decimal signs inside numbers stay."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_LOOSE_POINT.sub(" ", _NOT_A_WORD.sub(" ", plain)).split())


def words(text: str) -> list[str]:
    """Folded words of `text`."""
    return fold(text).split()


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """The beginnings (five letters) of the words that carry meaning: « remboursé » meets « remboursement »."""
    return frozenset(
        word[:5] for word in words(text) if word not in EMPTY_WORDS and len(word) > 2 and not word[0].isdigit()
    )


_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+|\n+")


@lru_cache(maxsize=8192)
def sentences(text: str) -> tuple[str, ...]:
    """Sentences of `text`; of one without any punctuation, stretches of a dozen words."""
    parts = [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
    if len(parts) <= 1 and len(text.split()) > 24 and not re.search(r"[.!?;:,]", text):
        spoken = text.split()
        parts = [" ".join(spoken[at : at + 14]) for at in range(0, len(spoken), 10)]
    return tuple(parts)
