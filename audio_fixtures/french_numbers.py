"""Figures of a French sentence, written out as they are said."""

import re

_UNITS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    *("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
_SPACES = "\u00a0\u202f\u2009"

_FIRST = ((re.compile(r"\b1er\b"), "premier"), (re.compile(r"\b1re\b"), "première"))
_ORDINAL = re.compile(r"\b(\d+)e\b")
_PHONE = re.compile(rf"\b0\d(?:[ .{_SPACES}]\d\d){{4}}\b")
_REFERENCE = re.compile(r"\b([A-Z]{2,4})-(\d+)\b")
_HOUR = re.compile(rf"\b(\d{{1,2}})[{_SPACES} ]?[hH:][{_SPACES} ]?(\d\d)?\b")
_MONEY = re.compile(rf"\b(\d[\d{_SPACES}]*|\d{{1,3}}(?: \d{{3}})+)(?:,(\d\d))?[{_SPACES} ]?(?:€|euros?\b)")
_DECIMAL = re.compile(r"\b(\d+),(\d+)\b")
_THOUSANDS = re.compile(rf"\b(\d{{1,3}})(?:[{_SPACES} ](\d{{3}}))\b")
_WHOLE = re.compile(r"\d+")


def in_words(number: int) -> str:
    """1998 → « mille neuf cent quatre-vingt-dix-huit » (0 to 999 999)."""
    if not 0 <= number < 1_000_000:
        raise ValueError(f"number out of range: {number}")
    if number < 20:
        return _UNITS[number]
    if number < 100:
        return _below_hundred(number)
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        head = "cent" if hundreds == 1 else f"{_UNITS[hundreds]} cent"
        if not rest:
            return head if hundreds == 1 else head + "s"
        return f"{head} {in_words(rest)}"
    thousands, rest = divmod(number, 1000)
    head = "mille" if thousands == 1 else f"{_invariable(in_words(thousands))} mille"
    return f"{head} {in_words(rest)}" if rest else head


def spell_out(text: str) -> str:
    """Write every figure of `text` in words: hours, sums, percentages, phones in pairs, references digit by digit."""
    for pattern, words in _FIRST:
        text = pattern.sub(words, text)
    text = _ORDINAL.sub(lambda m: _ordinal(int(m[1])), text)
    text = _PHONE.sub(lambda m: _pairs(m[0]), text)
    text = _REFERENCE.sub(lambda m: f"{' '.join(m[1])} {' '.join(_UNITS[int(d)] for d in m[2])}", text)
    text = _HOUR.sub(_hour, text)
    text = _MONEY.sub(_money, text)
    text = _THOUSANDS.sub(r"\1\2", text)
    text = _DECIMAL.sub(lambda m: f"{in_words(int(m[1]))} virgule {_fraction(m[2])}", text)
    text = re.sub(rf"[{_SPACES} ]?%", " pour cent", text)
    return _WHOLE.sub(lambda m: _whole(m[0]), text)


def _below_hundred(number: int) -> str:
    tens, unit = divmod(number, 10)
    if tens in (7, 9):
        tens, unit = tens - 1, unit + 10
    if not unit:
        return "quatre-vingts" if tens == 8 else _TENS[tens]
    link = " et " if unit in (1, 11) and tens != 8 else "-"
    return f"{_TENS[tens]}{link}{_UNITS[unit]}"


def _invariable(words: str) -> str:
    return words[:-1] if words.endswith(("cents", "vingts")) else words


def _ordinal(number: int) -> str:
    words = _invariable(in_words(number))
    irregular = {"cinq": "cinquième", "neuf": "neuvième"}
    for ending, ordinal in irregular.items():
        if words.endswith(ending):
            return words.removesuffix(ending) + ordinal
    return words.removesuffix("e") + "ième"


def _pairs(phone: str) -> str:
    pairs = re.findall(r"\d\d", phone)
    return ", ".join(_whole(pair) for pair in pairs)


def _whole(digits: str) -> str:
    """A leading zero is said (« zéro six »); what is too long to be a quantity is said digit by digit."""
    if len(digits) > 6:
        return " ".join(_UNITS[int(digit)] for digit in digits)
    value = int(digits)
    zeros = len(digits) - len(str(value))
    return " ".join(["zéro"] * zeros + [in_words(value)])


def _fraction(digits: str) -> str:
    return " ".join(_UNITS[int(d)] for d in digits) if digits.startswith("0") else in_words(int(digits))


def _hour(match: re.Match[str]) -> str:
    hour, minutes = int(match[1]), match[2]
    said = "une heure" if hour == 1 else f"{'vingt et une' if hour == 21 else in_words(hour)} heures"
    return f"{said} {in_words(int(minutes))}" if minutes and int(minutes) else said


def _money(match: re.Match[str]) -> str:
    euros = int(re.sub(r"\D", "", match[1]))
    said = f"{in_words(euros)} {'euro' if euros < 2 else 'euros'}"
    return f"{said} {in_words(int(match[2]))}" if match[2] and int(match[2]) else said
