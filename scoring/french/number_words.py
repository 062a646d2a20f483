"""Numbers said in words, written in figures: « trois cent dix-huit » is 318, as a recogniser may give either."""

_UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "un",
            "deux",
            "trois",
            "quatre",
            "cinq",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
            "treize",
            "quatorze",
            "quinze",
            "seize",
        ]
    )
} | {"une": 1}
_TENS = {
    "vingt": 20,
    "vingts": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "octante": 80,
    "huitante": 80,
    "nonante": 90,
}
_ROUND = {"quinzaine": 15, "dizaine": 10, "vingtaine": 20, "trentaine": 30, "douzaine": 12}
ALONE_IS_ARTICLE = frozenset({"un", "une"})


def figures(spoken: list[str]) -> list[str]:
    """The same folded words, each run of number words replaced by its figures. « un » alone stays a word."""
    said: list[str] = []
    at = 0
    while at < len(spoken):
        value, taken = _number_at(spoken, at)
        if taken == 0 or (taken == 1 and spoken[at] in ALONE_IS_ARTICLE):
            said.append(spoken[at])
            at += 1
        else:
            said.append(str(value))
            at += taken
    return said


def _number_at(spoken: list[str], at: int) -> tuple[int, int]:
    """The number that begins at this word and how many words it takes; (0, 0) when none does."""
    total, part, taken, at_start = 0, 0, 0, at
    while at < len(spoken):
        word = spoken[at]
        step = _step(word, part, spoken, at, at > at_start)
        if step is None:
            break
        part, total = (0, total + max(part, 1) * 1000) if word == "mille" else (step, total)
        at += 1
        taken = at - at_start
    while taken and spoken[at_start + taken - 1] == "et":
        taken -= 1
    return total + part, taken


def _step(word: str, part: int, spoken: list[str], at: int, going_on: bool) -> int | None:
    """The running hundreds after this word, or None when it does not continue the number."""
    if word == "mille":
        return part
    if word in ("cent", "cents"):
        return 100 if part == 0 else part * 100 if part < 20 else None
    if word in _TENS:
        if word.startswith("vingt") and part % 100 == 4 and going_on and spoken[at - 1] == "quatre":
            return part + 76
        return part + _TENS[word] if part % 100 == 0 else None
    if word in _UNITS:
        rest = part % 100
        if rest == 0 and (part or not going_on or spoken[at - 1] == "mille"):
            return part + _UNITS[word]
        fits_teens = rest in (60, 80) and _UNITS[word] <= 16
        fits_units = rest in (20, 30, 40, 50, 70, 90) and _UNITS[word] <= 9
        after_ten = rest in (10, 70, 90) and _UNITS[word] in (7, 8, 9) and spoken[at - 1] == "dix"
        return part + _UNITS[word] if _UNITS[word] and (fits_teens or fits_units or after_ten) else None
    if word in _ROUND and not going_on:
        return _ROUND[word]
    if word == "et" and going_on and part % 100 in (20, 30, 40, 50, 60) and at + 1 < len(spoken):
        return part if spoken[at + 1] in ("un", "une", "onze") else None
    return None
