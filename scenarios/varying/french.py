"""What French asks when a word in a sentence changes: elision, and amounts as they are written."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

_VOWELS = "aeiouyâàäéèêëîïôöûùüœ"
_ARTICLES = {"m": r"le|du|au|un|ce|cet|mon", "f": r"la|une|cette|sa"}
SPACES = " \u00a0\u202f"
AMOUNT = re.compile(
    rf"(?<![\w,])(?P<number>\d{{1,3}}(?:[{SPACES}]\d{{3}})+|\d+)(?P<cents>,\d\d)?(?=[{SPACES}]?(?:€|euros?\b))"
)
"""An amount in euros, without its sign."""
_TENS = "vingts?|trente|quarante|cinquante|soixante|cents?|mille"
_UNITS = "un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
NUMBER_IN_LETTERS = re.compile(
    rf"\b(?:{_TENS})(?:[ -](?:et[ -])?(?:{_UNITS}|{_TENS}))+\b|\b(?:{_TENS}|{_UNITS})[ \u00a0]euros?\b"
    rf"|\bfois (?:{_TENS})\b",
    re.IGNORECASE,
)
"""An amount or a long number that no figure says: « cent cinquante-six », « vingt euros »."""


def amount_of(found: re.Match[str]) -> Decimal:
    return Decimal(re.sub(rf"[{SPACES}]", "", found["number"]) + (found["cents"] or "").replace(",", "."))


def euros(value: Decimal, with_cents: bool) -> str:
    """« 2 790,00 », « 156 »; cents that are not zero are always written."""
    whole, cents = divmod(value.quantize(Decimal("0.01")), 1)
    written = f"{int(whole):,}".replace(",", "\u00a0")
    return f"{written},{int(cents * 100):02}" if with_cents or cents else written


def begins_with_vowel(word: str) -> bool:
    return word[:1].lower() in _VOWELS


@lru_cache(maxsize=1024)
def as_written(words: str) -> re.Pattern[str]:
    """These words with whatever kind of space the text has between them."""
    return re.compile(rf"[{SPACES}]".join(re.escape(part) for part in re.split(rf"[{SPACES}]", words)))


def put_name(text: str, old: str, new: str) -> str:
    """`new` wherever `old` stands as a word, with « de » and « que » as each asks: « d’Inès », « de Paul »."""
    if old not in text:
        return text

    def put(found: re.Match[str]) -> str:
        before = found["before"]
        if before is None:
            return new
        stem = before.rstrip(f"{SPACES}").rstrip("e’'")
        return f"{stem}’{new}" if begins_with_vowel(new) else f"{stem}e {new}"

    pattern = rf"(?P<before>\b(?:[dD]|[qQ]u)(?:e[{SPACES}]|[’']))?(?<![\w-]){re.escape(old)}(?![\w-])"
    return re.sub(pattern, put, text)


def gender_in(texts: list[str], name: str) -> str | None:
    """« m » or « f » by the articles that stand before a product's name; None where nothing tells."""
    for gender, articles in (("f", _ARTICLES["f"]), ("m", _ARTICLES["m"])):
        pattern = re.compile(rf"\b(?:{articles})[{SPACES}]{re.escape(name)}(?!\w)", re.IGNORECASE)
        if any(pattern.search(text) for text in texts):
            return gender
    return None


def slug(words: str) -> str:
    """Lower case without accents: « Étienne Bœuf » is « etienne-boeuf »."""
    plain = words.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "-").replace("'", "-")
    plain = "".join(one for one in unicodedata.normalize("NFD", plain) if not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
